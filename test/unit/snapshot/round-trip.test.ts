import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathOf } from '../../../src/core/snapshot/address.js';
import { CatalogReader } from '../../../src/core/snapshot/catalog-chunks.js';
import { decodeSnapshot } from '../../../src/core/snapshot/decode-snapshot.js';
import { LEVEL_SEPARATOR, NONE, ROLES } from '../../../src/core/snapshot/layout.js';
import { parseManifest } from '../../../src/core/snapshot/manifest.js';
import type { WeightedNeighbors } from '../../../src/core/snapshot/quantize.js';
import { resolveItem } from '../../../src/core/snapshot/resolve-item.js';
import type { NeighborLists } from '../../../src/core/snapshot/snapshot.js';
import { type StringTable, stringAt, stringCount } from '../../../src/core/snapshot/string-table.js';
import { codeOffset, ZERO_CODE } from '../../../src/core/snapshot/tile.js';
import { utf8Encode } from '../../../src/core/snapshot/utf8.js';
import { arbitraryContent } from '../../support/arbitrary-snapshot.js';
import { encodeInMemory, filesByRole, nodeInflate } from '../../support/snapshot-in-memory.js';

const all = (table: StringTable): string[] =>
  Array.from({ length: stringCount(table) }, (_, index) => stringAt(table, index));

test('what was encoded is decoded: ids, columns, embeddings, neighbors and products', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryContent, async (content) => {
      const encoded = encodeInMemory(content);
      const manifest = parseManifest(utf8Encode(JSON.stringify(encoded.manifest)));
      expect(manifest).toEqual(encoded.manifest);
      const snapshot = decodeSnapshot(manifest, filesByRole(encoded));
      const { products } = content;
      const itemCount = products.length;

      expect(snapshot.itemCount).toBe(itemCount);
      expect(all(snapshot.ids)).toEqual(products.map(({ id }) => id));
      expect(snapshot.popularity).toEqual(content.popularity);
      expect(snapshot.shoppers).toEqual(content.shoppers);
      expect(snapshot.price).toEqual(Float32Array.from(products, ({ price }) => price ?? Number.NaN));
      const brands = all(snapshot.brands);
      const categories = all(snapshot.categories);
      for (const [n, { brand, category, available }] of products.entries()) {
        expect(snapshot.brand[n] === NONE ? undefined : brands[snapshot.brand[n]]).toBe(brand);
        expect(snapshot.category[n] === NONE ? '' : categories[snapshot.category[n]]).toBe(
          (category ?? []).join(LEVEL_SEPARATOR),
        );
        expect([undefined, true, false][snapshot.availability[n]]).toBe(available);
      }
      expectEmbeddings(content.embeddings, content.dim, snapshot.embeddings);
      expectNeighbors(content.viewedWith, snapshot.viewedWith);
      expectNeighbors(content.boughtWith, snapshot.boughtWith);
      const catalog = new CatalogReader(snapshot, nodeInflate);
      expect(await catalog.products([...products.keys()])).toEqual(products);
    }),
    { numRuns: 60 },
  );
});

test('the same content gives the same bytes and the same version', () => {
  fc.assert(
    fc.property(arbitraryContent, (content) => {
      const [first, second] = [encodeInMemory(content), encodeInMemory(content)];
      expect(second.manifest).toEqual(first.manifest);
      expect(second.files).toEqual(first.files);
    }),
    { numRuns: 20 },
  );
});

test('every item is found by its id, its group by the first of it, its page by its address', () => {
  fc.assert(
    fc.property(arbitraryContent, (content) => {
      const encoded = encodeInMemory(content);
      const snapshot = decodeSnapshot(encoded.manifest, filesByRole(encoded));
      const { products } = content;
      const ids = new Set(products.map(({ id }) => id));
      for (const [n, { id, groupId, url }] of products.entries()) {
        expect(resolveItem(snapshot, id)).toBe(n);
        if (groupId !== undefined && !ids.has(groupId))
          expect(resolveItem(snapshot, groupId)).toBe(products.findIndex((other) => other.groupId === groupId));
        if (url !== undefined)
          expect(resolveItem(snapshot, url)).toBe(
            products.findIndex((other) => other.url !== undefined && pathOf(other.url) === pathOf(url)),
          );
      }
      expect(resolveItem(snapshot, 'an id that is longer than any other')).toBe(-1);
    }),
    { numRuns: 60 },
  );
});

test('files stand in the order of the roles, named by role and content', () => {
  const [content] = fc.sample(arbitraryContent, { numRuns: 1, seed: 1 });
  const { manifest, files } = encodeInMemory(content);
  expect(manifest.files.map(({ role }) => role)).toEqual(ROLES);
  for (const [i, { name, bytes, sha256 }] of manifest.files.entries()) {
    expect(files[i].name).toBe(name);
    expect(files[i].bytes).toHaveLength(bytes);
    expect(name).toBe(`${ROLES[i]}-${sha256.slice(0, 16)}.bin`);
  }
});

/** |x − code · scale| ≤ scale / 2, and nothing but zeros in the padding. */
function expectEmbeddings(
  rows: Float32Array,
  dim: number,
  {
    itemCount,
    paddedDim,
    codes,
    scales,
  }: { itemCount: number; paddedDim: number; codes: Uint8Array; scales: Float32Array },
) {
  for (let n = 0; n < scales.length; n++) {
    for (let d = 0; d < paddedDim; d++) {
      const decoded = (codes[codeOffset(paddedDim, n, d)] - ZERO_CODE) * scales[n];
      if (n >= itemCount || d >= dim) expect(decoded).toBe(0);
      else expect(Math.abs(decoded - rows[n * dim + d])).toBeLessThanOrEqual(scales[n] * 0.5001);
    }
  }
}

function expectNeighbors(given: WeightedNeighbors, decoded: NeighborLists) {
  expect(decoded.offsets).toEqual(given.offsets);
  expect(decoded.items).toEqual(given.items);
  for (let n = 0; n + 1 < given.offsets.length; n++) {
    for (let e = given.offsets[n]; e < given.offsets[n + 1]; e++) {
      expect(decoded.weights[e]).toBeGreaterThan(0);
      const weight = (decoded.weights[e] / 255) * decoded.scales[n];
      expect(Math.abs(weight - given.weights[e])).toBeLessThanOrEqual(decoded.scales[n] / 255);
    }
  }
}
