import { expect, test } from 'vitest';
import type { Product } from '../../../src/core/product.js';
import { findCategory, trailOf } from '../../../src/shop-server/goods/category-tree.js';
import { goodsOf, oneOfEachModel } from '../../../src/shop-server/goods/goods.js';

const product = (id: string, fields: Partial<Product> = {}): Product => ({ id, title: id, ...fields });

test('sorts products into their categories, the larger first, and finds them by slugs', () => {
  const goods = goodsOf(
    [
      product('a', { category: ['Garden', 'Pots & Co.'] }),
      product('b', { category: ['Kitchen'] }),
      product('c', { category: ['Garden', 'Pots & Co.'] }),
      product('d'),
    ],
    'en',
  );
  expect([...goods.root.children.keys()]).toEqual(['garden', 'kitchen', 'everything-else']);
  const pots = findCategory(goods.root, ['garden', 'pots-co']);
  expect(pots?.products.map(({ id }) => id)).toEqual(['a', 'c']);
  expect(trailOf(goods.root, goods.products[0]).map(({ name }) => name)).toEqual(['Garden', 'Pots & Co.']);
  expect(findCategory(goods.root, ['garden', 'nowhere'])).toBeUndefined();
});

test('numbers categories whose names shorten to the same slug', () => {
  const names = ['Pots & Pans', 'Pots/Pans', '家居', '·'];
  const goods = goodsOf(
    names.map((name) => product(name, { category: [name] })),
    'en',
  );
  expect([...goods.root.children.keys()]).toEqual(['pots-pans', 'pots-pans-2', '家居', '-']);
});

test('shows one variant of each model, one that can be had before one that cannot', () => {
  const products = [
    product('red', { groupId: 'mug', available: false }),
    product('jug', { available: false }),
    product('blue', { groupId: 'mug' }),
    product('pan'),
  ];
  expect(oneOfEachModel(products).map(({ id }) => id)).toEqual(['blue', 'pan', 'jug']);
  const goods = goodsOf(products, 'en');
  expect(goods.variantsOf(products[0]).map(({ id }) => id)).toEqual(['red', 'blue']);
  expect(goods.variantsOf(products[3])).toEqual([products[3]]);
});

const shop = goodsOf(
  [
    product('1', { title: 'Calder Stoneware Mug, Sage', brand: 'Brackenware', category: ['Mugs'] }),
    product('2', { title: 'Elm Glass', attributes: { colour: 'sage' }, category: ['Glasses'] }),
    product('3', { title: 'Crème Brûlée Dish', brand: 'Maison Aubry' }),
    product('4', { title: 'Tent Brushes' }),
  ],
  'en',
);

test.each([
  ['mug', ['1']],
  ['Mugs', ['1']],
  ['sage', ['1', '2']],
  ['sage glass', ['2']],
  ['creme brulee', ['3']],
  ['brush', ['4']],
  ['brackenware stone', ['1']],
  ['glass', ['2']],
  ['nothing of the kind', []],
  ['', []],
  ['  .* ', []],
])('search for %j finds %j: every word must begin a word of the product', (query, ids) => {
  expect(shop.search.find(query).map(({ id }) => id)).toEqual(ids);
});
