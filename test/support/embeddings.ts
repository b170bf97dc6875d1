import { seededRandom } from '../../src/core/random.js';
import { quantizeRows } from '../../src/core/snapshot/quantize.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';

/** Quantises rows, each [D], as a snapshot holds them. */
export function embeddingsOf(rows: readonly (readonly number[])[], dim = rows[0]?.length ?? 1): Embeddings {
  const { codes, scales } = quantizeRows(Float32Array.from(rows.flat()), dim);
  return { itemCount: rows.length, dim, paddedDim: codes.length / Math.max(1, scales.length), codes, scales };
}

/** Rows of length 1, evenly drawn from the sphere. */
export function randomRows(count: number, dim: number, seed: number): number[][] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const row = Array.from({ length: dim }, () => random() + random() + random() - 1.5);
    const norm = Math.hypot(...row);
    return row.map((x) => x / norm);
  });
}
