import type { Strategy } from '../recommendation.js';
import type { NeighborLists, Snapshot } from '../snapshot/snapshot.js';
import { type ContentQuery, itemSimilarity } from './content-query.js';
import { exactScore } from './exact-score.js';
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
  /** Absent when the content part has nothing to say. */
  query?: ContentQuery | undefined;
  /** The best items for `query`; empty where only the lists propose. */
  contentCandidates: Iterable<number>;
}

/**
 * Collaborative and content evidence in one score:
 *
 *   score[j] = α · cf[j] / max cf  +  (1 − α) · content[j] / max content
 *   cf[j] = Σ_s w[s] · similarity(s, j)        content[j] = u · x̂[j],  u = Σ_s w[s] · x̂[s] / ‖…‖
 *
 * The maxima run over the candidates alone, never over all N items, so that every backend arrives at the same numbers.
 * Each source's summand is α · w[s] · similarity(s, j) / max cf + (1 − α) · w[s] · x̂[s]·x̂[j] / (‖…‖ · max content).
 * Where one of the two knows nothing, the other decides alone.
 */
export function blendedPart(snapshot: Snapshot, options: BlendOptions): ScorePart {
  const { sources, lists, query, strategy, factor, isPersonal } = options;
  const { embeddings } = snapshot;
  const cf = neighborScores(lists, sources);
  const candidates = new Set([...cf.keys(), ...options.contentCandidates]);
  const content = (item: number): number => (query ? exactScore(embeddings, query.vector, item) : 0);

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
    explain: (item) =>
      sources.map(({ item: source, weight, code }): Contribution => {
        const similarity = cfFactor * neighborSimilarity(lists, source, item);
        const closeness = query ? (contentFactor * itemSimilarity(embeddings, source, item)) / query.norm : 0;
        const amount = weight * (similarity + closeness);
        return { code, cause: source, amount, ...(weight < 0 ? { isSilent: true } : {}) };
      }),
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
