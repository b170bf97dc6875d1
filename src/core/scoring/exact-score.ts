import type { Embeddings } from '../snapshot/snapshot.js';
import { firstQuad, QUAD, QUAD_BYTES, ZERO_CODE } from '../snapshot/tile.js';

/**
 * The score every backend answers with, in float64:
 *
 *   s[n] = ((t0 + t1) + (t2 + t3)) · scales[n]      tj = Σ q[d] · (codes[n, d] − 64) over d = j, j + 4 … in this order
 *
 * One place and one order of summation, so that all backends agree to the last bit. Four sums instead of one, because a
 * processor works at all four at once.
 *
 * @param query  [D]
 * @returns      Cosine similarity when the query has length 1; higher is more similar.
 */
export function exactScore({ codes, scales, paddedDim }: Embeddings, query: Float32Array, item: number): number {
  const dim = query.length;
  const whole = dim - (dim % QUAD);
  let at = firstQuad(paddedDim, item);
  let t0 = 0;
  let t1 = 0;
  let t2 = 0;
  let t3 = 0;
  for (let d = 0; d < whole; d += QUAD, at += QUAD_BYTES) {
    t0 += query[d] * (codes[at] - ZERO_CODE);
    t1 += query[d + 1] * (codes[at + 1] - ZERO_CODE);
    t2 += query[d + 2] * (codes[at + 2] - ZERO_CODE);
    t3 += query[d + 3] * (codes[at + 3] - ZERO_CODE);
  }
  if (whole < dim) t0 += query[whole] * (codes[at] - ZERO_CODE);
  if (whole + 1 < dim) t1 += query[whole + 1] * (codes[at + 1] - ZERO_CODE);
  if (whole + 2 < dim) t2 += query[whole + 2] * (codes[at + 2] - ZERO_CODE);
  return (t0 + t1 + (t2 + t3)) * scales[item];
}
