import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathOf } from '../../../src/core/snapshot/address.js';
import { CatalogReader } from '../../../src/core/snapshot/catalog-chunks.js';
import { decodeSnapshot } from '../../../src/core/snapshot/decode-snapshot.js';
import { gateOf, popularityOf, recentPopularityOf } from '../../../src/core/snapshot/item-columns.js';
import { LEVEL_SEPARATOR, ROLES } from '../../../src/core/snapshot/layout.js';
import { parseManifest } from '../../../src/core/snapshot/manifest.js';
import { forEachNeighbor } from '../../../src/core/snapshot/neighbor-lists.js';
import { emptyNeighbors, type WeightedNeighbors } from '../../../src/core/snapshot/quantize.js';
import { resolveItem } from '../../../src/core/snapshot/resolve-item.js';
import type { Embeddings, NeighborLists, SnapshotEncoder } from '../../../src/core/snapshot/snapshot.js';
import type { EncoderContent, SnapshotContent } from '../../../src/core/snapshot/snapshot-content.js';
import { type StringTable, stringAt, stringCount } from '../../../src/core/snapshot/string-table.js';
import { codeOffset, ZERO_CODE } from '../../../src/core/snapshot/tile.js';
import { utf8Encode } from '../../../src/core/snapshot/utf8.js';
import { arbitraryContent } from '../../support/arbitrary-snapshot.js';
import { encodeInMemory, filesByRole, nodeInflate, snapshotInMemory } from '../../support/snapshot-in-memory.js';

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
      // Whole numbers up to 2,048 and counts up to 65,535 come back as they were.
      for (const n of products.keys()) {
        expect(popularityOf(snapshot, n)).toBe(content.popularity[n]);
        expect(recentPopularityOf(snapshot, n)).toBe(content.recentPopularity?.[n] ?? 0);
        expect(snapshot.shoppers[n]).toBe(Math.min(65_535, content.shoppers[n]));
      }
      expect('recentPopularityCodes' in snapshot).toBe(content.recentPopularity?.some((count) => count > 0) ?? false);
      expect(snapshot.fusion).toEqual(content.fusion);
      expectEncoder(content.encoder, snapshot.encoder);
      expect(snapshot.price).toEqual(Float32Array.from(products, ({ price }) => price ?? Number.NaN));
      const brands = all(snapshot.brands);
      const categories = all(snapshot.categories);
      for (const [n, { brand, category, available }] of products.entries()) {
        expect(brands[snapshot.brand[n]]).toBe(brand ?? '');
        expect(categories[snapshot.category[n]]).toBe((category ?? []).join(LEVEL_SEPARATOR));
        expect([undefined, true, false][snapshot.availability[n]]).toBe(available);
      }
      expectEmbeddings(content, snapshot.embeddings);
      for (const list of ['viewedWith', 'viewedNext', 'alike', 'boughtWith'] as const)
        expectNeighbors(content[list], snapshot[list]);
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

test('parts that are longer than the format allows, or shorter than the catalogue, are not encoded', () => {
  const [content] = fc.sample(arbitraryContent, { numRuns: 1, seed: 1 });
  const itemCount = content.products.length;
  const encoder = { temperature: 1, positions: new Float32Array(2), gates: new Float32Array(itemCount) };
  const encode = (parts: Partial<SnapshotContent>) => () => encodeInMemory({ ...content, ...parts });
  expect(encode({ encoder, fusion: new Float32Array(65_536) })).not.toThrow();
  expect(encode({ fusion: new Float32Array(65_537) })).toThrow(/^encodeSnapshot: fusion must have at most 65536/);
  expect(encode({ encoder: { ...encoder, positions: new Float32Array(65) } })).toThrow(/encoder\.positions/);
  expect(encode({ encoder: { ...encoder, gates: new Float32Array(itemCount + 1) } })).toThrow(/encoder\.gates/);
  expect(encode({ recentPopularity: new Float32Array(0) })).toThrow(/recentPopularity/);
  expect(encode({ alike: emptyNeighbors(itemCount + 1) })).toThrow(/alike\.offsets/);
  expect(encode({ popularity: new Float32Array(itemCount).fill(Number.NaN) })).toThrow(RangeError);
});

test('a snapshot of more than 65,536 items is read with indices of four bytes', () => {
  const products = Array.from({ length: 65_537 }, (_, n) => ({
    id: `${n}`,
    title: '',
    brand: `b${n}`,
    groupId: `g${n}`,
  }));
  const { snapshot } = snapshotInMemory(products, { dim: 1 });
  for (const n of [0, 1, 65_535, 65_536]) {
    expect(resolveItem(snapshot, `${n}`)).toBe(n);
    expect(resolveItem(snapshot, `g${n}`)).toBe(n);
    expect(stringAt(snapshot.brands, snapshot.brand[n])).toBe(`b${n}`);
    expect(snapshot.group[n]).toBe(n + 1);
  }
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

/** |x − code · scale| ≤ scale / 2, and the share by which that changes the length; nothing but zeros in the padding. */
function expectEmbeddings(
  { embeddings: rows, dim, codeBits }: SnapshotContent,
  { itemCount, paddedDim, codes, scales }: Embeddings,
) {
  // Half of the widest step, and what rounding does to the length of a row.
  const error = codeBits === 4 ? 12 : 0.52;
  for (let n = 0; n < scales.length; n++) {
    for (let d = 0; d < paddedDim; d++) {
      const decoded = (codes[codeOffset(paddedDim, n, d)] - ZERO_CODE) * scales[n];
      if (n >= itemCount || d >= dim) expect(decoded).toBe(0);
      else {
        const x = rows[n * dim + d];
        expect(Math.abs(decoded - x)).toBeLessThanOrEqual(error * scales[n] * (1 + Math.sqrt(dim) * Math.abs(x)));
      }
    }
  }
}

function expectNeighbors(given: WeightedNeighbors, decoded: NeighborLists) {
  for (let n = 0; n + 1 < given.offsets.length; n++) {
    const [from, to] = [given.offsets[n], given.offsets[n + 1]];
    const weights = new Map([...given.items.subarray(from, to)].map((item, i) => [item, given.weights[from + i]]));
    const neighbors: number[] = [];
    forEachNeighbor(decoded, n, (neighbor, similarity) => {
      neighbors.push(neighbor);
      const rounding = Math.log2(similarity / (weights.get(neighbor) as number));
      expect(Math.abs(rounding)).toBeLessThanOrEqual(1 / 32 + 1e-6);
    });
    expect(neighbors).toEqual([...weights.keys()].sort((a, b) => a - b));
  }
}

/** |gate − code · scale| ≤ scale / 2; all else is stored as it is. */
function expectEncoder(given: EncoderContent | undefined, decoded: SnapshotEncoder | undefined) {
  expect(decoded?.temperature).toBe(given?.temperature);
  expect(decoded?.positions).toEqual(given?.positions);
  if (!given || !decoded) return;
  for (const [n, gate] of given.gates.entries())
    expect(Math.abs(gateOf(decoded, n) - gate)).toBeLessThanOrEqual(decoded.gateScale * 0.5001);
}
