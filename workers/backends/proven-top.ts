import { exactScore } from '../../src/core/scoring/exact-score.js';
import type { TopItems } from '../../src/core/scoring/scoring-backend.js';
import { TopK } from '../../src/core/scoring/top-k.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import { codeOffset, ZERO_CODE } from '../../src/core/snapshot/tile.js';

/** What a fast pass over one range of items found: its best by float32 score. */
export interface Candidates {
  /** Item indices, no two equal. */
  items: ArrayLike<number>;
  /** The float32 score of each. No item of the range that is left out has a higher one than the lowest of these. */
  scores: ArrayLike<number>;
  /** Every item of the range is among them. */
  isComplete: boolean;
}

/** WGSL rounds + and × correctly, but the direction is the device's choice: one unit in the last place, 2^−23. */
const UNIT_ROUNDOFF = 2 ** -23;
/** Numbers below 2^−126 may become 0 on a device; far more than that can cost in one product. */
const FLUSHED = 2 ** -120;

/**
 * How far a float32 score may lie from the exact one: |g − s| ≤ (D + 8) · 2^−23 · ‖q‖ · M + tiny. A sum of D products
 * in any order errs by at most D + 1 roundings of Σ |q[d]| · |x[d]| ≤ ‖q‖ · M; the rest covers the rounding of x itself.
 *
 * @param largestNorm  M = max ‖x̂[n]‖
 */
export function float32ErrorBound(query: Float32Array, largestNorm: number): number {
  const norm = Math.hypot(...query);
  return (query.length + 8) * UNIT_ROUNDOFF * norm * largestNorm + query.length * FLUSHED * (1 + norm);
}

/**
 * Re-scores candidates exactly and tells the best K of them, if it is certain that no better item was left out: an item
 * left out scores at most t + ε, where t is the lowest float32 score of its range; it must not reach the K-th exact one.
 *
 * @param errorBound  ε, see {@link float32ErrorBound}
 * @returns  Undefined when that is not certain: look at more candidates.
 * @throws Error when a score lies farther from the exact one than float32 explains: the device computes wrong.
 */
export function provenTop(
  embeddings: Embeddings,
  query: Float32Array,
  ranges: readonly Candidates[],
  errorBound: number,
  count: number,
  excluded: ReadonlySet<number>,
): TopItems | undefined {
  const top = new TopK(count);
  let highestLeftOut = Number.NEGATIVE_INFINITY;
  for (const { items, scores, isComplete } of ranges) {
    const seen = new Set<number>();
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (seen.has(item) || !(item >= 0 && item < embeddings.itemCount))
        throw new Error(`the device answered with item ${item}, which is unknown or stands there twice`);
      seen.add(item);
      const exact = exactScore(embeddings, query, item);
      if (!(Math.abs(scores[i] - exact) <= errorBound))
        throw new Error(`the device computed ${scores[i]} where ${exact} is right`);
      lowest = Math.min(lowest, scores[i]);
      if (!excluded.has(item)) top.add(item, exact);
    }
    if (!isComplete) highestLeftOut = Math.max(highestLeftOut, lowest + errorBound);
  }
  const best = top.sorted();
  const isProven =
    highestLeftOut === Number.NEGATIVE_INFINITY ||
    (best.items.length === count && best.scores[count - 1] > highestLeftOut);
  return isProven ? best : undefined;
}

/** M = max over n of ‖codes[n]‖ · scales[n] */
export function largestNormOf({ itemCount, paddedDim, codes, scales }: Embeddings): number {
  let largest = 0;
  for (let n = 0; n < itemCount; n++) {
    let sum = 0;
    for (let d = 0; d < paddedDim; d++) sum += (codes[codeOffset(paddedDim, n, d)] - ZERO_CODE) ** 2;
    largest = Math.max(largest, Math.sqrt(sum) * scales[n]);
  }
  return largest;
}
