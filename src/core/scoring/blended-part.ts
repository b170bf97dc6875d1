import type { Strategy } from '../recommendation.js';
import type { Embeddings, NeighborLists, Snapshot } from '../snapshot/snapshot.js';
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
  const candidates = new Set([...cf.keys(), ...options.contentCandidates]);
  const closest = remembered((item: number) => closestInterest(embeddings, interests, item));
  const content = (item: number): number => closest(item)?.closeness ?? 0;

  let maxCf = 0;
  let maxContent = 0;
  for (const item of candidates) {
    maxCf = Math.max(maxCf, cf.get(item) ?? 0);
    maxContent = Math.max(maxContent, content(item));
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
      const interest = closest(item)?.interest;
      const unit = interest ? (contentFactor * interest.factor) / interest.query.norm : 0;
      return sources.map(({ item: source, weight, code }, s): Contribution => {
        const ofInterest = interest?.weights[s] ?? 0;
        const closeness = ofInterest === 0 ? 0 : unit * ofInterest * itemSimilarity(embeddings, source, item);
        const amount = cfFactor * weight * neighborSimilarity(lists, source, item) + closeness;
        return { code, cause: source, amount, ...(weight < 0 ? { isSilent: true } : {}) };
      });
    },
  };
}

/** The first of the interests that an item is closest to; undefined when there is none. */
function closestInterest(embeddings: Embeddings, interests: readonly Interest[], item: number) {
  let best: { interest: Interest; closeness: number } | undefined;
  for (const interest of interests) {
    const closeness = interest.factor * exactScore(embeddings, interest.query.vector, item);
    if (!best || closeness > best.closeness) best = { interest, closeness };
  }
  return best;
}

/** Remembers what it was asked: each candidate is looked at for the maximum, its score and its reasons. */
function remembered<T>(ask: (item: number) => T): (item: number) => T {
  const answers = new Map<number, T>();
  return (item) => {
    if (!answers.has(item)) answers.set(item, ask(item));
    return answers.get(item) as T;
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
