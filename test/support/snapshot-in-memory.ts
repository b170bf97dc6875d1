import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Product } from '../../src/core/product.js';
import { CatalogReader, type Inflate } from '../../src/core/snapshot/catalog-chunks.js';
import { decodeSnapshot } from '../../src/core/snapshot/decode-snapshot.js';
import { encodeSnapshot } from '../../src/core/snapshot/encode-snapshot.js';
import type { Role } from '../../src/core/snapshot/layout.js';
import { emptyNeighbors, type WeightedNeighbors } from '../../src/core/snapshot/quantize.js';
import type { Snapshot } from '../../src/core/snapshot/snapshot.js';
import type { Codec, EncodedSnapshot, SnapshotContent } from '../../src/core/snapshot/snapshot-content.js';

/** Node's digest and compression behind the builder's interface. */
const nodeCodec: Codec = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  deflate: (bytes) => deflateRawSync(bytes),
};

export const nodeInflate: Inflate = async (bytes, maxBytes) => inflateRawSync(bytes, { maxOutputLength: maxBytes });

/** Neighbor lists written as `{ 0: [[1, 0.5]] }`: item 0 has the neighbor 1 with similarity 0.5. */
export function neighborsOf(
  itemCount: number,
  lists: Record<number, [item: number, weight: number][]>,
): WeightedNeighbors {
  const rows = Array.from({ length: itemCount }, (_, item) => lists[item] ?? []);
  const offsets = new Uint32Array(itemCount + 1);
  rows.forEach((row, item) => {
    offsets[item + 1] = offsets[item] + row.length;
  });
  return {
    offsets,
    items: Uint32Array.from(rows.flat(), ([item]) => item),
    weights: Float32Array.from(rows.flat(), ([, weight]) => weight),
  };
}

/** Content of a snapshot in which all that a test does not name is empty: zero rows, no neighbors, no popularity. */
export function snapshotContent(products: Product[], parts: Partial<SnapshotContent> = {}): SnapshotContent {
  const itemCount = products.length;
  const dim = parts.dim ?? 4;
  return {
    products,
    locale: 'en',
    currency: 'EUR',
    minShoppers: 1,
    dim,
    embeddings: new Float32Array(itemCount * dim),
    viewedWith: emptyNeighbors(itemCount),
    viewedNext: emptyNeighbors(itemCount),
    alike: emptyNeighbors(itemCount),
    boughtWith: emptyNeighbors(itemCount),
    popularity: new Float32Array(itemCount),
    shoppers: new Uint32Array(itemCount),
    ...parts,
  };
}

export const encodeInMemory = (content: SnapshotContent, builtAt = '2026-01-01T00:00:00Z'): EncodedSnapshot =>
  encodeSnapshot(content, nodeCodec, builtAt);

export function filesByRole({ manifest, files }: EncodedSnapshot): Record<Role, Uint8Array> {
  return Object.fromEntries(manifest.files.map(({ role }, i) => [role, files[i].bytes])) as Record<Role, Uint8Array>;
}

/** Encodes and decodes: what a test scores went through the bytes, as in the browser. */
export function snapshotInMemory(
  products: Product[],
  parts: Partial<SnapshotContent> = {},
): { snapshot: Snapshot; catalog: CatalogReader; encoded: EncodedSnapshot } {
  const encoded = encodeInMemory(snapshotContent(products, parts));
  const snapshot = decodeSnapshot(encoded.manifest, filesByRole(encoded));
  return { snapshot, catalog: new CatalogReader(snapshot, nodeInflate), encoded };
}
