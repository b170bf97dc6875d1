import { deflateRawSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import type { Product } from '../../../src/core/product.js';
import { CatalogReader, encodeCatalog, isSafeAddress } from '../../../src/core/snapshot/catalog-chunks.js';
import { CHUNK_ITEMS } from '../../../src/core/snapshot/layout.js';
import type { Snapshot } from '../../../src/core/snapshot/snapshot.js';
import { encodeStrings } from '../../../src/core/snapshot/string-table.js';
import { utf8Encode } from '../../../src/core/snapshot/utf8.js';
import { nodeInflate } from '../../support/snapshot-in-memory.js';

/** A snapshot with nothing but its catalogue, whose chunks hold these texts. */
function catalogOf(texts: string[], { itemCount = texts.length * CHUNK_ITEMS, currency = 'EUR' } = {}): Snapshot {
  const packed = texts.map((text) => deflateRawSync(utf8Encode(text)));
  return {
    manifest: { currency },
    itemCount,
    ids: encodeStrings(Array.from({ length: itemCount }, (_, n) => `item-${n}`)),
    chunks: {
      offsets: Uint32Array.from([0, ...packed.map((_, i) => sum(packed.slice(0, i + 1).map(({ length }) => length)))]),
      lengths: Uint32Array.from(texts, (text) => utf8Encode(text).length),
      bytes: Uint8Array.from(packed.flatMap((chunk) => [...chunk])),
    },
  } as unknown as Snapshot;
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

const productOf = (record: unknown, currency?: string): Promise<Product> =>
  new CatalogReader(
    catalogOf([JSON.stringify([record])], { itemCount: 1, ...(currency === undefined ? {} : { currency }) }),
    nodeInflate,
  ).product(0);

const WHOLE = {
  groupId: 'tents',
  title: 'Tent',
  url: '/tent',
  image: 'https://shop.example/tent.jpg',
  price: 99,
  listPrice: 120,
  currency: 'CHF',
  available: false,
  brand: 'Nord',
  category: ['Outdoor', 'Tents'],
  tags: ['new'],
  rating: 4.5,
  ratingCount: 12,
  publishedAt: '2026-01-01',
  attributes: { color: 'red', persons: 2, waterproof: true },
};

test('a product is read as it was packed', async () => {
  expect(await productOf(WHOLE)).toEqual({ id: 'item-0', ...WHOLE });
});

test('a product without a currency has that of the shop, if it has one', async () => {
  expect(await productOf({ title: 'Tent' })).toEqual({ id: 'item-0', title: 'Tent', currency: 'EUR' });
  const snapshot = { ...catalogOf(['[{}]'], { itemCount: 1 }), manifest: {} } as Snapshot;
  expect(await new CatalogReader(snapshot, nodeInflate).product(0)).toStrictEqual({ id: 'item-0', title: 'item-0' });
});

test.each([null, 'a tent', 7, [], { title: 7 }, { title: null }])('%j has its id for a title', async (record) => {
  expect(await productOf(record)).toEqual({ id: 'item-0', title: 'item-0', currency: 'EUR' });
  const reader = new CatalogReader(catalogOf([JSON.stringify([record])], { itemCount: 1 }), nodeInflate);
  expect(await reader.title(0)).toBe('item-0');
});

test.each(Object.keys(WHOLE).filter((name) => name !== 'title' && name !== 'currency'))(
  'of another kind than it should be, %s is dropped',
  async (name) => {
    const { [name]: _, ...rest } = { id: 'item-0', ...WHOLE } as Record<string, unknown>;
    for (const value of [null, name === 'available' ? 'yes' : true, { a: [] }]) {
      const product = (await productOf({ ...WHOLE, [name]: value })) as unknown as Record<string, unknown>;
      if (name === 'attributes' && value !== null && value !== true)
        expect(product).toEqual({ ...rest, attributes: {} });
      else expect(product).toStrictEqual(rest);
    }
  },
);

test('what is inherited is not the product’s', async () => {
  expect(await productOf(JSON.parse('{"__proto__": {"brand": "Nord"}}'))).not.toHaveProperty('brand');
});

test('of lists and attributes only what may be in them is kept', async () => {
  const attributes = { size: 'M', persons: 2, old: false, parts: ['pole'], maker: null, deep: {} };
  const product = await productOf({ category: ['A', 1, null, 'B'], tags: [{}], attributes });
  expect(product).toMatchObject({ category: ['A', 'B'], tags: [], attributes: { size: 'M', persons: 2, old: false } });
  expect(Object.keys(product.attributes ?? {})).toEqual(['size', 'persons', 'old']);
  expect(await productOf({ attributes: ['a'] })).not.toHaveProperty('attributes');
});

test.each([
  ['https://shop.example/a', true],
  ['HTTP://shop.example/a', true],
  ['/a', true],
  ['a/b:c', true],
  ['//cdn.example/a', true],
  ['javascript:alert(1)', false],
  ['JavaScript:alert(1)', false],
  ['java\tscript:alert(1)', false],
  ['java\nscript:alert(1)', false],
  ['\u0000\u0020javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['xhttps:a', false],
  ['httpsx:a', false],
  ['httpx:a', false],
  ['a+b.c-1:x', false],
  ['1a:x', true],
])('%j may stand in a page: %s', async (address, isSafe) => {
  expect(isSafeAddress(address)).toBe(isSafe);
  expect('url' in (await productOf({ url: address }))).toBe(isSafe);
});

test('products are read from the chunks in which they lie', async () => {
  const products = Array.from({ length: CHUNK_ITEMS + 2 }, (_, n) => ({ id: `item-${n}`, title: `Tent ${n}` }));
  const chunks = encodeCatalog(products, (bytes) => deflateRawSync(bytes));
  expect(chunks.lengths).toHaveLength(2);
  const reader = new CatalogReader({ ...catalogOf([], { itemCount: products.length }), chunks }, nodeInflate);
  const read = await reader.products([CHUNK_ITEMS + 1, 0, CHUNK_ITEMS]);
  expect(read.map(({ title }) => title)).toEqual([`Tent ${CHUNK_ITEMS + 1}`, 'Tent 0', `Tent ${CHUNK_ITEMS}`]);
  expect(await reader.title(CHUNK_ITEMS - 1)).toBe(`Tent ${CHUNK_ITEMS - 1}`);
});

test('the chunks last used are kept, and no more than there is room for', async () => {
  const full = JSON.stringify(Array.from({ length: CHUNK_ITEMS }, () => ({})));
  const inflate = vi.fn(nodeInflate);
  const reader = new CatalogReader(catalogOf([full, full, full]), inflate, 2);
  const unpacked = async (chunk: number): Promise<boolean> => {
    inflate.mockClear();
    await reader.product(chunk * CHUNK_ITEMS);
    return inflate.mock.calls.length > 0;
  };
  expect([await unpacked(0), await unpacked(1), await unpacked(0), await unpacked(2)]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  // The first was used later than the second, which had to go.
  expect([await unpacked(0), await unpacked(1)]).toEqual([false, true]);
});

test.each([
  ['is no JSON', '[{]', /chunk 0 cannot be read: .*JSON/],
  ['is no list', '{"length": 2}', /expected a list of 2 products/],
  ['has a product too few', '[{}]', /expected a list of 2 products/],
  ['has a product too many', '[{}, {}, {}]', /expected a list of 2 products/],
])('a chunk that %s is refused', async (_, text, message) => {
  const reader = new CatalogReader(catalogOf([text], { itemCount: 2 }), nodeInflate);
  await expect(reader.product(0)).rejects.toMatchObject({
    code: 'snapshot_invalid',
    message: expect.stringMatching(message),
    hint: 'Build the snapshot again and publish all of its files together.',
    cause: expect.any(Error),
  });
});

test('a chunk of another length, or not of UTF-8, is refused', async () => {
  const snapshot = catalogOf(['[{}, {}]'], { itemCount: 2 });
  const shorter = new CatalogReader(snapshot, async () => utf8Encode('[{},{}]'));
  await expect(shorter.product(0)).rejects.toThrow(/^catalog: chunk 0 cannot be read: 7 bytes instead of 8$/);
  const malformed = new CatalogReader(snapshot, async () => new Uint8Array(8).fill(255));
  await expect(malformed.product(0)).rejects.toMatchObject({ code: 'snapshot_invalid' });
});

test('what could not be unpacked is tried again, and may reject with what is no Error', async () => {
  const inflate = vi.fn(nodeInflate).mockRejectedValueOnce('no memory');
  const reader = new CatalogReader(catalogOf(['[{"title":"Tent"}]'], { itemCount: 1 }), inflate);
  await expect(reader.product(0)).rejects.toThrow(/^catalog: chunk 0 cannot be read: no memory$/);
  expect(await reader.title(0)).toBe('Tent');
});
