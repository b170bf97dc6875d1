import type { WeightedNeighbors } from '../../core/snapshot/quantize.js';

/** Neighbors with a trained row that an item without one is placed among. */
const NEAREST = 10;
/**
 * Gives items without a trained row their place: the mean of the rows of the 10 items most alike that have one, by the
 * square of their likeness. Items like nothing trained stay zero.
 *
 * @param rows   [N, D] trained rows of length 1, or 0; changed in place.
 * @param alike  Likeness by content, best first.
 */
export function placeColdRows(rows: Float32Array, dim: number, { offsets, items, weights }: WeightedNeighbors): void {
  const isTrained = Uint8Array.from({ length: offsets.length - 1 }, (_, n) =>
    rows.subarray(n * dim, (n + 1) * dim).some((x) => x !== 0) ? 1 : 0,
  );
  for (let n = 0; n < isTrained.length; n++) {
    if (isTrained[n]) continue;
    const row = rows.subarray(n * dim, (n + 1) * dim);
    let taken = 0;
    for (let e = offsets[n]; e < offsets[n + 1] && taken < NEAREST; e++) {
      if (!isTrained[items[e]]) continue;
      taken++;
      for (let d = 0; d < dim; d++) row[d] += weights[e] ** 2 * rows[items[e] * dim + d];
    }
    const norm = Math.sqrt(row.reduce((squares, x) => squares + x * x, 0));
    if (norm > 1e-6) for (let d = 0; d < dim; d++) row[d] /= norm;
  }
}
