import { expect, test } from 'vitest';
import { decodeHead, headContent, unpackHead } from '../../../src/core/snapshot/head.js';
import { stringAt } from '../../../src/core/snapshot/string-table.js';
import { WindowshopError } from '../../../src/core/windowshop-error.js';
import { encodeInMemory, neighborsOf, snapshotContent } from '../../support/snapshot-in-memory.js';

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
    viewedWith: neighborsOf(itemCount, {
      [itemCount - 1]: [
        [0, 0.9],
        [itemCount - 2, 0.5],
      ],
    }),
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

test('holds the most popular items that can be had, best first, with all that is known of them', () => {
  const head = decodeHead(headOf() as Uint8Array);
  expect(head.itemCount).toBe(256);
  const ids = Array.from({ length: 256 }, (_, n) => stringAt(head.ids, n));
  expect(ids.slice(0, 3)).toEqual(['item-2047', 'item-2046', 'item-2045']);
  expect(ids).not.toContain('item-2000');
  expect(head.shoppers[0]).toBe(2047);
  // Of the two neighbors of item 2047 only 2046 is in the head, as its second item.
  expect([...head.viewedWith.items]).toEqual([1]);
  expect([...head.viewedWith.offsets.slice(0, 3)]).toEqual([0, 1, 1]);
});

test('keeps the order of the catalogue where nothing is popular', () => {
  const { products } = headContent({ ...content(), popularity: new Float32Array(ITEMS) });
  expect(products.slice(0, 2).map(({ id }) => id)).toEqual(['item-1', 'item-2']);
});

test.each<[string, (bytes: Uint8Array) => Uint8Array]>([
  ['is empty', () => new Uint8Array(0)],
  ['ends in its manifest', (bytes) => bytes.slice(0, 100)],
  ['lacks its last byte', (bytes) => bytes.slice(0, -1)],
  ['has a byte too many', (bytes) => Uint8Array.of(...bytes, 0)],
  ['claims a manifest of 4 GB', (bytes) => bytes.map((byte, i) => (i < 4 ? 255 : byte))],
  ['has a head of its own', () => nestedHead()],
])('one that %s is refused', (_, damage) => {
  const damaged = damage(headOf() as Uint8Array);
  expect(() => decodeHead(damaged)).toThrow(WindowshopError);
  expect(() => unpackHead(damaged)).toThrow(/^(head|manifest\.json): /);
});

function nestedHead(): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(encodeInMemory(content()).manifest));
  const bytes = new Uint8Array(4 + text.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  return bytes;
}
