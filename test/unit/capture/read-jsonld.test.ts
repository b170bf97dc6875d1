import { describe, expect, test } from 'vitest';
import { readJsonLd } from '../../../src/capture/read-jsonld.js';

const page = { href: 'https://shop.test/en/tents/dome-2?utm=1#reviews' };
const read = (blocks: unknown[], href = page.href) =>
  readJsonLd(
    blocks.map((block) => (typeof block === 'string' ? block : JSON.stringify(block))),
    { href },
  );
const dome = {
  '@context': 'https://schema.org',
  '@type': 'Product',
  sku: 'dome-2',
  name: ' Dome\n 2 ',
  brand: { '@type': 'Brand', name: 'North' },
  category: 'Outdoor > Tents',
  offers: { '@type': 'Offer', price: '199.00', priceCurrency: 'eur' },
};

describe('the product of a page', () => {
  test('is read with name, brand, category levels, price and currency', () => {
    expect(read([dome]).product).toEqual({
      item: {
        item_id: 'dome-2',
        item_name: 'Dome 2',
        item_brand: 'North',
        item_category: 'Outdoor',
        item_category2: 'Tents',
        price: 199,
      },
      currency: 'EUR',
      isConfirmed: false,
    });
    expect(read([dome]).pageType).toBe('product');
  });

  test.each<[string, unknown]>([
    ['an array', [{ '@type': 'Organization' }, dome]],
    ['@graph', { '@context': 'https://schema.org', '@graph': [{ '@type': 'WebPage' }, dome] }],
    ['the main entity of a page', { '@type': 'ItemPage', mainEntity: dome }],
    ['a list of types', { ...dome, '@type': ['Product', 'Thing'] }],
    ['a full type address', { ...dome, '@type': 'http://schema.org/Product' }],
    ['an offer', { '@type': 'Offer', price: 199, priceCurrency: 'EUR', itemOffered: { ...dome, offers: undefined } }],
    ['a block with line breaks inside strings', JSON.stringify(dome).replace('\\n', '\n')],
    ['a block in comment marks', `<!-- ${JSON.stringify(dome)} -->`],
  ])('is found in %s', (_, block) => {
    expect(read([block]).product?.item).toMatchObject({ item_id: 'dome-2', price: 199 });
  });

  test.each<[string, unknown, number | undefined]>([
    ['the lowest of several offers in one', { '@type': 'AggregateOffer', lowPrice: '89,90', highPrice: 99 }, 89.9],
    ['a price specification', { '@type': 'Offer', priceSpecification: { price: 5 } }, 5],
    ['the first offer that has one', [{ '@type': 'Offer' }, { '@type': 'Offer', price: 7 }], 7],
    ['nothing readable', { '@type': 'Offer', price: 'on request' }, undefined],
  ])('takes its price from %s', (_, offers, price) => {
    expect(read([{ ...dome, offers }]).product?.item.price).toBe(price);
  });

  test('follows references inside the graph', () => {
    const facts = read([
      {
        '@graph': [
          { ...dome, offers: { '@id': '#offer' } },
          { '@id': '#offer', '@type': 'Offer', price: 42 },
        ],
      },
    ]);
    expect(facts.product?.item.price).toBe(42);
  });

  test('of several is the one whose address is that of the page', () => {
    const other = { '@type': 'Product', sku: 'dome-3', url: 'https://shop.test/en/tents/dome-3' };
    const facts = read([other, { ...dome, url: '/en/tents/dome-2/' }]);
    expect(facts.product).toMatchObject({ item: { item_id: 'dome-2' }, isConfirmed: true });
    expect(read([other, { ...other, sku: 'dome-4', url: '/en/tents/dome-4' }]).product).toBeUndefined();
  });

  test('is known by the canonical address too', () => {
    const other = { '@type': 'Product', sku: 'dome-3', url: '/dome-3' };
    const texts = [other, { ...dome, url: '/dome-2' }].map((block) => JSON.stringify(block));
    const facts = readJsonLd(texts, { href: 'https://shop.test/sale/dome-2', canonical: 'https://shop.test/dome-2' });
    expect(facts.product?.item.item_id).toBe('dome-2');
  });

  test('of a group is the variant whose address is that of the page, else the group', () => {
    const group = {
      '@type': 'ProductGroup',
      productGroupID: 'dome',
      name: 'Dome',
      hasVariant: ['green', 'blue'].map((color) => ({
        '@type': 'Product',
        sku: `dome-${color}`,
        url: `/dome?color=${color}`,
      })),
    };
    expect(read([group], 'https://shop.test/dome?color=blue').product?.item.item_id).toBe('dome-blue');
    expect(read([group], 'https://shop.test/products/dome-tent').product?.item.item_id).toBe('dome');
  });

  test('is not one that merely stands on a list page or is related to another', () => {
    expect(read([dome], 'https://shop.test/').product).toBeUndefined();
    expect(read([{ '@type': 'CollectionPage' }, dome]).product).toBeUndefined();
    expect(read([{ ...dome, isRelatedTo: { '@type': 'Product', sku: 'peg' } }]).product?.item.item_id).toBe('dome-2');
  });

  test.each<[string, object, string]>([
    ['productID', { productID: 77 }, '77'],
    ['the number of its offer', { offers: { sku: 'o-1' } }, 'o-1'],
    ['gtin13', { gtin13: '4006381333931' }, '4006381333931'],
    ['its address', { url: 'https://shop.test/en/tents/dome-2' }, 'https://shop.test/en/tents/dome-2'],
  ])('without a sku is known by %s', (_, given, id) => {
    expect(read([{ '@type': 'Product', name: 'Dome', ...given }]).product?.item.item_id).toBe(id);
  });

  test('takes category levels from the trail where it names none itself', () => {
    const trail = {
      '@type': 'BreadcrumbList',
      itemListElement: [
        { '@type': 'ListItem', position: 3, name: 'Tents' },
        { '@type': 'ListItem', position: 1, name: 'Home', item: 'https://shop.test/' },
        { '@type': 'ListItem', position: 2, item: { '@id': '/outdoor', name: 'Outdoor' } },
        { '@type': 'ListItem', position: 4, name: 'Dome 2' },
      ],
    };
    expect(read([{ ...dome, category: undefined }, trail]).product?.item).toMatchObject({
      item_category: 'Outdoor',
      item_category2: 'Tents',
    });
    expect(read([{ ...dome, category: undefined }, trail]).product?.item).not.toHaveProperty('item_category3');
  });
});

describe('lists', () => {
  test('keep the order of their positions and may hold products or addresses', () => {
    const list = {
      '@type': 'ItemList',
      name: 'Tents',
      itemListElement: [
        { '@type': 'ListItem', position: 2, url: 'https://shop.test/b' },
        { '@type': 'ListItem', position: 1, item: dome },
        { '@type': 'ListItem', position: 3, item: 'https://shop.test/c' },
        { '@type': 'ListItem', position: 4, item: { '@type': 'Recipe', url: '/soup' } },
      ],
    };
    const [{ name, items }] = read([list], 'https://shop.test/category/tents').lists;
    expect(name).toBe('Tents');
    expect(items.map(({ item_id, index }) => [item_id, index])).toEqual([
      ['dome-2', 0],
      ['https://shop.test/b', 1],
      ['https://shop.test/c', 2],
    ]);
  });

  test('of a search page come with the term, the only query parameter that is read', () => {
    const results = {
      '@type': 'SearchResultsPage',
      mainEntity: { '@type': 'ItemList', itemListElement: [{ '@type': 'Product', sku: 'a' }] },
    };
    const facts = read([results], 'https://shop.test/find?session=secret&q=red%20tent');
    expect(facts).toMatchObject({ searchTerm: 'red tent', pageType: 'search', lists: [{ items: [{ item_id: 'a' }] }] });
  });

  test('hold at most 200 items', () => {
    const itemListElement = Array.from({ length: 900 }, (_, i) => ({ '@type': 'Product', sku: `${i}` }));
    expect(read([{ '@type': 'ItemList', itemListElement }]).lists[0].items).toHaveLength(200);
  });
});

describe('hostile input', () => {
  test.each<[string, string]>([
    ['no JSON', '{"@type": "Product", sku}'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '42'],
    ['deep nesting', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
    ['a million characters', JSON.stringify({ '@type': 'Product', sku: 'x'.repeat(1_000_000) })],
    [
      'objects where texts belong',
      JSON.stringify({ '@type': 'Product', sku: { a: 1 }, name: [], offers: 'free', url: {} }),
    ],
    ['a prototype', '{"@type":"Product","__proto__":{"sku":"evil"},"constructor":{"name":"x"}}'],
    [
      'list entries of all kinds',
      '{"@type":"ItemList","itemListElement":[null,1,"",[],{"item":null},{"position":"x"}]}',
    ],
  ])('%s names nothing and throws nothing', (_, text) => {
    expect(read([text])).toEqual({ lists: [] });
  });

  test('a broken block is reported and the others are read', () => {
    const broken: unknown[] = [];
    const facts = readJsonLd(['{oops', JSON.stringify(dome)], page, (error) => broken.push(error));
    expect(broken).toHaveLength(1);
    expect(facts.product?.item.item_id).toBe('dome-2');
  });

  test('what a script put on Object.prototype is not read', () => {
    Object.assign(Object.prototype, { sku: 'polluted' });
    try {
      expect(read([{ '@type': 'Product', name: 'Dome' }]).product).toBeUndefined();
    } finally {
      Reflect.deleteProperty(Object.prototype, 'sku');
    }
  });
});
