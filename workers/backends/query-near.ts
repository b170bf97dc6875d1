import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import { codeOffset, ZERO_CODE } from '../../src/core/snapshot/tile.js';

/** The place of some item, as whoever asks for similar ones would ask. */
export function queryNear({ codes, scales, dim, paddedDim, itemCount }: Embeddings, n: number): Float32Array {
  const item = (n * 7919) % itemCount;
  return Float32Array.from(
    { length: dim },
    (_, d) => (codes[codeOffset(paddedDim, item, d)] - ZERO_CODE) * scales[item],
  );
}
