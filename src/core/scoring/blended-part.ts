import type { Strategy } from '../recommendation.js';
import type { NeighborLists, Snapshot } from '../snapshot/snapshot.js';
import { itemSimilarity } from './content-query.js';
import { ExactScorer } from './exact-score.js';
import type { Interest } from './interests.js';
import { ItemNumbers } from './item-numbers.js';
import { addNeighborScores, mostNeighbors, neighborSimilarity } from './neighbor-scores.js';
import type { Contribution, ScorePart } from './score-part.js';
import type { SourceItem } from './source-items.js';

export interface BlendOptions {
  strategy: Strategy;
  factor: number;
  isPersonal: boolean;
  sources: readonly SourceItem[];
  lists: NeighborLists;
  /** Weight of the collaborative part, 0…1. */
  alpha: number;
  /** Of these sources; empty when the content part has nothing to say. */
  interests: readonly Interest[];
  /** The best items for the interests; empty where only the lists propose. */
  contentCandidates: readonly number[];
}

/**
 * The best closeness (√share · cosine) and the best sum of similarities from which a side has anything to say. A sum in
 * which causes cancel leaves a residue of rounding, which divided by itself would be a full score that no cause explains.
 * Rows rounded to 127 steps give cosines that are wrong by some thousandths, so that below the first there is none; sums of
 * weights of at most 1 are wrong by some 1e-16.
 */
const LEAST_CONTENT = 1 / 256;
const LEAST_CF = 1e-12;

/**
 * Collaborative and content evidence in one score:
 *
 *   score[j] = α · cf[j] / max cf  +  (1 − α) · content[j] / max content
 *   cf[j] = Σ_s w[s] · similarity(s, j)
 *   content[j] = max_i √share[i] · u[i] · x̂[j],  u[i] = Σ_s w[i, s] · x̂[s] / ‖…‖  over the interests i
 *
 * The maxima run over the candidates alone, never over all N items, so that every backend arrives at the same numbers.
 * Each source's summand is α · w[s] · similarity(s, j) / max cf + (1 − α) · √share[i] · w[i, s] · x̂[s]·x̂[j] / (‖…‖ ·
 * max content), with i the interest that j is closest to. Where one of the two knows nothing, the other decides alone.
 */
export function blendedPart(snapshot: Snapshot, options: BlendOptions): ScorePart {
  const { sources, lists, interests, strategy, factor, isPersonal } = options;
  const { embeddings } = snapshot;
  const numbers = new ItemNumbers(mostNeighbors(lists, sources) + options.contentCandidates.length);
  const cfs = new Float64Array(numbers.capacity);
  addNeighborScores(lists, sources, numbers, cfs);
  for (const item of options.contentCandidates) numbers.add(item);
  const candidates = numbers.items;
  const scorer = new ExactScorer(
    embeddings,
    interests.map(({ query }) => query.vector),
  );
  const closenessTo = (item: number): Float64Array => {
    const scores = scorer.scoresOf(item);
    for (let i = 0; i < interests.length; i++) scores[i] *= interests[i].factor;
    return scores;
  };
  const contents = Float64Array.from(candidates, (item) => largest(closenessTo(item)));
  /** Of candidates and others. */
  const cf = (item: number): number => cfs[numbers.find(item)] ?? 0;
  const content = (item: number): number => contents[numbers.find(item)] ?? largest(closenessTo(item));

  const maxCf = atLeast(LEAST_CF, largest(cfs));
  const maxContent = atLeast(LEAST_CONTENT, largest(contents));
  const alpha = maxCf === 0 ? 0 : maxContent === 0 ? 1 : options.alpha;
  const cfFactor = maxCf === 0 ? 0 : alpha / maxCf;
  const contentFactor = maxContent === 0 ? 0 : (1 - alpha) / maxContent;

  return {
    strategy,
    factor,
    isPersonal,
    candidates,
    score: (item) => cfFactor * cf(item) + contentFactor * content(item),
    explain: (item) => {
      // The first of those that it is closest to.
      const interest: Interest | undefined = interests[closenessTo(item).indexOf(content(item))];
      const unit = interest ? (contentFactor * interest.factor) / interest.query.norm : 0;
      return sources.map(({ item: source, weight, code }, s): Contribution => {
        const ofInterest = interest?.weights[s] ?? 0;
        const ofContent = ofInterest === 0 ? 0 : unit * ofInterest * itemSimilarity(embeddings, source, item);
        const amount = cfFactor * weight * neighborSimilarity(lists, source, item) + ofContent;
        return { code, cause: source, amount, ...(weight < 0 ? { isSilent: true } : {}) };
      });
    },
  };
}

/** Otherwise 0: nothing known. */
const atLeast = (least: number, most: number): number => (most < least ? 0 : most);

/** 0 of none. */
function largest(numbers: Float64Array): number {
  let most = numbers.length === 0 ? 0 : Number.NEGATIVE_INFINITY;
  for (let i = 0; i < numbers.length; i++) if (numbers[i] > most) most = numbers[i];
  return most;
}

/**
 * Shoppers behind an item at which its neighbor list is trusted as much as its content. Chosen among 3, 5 and 8 on the
 * second last purchase of each shopper of a real beauty shop; the last one stays unseen for evaluation.
 */
const EVIDENCE_HALF = 5;

/**
 * How far to trust behaviour for these sources: Σ_s |w[s]| · n[s] / (n[s] + {@link EVIDENCE_HALF}), with n[s] the
 * shoppers behind source s. In [0, 1); 0 for new items and for catalogues without events.
 */
export const evidence = ({ shoppers }: Snapshot, sources: readonly SourceItem[]): number =>
  sources.reduce(
    (sum, { item, weight }) => sum + (Math.abs(weight) * shoppers[item]) / (shoppers[item] + EVIDENCE_HALF),
    0,
  );
