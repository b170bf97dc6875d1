import type { Embeddings } from '../snapshot/snapshot.js';
import { codeOffset, firstQuad, QUAD, QUAD_BYTES, ZERO_CODE } from '../snapshot/tile.js';

/** A point in the embedding space from which items are scored, and the length it had before it was normalised. */
export interface ContentQuery {
  /** [D], length 1 */
  vector: Float32Array;
  /** ‖Σ_s weight[s] · x̂[s]‖ */
  norm: number;
}

/**
 * The place of the sources in the embedding space: u = Σ_s weight[s] · x̂[s] / ‖…‖.
 *
 * @returns  undefined when nothing is known about the sources (all rows zero, or they cancel out).
 */
export function contentQuery(
  { codes, scales, dim, paddedDim }: Embeddings,
  sources: readonly { item: number; weight: number }[],
) {
  const sum = new Float64Array(dim);
  for (const { item, weight } of sources) {
    const factor = weight * scales[item];
    if (factor === 0) continue;
    for (let d = 0; d < dim; d++) sum[d] += factor * (codes[codeOffset(paddedDim, item, d)] - ZERO_CODE);
  }
  const norm = Math.sqrt(sum.reduce((squares, x) => squares + x * x, 0));
  // Below the rounding of 7-bit codes the direction is noise.
  if (norm < 1e-6) return undefined;
  return { vector: Float32Array.from(sum, (x) => x / norm), norm } satisfies ContentQuery;
}

/** x̂[a] · x̂[b]; the cosine, as rows have length 1. A sum of whole numbers, so that its order does not matter. */
export function itemSimilarity({ codes, scales, paddedDim }: Embeddings, a: number, b: number): number {
  let atA = firstQuad(paddedDim, a);
  let atB = firstQuad(paddedDim, b);
  let sum = 0;
  for (let d = 0; d < paddedDim; d += QUAD, atA += QUAD_BYTES, atB += QUAD_BYTES) {
    sum += (codes[atA] - ZERO_CODE) * (codes[atB] - ZERO_CODE);
    sum += (codes[atA + 1] - ZERO_CODE) * (codes[atB + 1] - ZERO_CODE);
    sum += (codes[atA + 2] - ZERO_CODE) * (codes[atB + 2] - ZERO_CODE);
    sum += (codes[atA + 3] - ZERO_CODE) * (codes[atB + 3] - ZERO_CODE);
  }
  return sum * scales[a] * scales[b];
}
