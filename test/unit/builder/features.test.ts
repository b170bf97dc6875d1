import { describe, expect, test } from 'vitest';
import { itemFeatures } from '../../../src/builder/features/item-features.js';
import { pricePositions, recencies } from '../../../src/builder/features/positions.js';
import { snapshotCurrency, withoutCurrency } from '../../../src/builder/features/snapshot-currency.js';
import { createTokenizer } from '../../../src/builder/features/tokens.js';
import { tfIdf } from '../../../src/builder/model/tf-idf.js';
import type { Product } from '../../../src/core/product.js';

describe('words', () => {
  test.each([
    ['en', 'OPI Nail Lacquers, 0.5-Fluid Ounce', ['opi', 'nail', 'lacquer', 'fluid', 'ounce']],
    ['en', "Men's Dress glass ＡＢＣ", ['men', 'dress', 'glass', 'abc']],
    ['en', 'Lancôme and Lancome', ['lancome', 'and', 'lancome']],
    ['de', 'Größe XXL Hausschuhs', ['große', 'xxl', 'hausschuhs']],
    ['tr', 'IŞIK', ['ısık']],
    ['ru', 'Чайник 1500 Вт', ['чаиник', '1500', 'вт']],
    ['th', 'กระเป๋าผ้า', ['กระเป๋า', 'ผ้า']],
  ])('of %s: %s', (locale, text, words) => {
    expect(createTokenizer(locale).words(text)).toEqual(words);
  });

  test('of Chinese are cut by the dictionary, and names in Latin letters among them stay whole', () => {
    const words = createTokenizer('zh').words('CHANDO/自然堂 滋润霜50g');
    expect(words).toContain('chando');
    expect(words).toContain('自然');
    expect(words.join('')).toContain('滋润');
  });

  test('come in pieces too, so that unknown and misspelt words still meet', () => {
    const { pieces } = createTokenizer('en');
    const shared = pieces('polish').filter((piece) => pieces('pollish').includes(piece));
    expect(shared).toEqual(expect.arrayContaining(['^po', 'ish', 'sh$']));
    expect(createTokenizer('zh').pieces('滋润霜')).toEqual(['滋润', '润霜']);
    expect(pieces('1234')).toEqual([]);
  });
});

describe('of a kind of fact', () => {
  /** Cosine of what two items are told by, all blocks together; the titles have nothing in common. */
  function closeness(facts: readonly Partial<Product>[], a: number, b: number): number {
    const items = facts.map((fact, i) => ({
      product: { id: String(i), title: ['alpha', 'bravo', 'yolk'][i], ...fact },
      description: '',
    }));
    const { offsets, columns, values } = tfIdf(itemFeatures(items, 'en'));
    const row = (n: number) =>
      new Map(
        Array.from(columns.subarray(offsets[n], offsets[n + 1]), (column, e) => [column, values[offsets[n] + e]]),
      );
    let sum = 0;
    for (const [column, value] of row(a)) sum += value * (row(b).get(column) ?? 0);
    return sum;
  }

  test.each<[string, Partial<Product>[]]>([
    ['categories', [{ category: ['Camp', 'Tents'] }, { category: ['Camp', 'Tents'] }, { category: ['Home', 'Cups'] }]],
    ['broader categories', [{ category: ['Camp', 'Tents'] }, { category: ['Camp', 'Mats'] }, { category: ['Home'] }]],
    ['brands', [{ brand: 'Fenn' }, { brand: 'FENN' }, { brand: 'Oru' }]],
    ['tags', [{ tags: ['light', 'green'] }, { tags: ['light'] }, { tags: ['heavy'] }]],
    [
      'attributes',
      [{ attributes: { color: 'red' } }, { attributes: { color: 'red' } }, { attributes: { color: 'blue' } }],
    ],
    ['prices', [{ price: 10 }, { price: 10 }, { price: 500 }]],
    ['moments', ['2024-05-01', '2024-05-01', '2020-01-01'].map((publishedAt) => ({ publishedAt }))],
  ])('%s bring items together', (_, facts) => {
    expect(closeness(facts, 0, 1)).toBeGreaterThan(closeness(facts, 0, 2));
  });
});

describe('positions', () => {
  const at = (price: number, category: string) => ({ id: '', title: '', price, category: [category] });

  test('of prices lie within the category, ties in the middle, unknown ones nowhere', () => {
    const cheap = Array.from({ length: 20 }, () => at(1, 'Pens'));
    const dear = Array.from({ length: 20 }, (_, i) => at(100 + i, 'Desks'));
    const positions = pricePositions([...cheap, ...dear, { id: '', title: '' }]);
    // All pens cost the same: each has half of the others below it.
    expect(positions[0]).toBe(0.5);
    // The cheapest desk is dearer than any pen, and still the cheapest of its kind: half of itself of 20.
    expect(positions[20]).toBeCloseTo(0.5 / 20, 6);
    expect(positions[39]).toBeCloseTo(19.5 / 20, 6);
    expect(positions[40]).toBeNaN();
  });

  test('of moments go from the oldest to the newest', () => {
    const published = (year: number) => ({ id: '', title: '', publishedAt: `${year}-01-01T00:00:00Z` });
    const ages = recencies([published(2024), published(2020), { id: '', title: '' }, published(2022)]);
    expect([...ages].map((age) => age.toFixed(2))).toEqual(['0.83', '0.17', 'NaN', '0.50']);
  });
});

test('the currency of the snapshot is that of most prices, and stays on products that differ', () => {
  const priced = (currency: string) => ({ id: '', title: '', price: 1, currency });
  expect(snapshotCurrency([priced('USD'), priced('EUR'), priced('EUR')])).toBe('EUR');
  expect(snapshotCurrency([{ id: '', title: '', price: 1 }])).toBeUndefined();
  expect(withoutCurrency(priced('EUR'), 'EUR')).not.toHaveProperty('currency');
  expect(withoutCurrency(priced('USD'), 'EUR')).toHaveProperty('currency', 'USD');
});
