import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import { codeOffset, QUAD } from '../../src/core/snapshot/tile.js';
import { GROUP_ITEMS, groupCountOf } from '../../workers/kernels/group-walk.js';
import type { Arithmetic, ScanQuery } from '../../workers/kernels/scan-query.js';

/** What `scan-items.wgsl` computes for one item, in units of the query, with its sum in the given order of dimensions. */
export function scanItem(
  { codes, scales, paddedDim }: Embeddings,
  { weights, start }: ScanQuery,
  arithmetic: Arithmetic,
  item: number,
  order: Iterable<number> = Array(paddedDim).keys(),
): number {
  const float = new Float32Array(weights.buffer);
  const packed = new Int8Array(weights.buffer);
  let sum = Math.fround(start);
  for (const d of order) {
    const code = codes[codeOffset(paddedDim, item, d)];
    const byte = d % QUAD;
    if (arithmetic === 'packed') sum += code * packed[(d - byte) * 4 + byte];
    else {
      const read = code * 2 ** (8 * byte);
      sum = Math.fround(sum + Math.fround(read * float[d]));
    }
  }
  return Math.fround(Math.fround(sum) * scales[item]);
}

/** [G] the maxima that a device finds. */
export function scanGroups(embeddings: Embeddings, query: ScanQuery, arithmetic: Arithmetic): Float32Array {
  const maxima = new Float32Array(groupCountOf(embeddings)).fill(Number.NEGATIVE_INFINITY);
  for (let item = 0; item < embeddings.itemCount; item++) {
    const group = Math.floor(item / GROUP_ITEMS);
    maxima[group] = Math.max(maxima[group], scanItem(embeddings, query, arithmetic, item));
  }
  return maxima;
}
