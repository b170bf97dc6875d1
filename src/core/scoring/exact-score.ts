import type { Embeddings } from '../snapshot/snapshot.js';

/**
 * The score every backend answers with: s[n] = (Σ_d q[d] · codes[n, d]) · scales[n], summed in float64 in the order of
 * d. One place and one order of summation, so that all backends agree to the last bit.
 *
 * @param query  [D]
 * @returns      Cosine similarity when the query has length 1; higher is more similar.
 */
export function exactScore({ codes, scales, paddedDim }: Embeddings, query: Float32Array, item: number): number {
  const row = item * paddedDim;
  let sum = 0;
  for (let d = 0; d < query.length; d++) sum += query[d] * codes[row + d];
  return sum * scales[item];
}
