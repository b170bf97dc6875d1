import type { CodeBits } from '../../src/core/snapshot/quantize.js';
import type { EncodedSnapshot } from '../../src/core/snapshot/snapshot-content.js';
import { randomRows } from './embeddings.js';
import { encodeInMemory, snapshotContent } from './snapshot-in-memory.js';

const ITEMS = 3000;
const DIM = 16;

/** Enough items that a GPU is put to use, and does not leave the answer to the CPU. */
export function encodeManyItems(builtAt?: string, codeBits: CodeBits = 7): EncodedSnapshot {
  const products = Array.from({ length: ITEMS }, (_, item) => ({ id: `item-${item}`, title: `Item ${item}` }));
  const embeddings = Float32Array.from(randomRows(ITEMS, DIM, 1).flat());
  return encodeInMemory(snapshotContent(products, { dim: DIM, embeddings, codeBits }), builtAt);
}
