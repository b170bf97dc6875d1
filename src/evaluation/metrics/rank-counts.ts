/**
 * Where the targets stood, when each example has one: `counts[r]` examples had it at rank r, `counts[0]` had it nowhere
 * in the first K. All figures of accuracy follow from it, so no example has to be kept. [K + 1]
 */
export type RankCounts = Uint32Array;

/** Shares of 1, none in percent. */
export interface Accuracy {
  hitRate: number;
  mrr: number;
  ndcg: number;
}

/** What follows from the hit rate where there is one target. */
export interface SingleTargetFigures {
  precision: number;
  recall: number;
  f1: number;
  map: number;
}

export const exampleCount = (counts: RankCounts): number => counts.reduce((sum, count) => sum + count, 0);

/** Rank of the target in a list, from 1; 0 = it is not there. */
export function rankOf(target: number, list: ArrayLike<number>): number {
  for (let i = 0; i < list.length; i++) if (list[i] === target) return i + 1;
  return 0;
}

/**
 * With n = Σ_r counts[r], the number of examples, those without an answer among the first K included:
 *
 *   hitRate = Σ_{r ≥ 1} counts[r] / n      mrr = Σ_{r ≥ 1} counts[r] / r / n
 *   ndcg = Σ_{r ≥ 1} counts[r] / log2(1 + r) / n
 *
 * @returns  All 0 where there are no examples.
 */
export function accuracyOf(counts: RankCounts): Accuracy {
  let hits = 0;
  let reciprocal = 0;
  let gained = 0;
  for (let rank = 1; rank < counts.length; rank++) {
    hits += counts[rank];
    reciprocal += counts[rank] / rank;
    gained += counts[rank] / Math.log2(1 + rank);
  }
  const n = Math.max(1, hits + counts[0]);
  return { hitRate: hits / n, mrr: reciprocal / n, ndcg: gained / n };
}

/**
 * The other names of the same figures, for one target and K = counts.length − 1:
 *
 *   precision = hitRate / K      recall = hitRate      f1 = hitRate · 2 / (K + 1)      map = mrr
 *
 * F1 is the mean over examples, not that of the two means: each example with a hit has 2 · (1/K · 1) / (1/K + 1).
 */
export function singleTargetFigures(counts: RankCounts): SingleTargetFigures {
  const { hitRate, mrr } = accuracyOf(counts);
  const k = counts.length - 1;
  return { precision: hitRate / k, recall: hitRate, f1: (hitRate * 2) / (k + 1), map: mrr };
}
