import { expect, test } from 'vitest';
import { decodeHead, headContent, unpackHead } from '../../../src/core/snapshot/head.js';
import { gateOf, recentPopularityOf } from '../../../src/core/snapshot/item-columns.js';
import { ROLES } from '../../../src/core/snapshot/layout.js';
import { forEachNeighbor } from '../../../src/core/snapshot/neighbor-lists.js';
import type { NeighborLists, SnapshotEncoder } from '../../../src/core/snapshot/snapshot.js';
import { stringAt } from '../../../src/core/snapshot/string-table.js';
import { problemOf } from '../../support/problem-of.js';
import { encodeInMemory, neighborsOf, snapshotContent, snapshotInMemory } from '../../support/snapshot-in-memory.js';

const ITEMS = 2048;

/** Item n is the more popular the higher n is; every hundredth cannot be had. */
function content(itemCount = ITEMS) {
  const products = Array.from({ length: itemCount }, (_, n) => ({
    id: `item-${n}`,
    title: `Item ${n}`,
    available: n % 100 !== 0,
  }));
  return snapshotContent(products, {
    dim: 2,
    embeddings: Float32Array.from(products.flatMap((_, n) => (n % 2 ? [0, 1] : [1, 0]))),
    popularity: Float32Array.from(products, (_, n) => n),
    shoppers: Uint32Array.from(products, (_, n) => n),
    recentPopularity: Float32Array.from(products, (_, n) => n % 7),
    viewedWith: neighborsOf(itemCount, {
      [itemCount - 1]: [
        [0, 0.9],
        [itemCount - 2, 0.5],
      ],
    }),
    viewedNext: neighborsOf(itemCount, { [itemCount - 2]: [[itemCount - 1, 0.5]] }),
    alike: neighborsOf(itemCount, { [itemCount - 3]: [[itemCount - 1, 0.25]] }),
    encoder: {
      temperature: 2,
      positions: Float32Array.of(1, 0, -1),
      // The largest gate of the head is that of its first item.
      gates: Float32Array.from(products, (_, n) => n / 100),
    },
    fusion: Float32Array.of(0.5, -3),
  });
}

const headOf = (itemCount?: number) => {
  const { manifest, files } = encodeInMemory(content(itemCount));
  return manifest.files[0].role === 'head' ? files[0].bytes : undefined;
};

test('a small snapshot has no head', () => {
  expect(headOf(ITEMS - 1)).toBeUndefined();
  expect(headOf(ITEMS)).toBeDefined();
});

test('a snapshot of which nothing can be had has no head, and is read without one', () => {
  const { products, ...parts } = content();
  const soldOut = products.map((product) => ({ ...product, available: false }));
  const { snapshot, encoded } = snapshotInMemory(soldOut, parts);
  expect(encoded.manifest.files.map(({ role }) => role)).toEqual(ROLES);
  expect(snapshot.itemCount).toBe(ITEMS);
});

test('one item that can be had makes a head', () => {
  const { products, ...parts } = content();
  const { files } = encodeInMemory(
    snapshotContent(
      products.map((product, n) => ({ ...product, available: n === 7 })),
      parts,
    ),
  );
  const head = decodeHead(files[0].bytes);
  expect([head.itemCount, stringAt(head.ids, 0)]).toEqual([1, 'item-7']);
});

test('holds the most popular items that can be had, best first, with all that is known of them', () => {
  const head = decodeHead(headOf() as Uint8Array);
  expect(head.itemCount).toBe(256);
  const ids = Array.from({ length: 256 }, (_, n) => stringAt(head.ids, n));
  expect(ids.slice(0, 3)).toEqual(['item-2047', 'item-2046', 'item-2045']);
  expect(ids).not.toContain('item-2000');
  expect(head.shoppers[0]).toBe(2047);
  // Of the two neighbors of item 2047 only 2046 is in the head, as its second item.
  expect(neighborsIn(head.viewedWith, 0)).toEqual([[1, 0.5]]);
  expect(neighborsIn(head.viewedWith, 1)).toEqual([]);
  expect(neighborsIn(head.viewedNext, 1)).toEqual([[0, 0.5]]);
  expect(neighborsIn(head.alike, 2)).toEqual([[0, 0.25]]);
  // 2047 % 7 = 3, 2046 % 7 = 2
  expect([recentPopularityOf(head, 0), recentPopularityOf(head, 1)]).toEqual([3, 2]);
});

test('takes along what was learned, the gates cut to its items', () => {
  const { encoder, fusion } = decodeHead(headOf() as Uint8Array);
  expect(fusion).toEqual(Float32Array.of(0.5, -3));
  expect(encoder).toMatchObject({ temperature: 2, positions: Float32Array.of(1, 0, -1) });
  expect(encoder?.gateCodes).toHaveLength(256);
  expect(gateOf(encoder as SnapshotEncoder, 0)).toBeCloseTo(20.47, 5);
});

function neighborsIn(lists: NeighborLists, item: number): [item: number, similarity: number][] {
  const neighbors: [number, number][] = [];
  forEachNeighbor(lists, item, (neighbor, similarity) => neighbors.push([neighbor, similarity]));
  return neighbors;
}

test('keeps the order of the catalogue where nothing is popular', () => {
  const { products } = headContent({ ...content(), popularity: new Float32Array(ITEMS) });
  expect(products.slice(0, 2).map(({ id }) => id)).toEqual(['item-1', 'item-2']);
});

test.each<[what: string, damage: (bytes: Uint8Array) => Uint8Array, problem: string]>([
  ['is empty', () => new Uint8Array(0), 'only 0 bytes'],
  ['has no room for a length', () => new Uint8Array(3), 'only 3 bytes'],
  ['ends in its manifest', (bytes) => bytes.slice(0, 100), 'its manifest does not fit'],
  ['ends in its items', (bytes) => bytes.slice(0, 2000), 'its items do not fit'],
  ['lacks its last byte', (bytes) => bytes.slice(0, -1), 'its catalog do not fit'],
  ['has a byte too many', (bytes) => Uint8Array.of(...bytes, 0), '1 bytes too many'],
  ['claims a manifest of 4 GB', (bytes) => bytes.map((byte, i) => (i < 4 ? 255 : byte)), 'its manifest does not fit'],
  ['has a head of its own', () => nestedHead(), 'it has a head of its own'],
])('one that %s is refused', (_, damage, problem) => {
  const damaged = damage(headOf() as Uint8Array);
  expect(problemOf(() => decodeHead(damaged))).toBe(`head: ${problem}`);
  expect(problemOf(() => unpackHead(damaged))).toBe(`head: ${problem}`);
});

function nestedHead(): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(encodeInMemory(content()).manifest));
  const bytes = new Uint8Array(4 + text.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  return bytes;
}
