import type { Strategy } from '../recommendation.js';
import type { NeighborLists, Snapshot } from '../snapshot/snapshot.js';
import { itemSimilarity } from './content-query.js';
import { exactScore } from './exact-score.js';
import type { Interest } from './interests.js';
import { neighborScores, neighborSimilarity } from './neighbor-scores.js';
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
  contentCandidates: Iterable<number>;
}

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
  const cf = neighborScores(lists, sources);
  const candidates = new Set(cf.keys());
  for (const item of options.contentCandidates) candidates.add(item);
  const closenessTo = ({ factor: share, query }: Interest, item: number): number =>
    share * exactScore(embeddings, query.vector, item);
  const contentOf = (item: number): number => {
    let most = Number.NEGATIVE_INFINITY;
    for (const interest of interests) most = Math.max(most, closenessTo(interest, item));
    return interests.length === 0 ? 0 : most;
  };
  /** Of the candidates, each of which is asked for more than once. */
  const contents = new Map<number, number>();
  const content = (item: number): number => contents.get(item) ?? contentOf(item);

  let maxCf = 0;
  let maxContent = 0;
  for (const item of candidates) {
    const closeness = contentOf(item);
    contents.set(item, closeness);
    maxContent = Math.max(maxContent, closeness);
    maxCf = Math.max(maxCf, cf.get(item) ?? 0);
  }
  const alpha = maxCf === 0 ? 0 : maxContent === 0 ? 1 : options.alpha;
  const cfFactor = maxCf === 0 ? 0 : alpha / maxCf;
  const contentFactor = maxContent === 0 ? 0 : (1 - alpha) / maxContent;

  return {
    strategy,
    factor,
    isPersonal,
    candidates,
    score: (item) => cfFactor * (cf.get(item) ?? 0) + contentFactor * content(item),
    explain: (item) => {
      const closeness = content(item);
      // The first of those that it is closest to.
      const interest = interests.find((candidate) => closenessTo(candidate, item) === closeness);
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
