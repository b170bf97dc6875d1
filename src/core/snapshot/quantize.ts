import type { NeighborLists } from './snapshot.js';
import { CODE_LEVELS, codeOffset, padDim, padItems, ZERO_CODE } from './tile.js';

/** Neighbor lists before quantisation; `weights[e]` is the similarity of entry e, ≥ 0, best first in each list. */
export interface WeightedNeighbors {
  /** [N + 1] */
  offsets: Uint32Array;
  items: Uint32Array;
  weights: Float32Array;
}

/**
 * Rounds rows to 7 bits with one scale each: scale = max|x| / 63, code = 64 + round(x / scale).
 *
 * @param rows  [N, D] row-major.
 * @returns     codes [P(N), P(D)] in 1…127, in tiles (see `tile.ts`), and scales [P(N)]; padding is zero.
 *              |x − (code − 64) · scale| ≤ scale / 2.
 */
export function quantizeRows(rows: Float32Array, dim: number): { codes: Uint8Array; scales: Float32Array } {
  const itemCount = rows.length / dim;
  const paddedDim = padDim(dim);
  const codes = new Uint8Array(padItems(itemCount) * paddedDim).fill(ZERO_CODE);
  const scales = new Float32Array(padItems(itemCount));
  for (let n = 0; n < itemCount; n++) {
    const row = rows.subarray(n * dim, (n + 1) * dim);
    let largest = 0;
    for (const x of row) largest = Math.max(largest, Math.abs(x));
    if (largest === 0) continue;
    // The stored scale is a float32: dividing by it, and not by the exact quotient, keeps the error bound true.
    scales[n] = largest / CODE_LEVELS;
    for (let d = 0; d < dim; d++) {
      const level = Math.max(-CODE_LEVELS, Math.min(CODE_LEVELS, Math.round(row[d] / scales[n])));
      codes[codeOffset(paddedDim, n, d)] = ZERO_CODE + level;
    }
  }
  return { codes, scales };
}

/** Rounds the similarities of each list to 8 bits, relative to the best of the list. Entries never round to zero. */
export function quantizeNeighbors({ offsets, items, weights }: WeightedNeighbors): NeighborLists {
  const itemCount = offsets.length - 1;
  const quantized = new Uint8Array(weights.length);
  const scales = new Float32Array(itemCount);
  for (let n = 0; n < itemCount; n++) {
    let largest = 0;
    for (let e = offsets[n]; e < offsets[n + 1]; e++) largest = Math.max(largest, weights[e]);
    scales[n] = largest;
    for (let e = offsets[n]; e < offsets[n + 1]; e++)
      quantized[e] = Math.max(1, Math.min(255, Math.round((weights[e] / scales[n]) * 255)));
  }
  return { offsets, items, weights: quantized, scales };
}
