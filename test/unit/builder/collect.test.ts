import { describe, expect, test } from 'vitest';
import { CatalogCollector } from '../../../src/builder/collect/catalog-collector.js';
import { EventCollector } from '../../../src/builder/collect/event-collector.js';
import { ItemIndex } from '../../../src/builder/collect/item-index.js';
import { readEvent } from '../../../src/builder/collect/read-event.js';
import { readProduct } from '../../../src/builder/collect/read-product.js';
import { ShopifyFold } from '../../../src/builder/collect/shopify-fold.js';
import type { ReadField } from '../../../src/builder/fields/catalog-fields.js';
import type { FieldValues } from '../../../src/builder/fields/column-map.js';
import { EVENT_NAMES } from '../../../src/builder/values/event-names.js';

const product = (values: FieldValues<ReadField>) => readProduct({ id: 'a', title: 'Tent', ...values }).item?.product;

describe('a product', () => {
  test('takes what the fields say', () => {
    expect(
      product({
        url: '/p/a',
        image: 'https://cdn.test/a.jpg',
        price: '£12.50',
        list_price: '15',
        availability: '5 new',
        brand: 'Fenn',
        category: 'Fenn > Outdoor > Tents',
        group_id: 'g',
        tags: 'green, small',
        rating: '4,5',
        rating_count: '1,204',
        published_at: '2021-01-31',
        attributes: { color: 'green', weight: 2, dry: true, none: null },
      }),
    ).toEqual({
      id: 'a',
      title: 'Tent',
      url: '/p/a',
      image: 'https://cdn.test/a.jpg',
      price: 12.5,
      listPrice: 15,
      currency: 'GBP',
      available: true,
      brand: 'Fenn',
      category: ['Outdoor', 'Tents'],
      groupId: 'g',
      tags: ['green', 'small'],
      rating: 4.5,
      ratingCount: 1204,
      publishedAt: '2021-01-31T00:00:00.000Z',
      attributes: { color: 'green', weight: 2, dry: true },
    });
  });

  test('drops a first category level equal to the brand, in any case', () => {
    expect(product({ brand: 'OPI', category: ['opi', 'Makeup', 'OPI'] })?.category).toEqual(['Makeup', 'OPI']);
    expect(product({ brand: 'Head & Co', category: 'Head &amp; Co > Hair' })?.category).toEqual(['Hair']);
  });

  test('is sold at the sale price, and the price becomes the list price', () => {
    expect(product({ price: '20 EUR', sale_price: '15 EUR' })).toMatchObject({ price: 15, listPrice: 20 });
    expect(product({ price: '20 EUR', sale_price: '' })).toEqual({
      id: 'a',
      title: 'Tent',
      price: 20,
      currency: 'EUR',
    });
  });

  test('has a category from Google only in words', () => {
    expect(product({ google_category: '2271' })?.category).toBeUndefined();
    expect(product({ google_category: 'A > B' })?.category).toEqual(['A', 'B']);
    expect(product({ google_category: 'A > B', category: 'Own' })?.category).toEqual(['Own']);
  });

  test('loses an optional value that cannot be read, and says which', () => {
    const read = readProduct({ id: 'a', title: 'Tent', price: 'ask us', url: 'javascript:alert(1)', rating: '9' });
    expect(read.item).toEqual({ product: { id: 'a', title: 'Tent' }, description: '' });
    expect(read).toMatchObject({ unreadable: ['price', 'url', 'rating'] });
    expect(readProduct({ id: 'a', title: 'Tent', rating: -1, rating_count: '1k' })).toEqual({
      item: { product: { id: 'a', title: 'Tent' }, description: '' },
      unreadable: ['rating', 'rating_count'],
    });
  });

  test.each([
    [{ title: 'x' }, 'id'],
    [{ id: ' ', title: 'x' }, 'id'],
    [{ id: 'a' }, 'title'],
    [{ id: 'a', title: '<br>' }, 'title'],
    [{ id: 'a', title: null }, 'title'],
  ])('is none without id or title: %j', (values, missing) => {
    expect(readProduct(values)).toEqual({ missing });
  });

  test('stays small whatever the feed holds', () => {
    const long = 'ß'.repeat(100_000);
    const huge = product({
      title: long,
      brand: long,
      category: Array(100).fill(long),
      tags: Array.from({ length: 100 }, (_, i) => i + long),
      attributes: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`n${i}`, long])),
      group_id: long,
    });
    expect(Buffer.byteLength(JSON.stringify(huge))).toBeLessThan(64 * 1024);
    expect(huge?.title).toHaveLength(500);
  });
});

test('the catalogue keeps the first of several rows with one id and counts the rows it leaves out', () => {
  const collector = new CatalogCollector();
  collector.add({ id: '1', title: 'first' }, 2);
  collector.add({ id: '1', title: 'second' }, 3);
  collector.add({ title: 'no id' }, 4);
  collector.add({ id: 2, title: '' }, 5);
  collector.addBroken(6);
  const { items, rows, rejections } = collector.finish();
  expect(items.map((item) => item.product.title)).toEqual(['first']);
  expect(rows).toBe(5);
  expect(rejections).toEqual([
    { input: 'catalog', line: 3, code: 'duplicate_id', field: 'id' },
    { input: 'catalog', line: 4, code: 'no_id', field: 'id' },
    { input: 'catalog', line: 5, code: 'no_title', field: 'title' },
    { input: 'catalog', line: 6, code: 'broken_row', field: '' },
  ]);
});

describe('a sale', () => {
  const NOON = Date.UTC(2026, 10, 27, 12);
  const sold = (sale_period: unknown, nowMs?: number) => {
    const collector = new CatalogCollector(nowMs);
    collector.add({ id: 1, title: 'Sofa', price: '1.499', sale_price: '1.299', sale_period }, 2);
    // So that dots are thousands, also while that sale is off: what is read anew is read as of the same moment.
    collector.add({ id: 2, title: 'Lamp', price: '49', sale_price: '39,90', sale_period: '2026-11-01/2026-11-02' }, 3);
    const { items, unreadable } = collector.finish();
    return { price: items[0].product.price, listPrice: items[0].product.listPrice, unreadable };
  };
  const on = { price: 1299, listPrice: 1499, unreadable: {} };
  const off = { price: 1499, listPrice: undefined, unreadable: {} };

  test.each<[string, unknown, object]>([
    ['without a period', undefined, on],
    ['while it lasts', '2026-11-27T11:59Z/2026-11-27T12:01Z', on],
    ['on its last day', '2026-11-01/2026-11-27', on],
    ['from its first moment', '2026-11-27T12:00Z/2026-11-28T12:00Z', on],
    ['until its last moment, not with it', '2026-11-26T12:00Z/2026-11-27T12:00Z', off],
    ['before it begins', '2026-11-27T12:01Z/2026-11-28T12:00Z', off],
    ['after it has ended', '2026-11-01/2026-11-26', off],
    ['with a period that is empty', ' ', on],
    ['of which nobody can say when it is', { startTime: '2026-11-27' }, { ...off, unreadable: { sale_period: 1 } }],
    ['of which nobody can read when it is', 'next week', { ...off, unreadable: { sale_period: 1 } }],
  ])('%s', (_, period, expected) => {
    expect(sold(period, NOON)).toEqual(expected);
  });

  test('is on where there is no moment to ask about', () => {
    expect(sold('2026-11-01/2026-11-26')).toEqual(on);
  });
});

describe('prices without a currency', () => {
  const collected = (...prices: (string | number)[]) => {
    const collector = new CatalogCollector();
    prices.forEach((price, i) => {
      collector.add({ id: i, title: 'Tent', price }, i + 2);
    });
    const { items, doubtfulPrices } = collector.finish();
    return { prices: items.map(({ product: { price } }) => price), doubtfulPrices };
  };

  test.each([
    ['a decimal comma', ['1.299', '49,90', '2.450', '1.299,00'], [1299, 49.9, 2450, 1299]],
    ['thousands by dots', ['1.299', '1.234.567', '12'], [1299, 1_234_567, 12]],
    ['a decimal comma beside a currency', ['1.299', '49,90 €'], [1299, 49.9]],
    ['a decimal point', ['1.299', '49.90', '1,234.50'], [1.299, 49.9, 1234.5]],
    ['a decimal comma, and numbers', ['49,90', 1.299], [49.9, 1.299]],
  ])('are read as a feed with %s means them', (_, texts, prices) => {
    expect(collected(...texts)).toEqual({ prices, doubtfulPrices: undefined });
  });

  test('settle sale price and list price as well', () => {
    const collector = new CatalogCollector();
    collector.add({ id: 1, title: 'Sofa', sale_price: '1.299', price: '1.499', list_price: '9' }, 2);
    collector.add({ id: 2, title: 'Lamp', list_price: '49,90' }, 3);
    expect(collector.finish().items[0].product).toMatchObject({ price: 1299, listPrice: 1499 });
  });

  test('keep the decimal point, and are told of, where other prices say nothing or both', () => {
    expect(collected('1.299', '2.450', '12')).toEqual({
      prices: [1.299, 2.45, 12],
      doubtfulPrices: { count: 2, example: '1.299' },
    });
    expect(collected('49,90', '2.450', '0.5')).toEqual({
      prices: [49.9, 2.45, 0.5],
      doubtfulPrices: { count: 1, example: '2.450' },
    });
  });

  test('have three decimals in dinars', () => {
    const collector = new CatalogCollector();
    collector.add({ id: 1, title: 'Tea', price: '1.250', currency: 'KWD' }, 2);
    expect(collector.finish()).toMatchObject({ items: [{ product: { price: 1.25 } }] });
    expect(collector.finish().doubtfulPrices).toBeUndefined();
  });
});

describe('an event', () => {
  const row = { user: 'u', item: 'a' };
  test.each([
    ['a row with nothing more', row, 'view_item'],
    ['a row with a quantity', { ...row, quantity: '2' }, 'purchase'],
    ['a row with a price', { ...row, price: '3.99' }, 'purchase'],
    ['a row with a negative quantity', { ...row, quantity: '-1' }, 'refund'],
    ['a purchase with a negative quantity', { ...row, event: 'purchase', quantity: '-1' }, 'refund'],
    ['a named row with a price', { ...row, event: 'product_viewed', price: '3' }, 'view_item'],
    ['an empty name with a price', { ...row, event: '', price: '3' }, 'purchase'],
    ['a name nobody knows', { ...row, event: 'hovered', price: '3' }, 'view_item'],
  ])('%s is a %s', (_, values, name) => {
    expect(readEvent(values)).toMatchObject({ name });
  });

  test.each([
    ['item', { user: 'u' }],
    ['user', { item: 'a' }],
    ['timestamp', { ...row, timestamp: 'soon' }],
    ['timestamp', { ...row, timestamp: '' }],
  ])('without a readable %s is none', (fault, values) => {
    expect(readEvent(values)).toEqual({ fault });
  });

  test('belongs to its session where no user is named', () => {
    expect(readEvent({ session: 's', item: 'a' })).toMatchObject({ user: 's', session: undefined });
    expect(readEvent({ user: 'u', session: 's', item: 'a' })).toMatchObject({ user: 'u', session: 's' });
  });
});

describe('the log', () => {
  const index = new ItemIndex([
    { id: 'a', title: 'A', groupId: 'g', url: 'https://shop.test/p/a?c=1' },
    { id: 'b', title: 'B', groupId: 'g' },
  ]);
  const nameOf = (code: number) => EVENT_NAMES[code];

  test('counts events on unknown items as unmatched, not as rejected', () => {
    const collector = new EventCollector(index);
    for (const item of ['a', 'nope', 'b']) collector.add({ user: 'u', item }, 2);
    collector.add({ user: 'v', item: 'nowhere' }, 5);
    collector.add({ item: 'a' }, 6);
    expect(collector.finish()).toMatchObject({ accepted: 4, unmatched: 2, users: 2, rows: 5 });
    expect(collector.finish().rejections).toEqual([{ input: 'events', line: 6, code: 'no_user', field: 'user' }]);
  });

  test('takes sequences as views of one visit in order', () => {
    const collector = new EventCollector(index);
    collector.addSequence('u1\ta b  a', 1);
    collector.addSequence('lonely', 2);
    const { log, accepted, users, rejections } = collector.finish();
    expect([...log.items]).toEqual([0, 1, 0]);
    expect([...log.names].map(nameOf)).toEqual(['view_item', 'view_item', 'view_item']);
    expect([accepted, users]).toEqual([3, 1]);
    expect(rejections).toEqual([{ input: 'events', line: 2, code: 'no_item', field: 'item' }]);
  });

  test.each([
    ['a', 0],
    ['b', 1],
    ['g', 0],
    ['https://www.shop.test/p/a?c=1', 0],
    ['/p/a?c=1#top', 0],
    ['/p/z', -1],
  ])('finds the item that %s names', (reference, item) => {
    expect(index.find(reference)).toBe(item);
  });
});

describe('a Shopify export', () => {
  const fold = (...rows: Record<string, string>[]) => {
    const folded = new ShopifyFold();
    rows.forEach((row, i) => {
      folded.add({ Handle: 'tent', ...row }, i + 2);
    });
    return folded.finish()[0].record;
  };
  const variant = (price: string, qty: string, more = {}) => ({
    'Variant Price': price,
    'Variant Inventory Qty': qty,
    'Variant Inventory Tracker': 'shopify',
    'Variant Inventory Policy': 'deny',
    ...more,
  });

  test('gives a product its first values, its lowest price and its handle', () => {
    const record = fold(
      { Title: 'Tent', Vendor: 'Fenn', ...variant('20', '0', { 'Variant Compare At Price': '30' }) },
      { Title: '', ...variant('15', '0', { 'Variant Compare At Price': '18' }) },
      { 'Image Src': 'https://cdn.test/2.jpg' },
    );
    expect(record).toMatchObject({
      id: 'tent',
      Title: 'Tent',
      Vendor: 'Fenn',
      price: '15',
      list_price: '18',
      'Image Src': 'https://cdn.test/2.jpg',
      url: '/products/tent',
    });
  });

  test.each([
    ['any variant is there', [variant('1', '0'), variant('1', '3')], 'true'],
    ['no variant is there', [variant('1', '0'), variant('1', '0')], 'false'],
    ['stock is not counted', [variant('1', '', { 'Variant Inventory Tracker': '' })], 'true'],
    ['it is sold beyond the stock', [variant('1', '0', { 'Variant Inventory Policy': 'continue' })], 'true'],
    ['it is not published', [{ ...variant('1', '3'), Published: 'FALSE' }], 'false'],
    ['it is a draft', [{ ...variant('1', '3'), Status: 'draft' }], 'false'],
    ['nothing is said', [{ 'Variant Price': '1' }], ''],
  ])('where %s', (_, rows, availability) => {
    expect(fold(...rows).availability).toBe(availability);
  });

  test('folds rows of one handle wherever they stand, and refuses rows without', () => {
    const folded = new ShopifyFold();
    for (const [i, Handle] of ['a', 'b', 'a', ''].entries()) expect(folded.add({ Handle }, i + 2)).toBe(Handle !== '');
    expect(folded.finish().map(({ line, record }) => [line, record.id])).toEqual([
      [2, 'a'],
      [3, 'b'],
    ]);
  });
});
