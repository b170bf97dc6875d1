import { expect, test } from 'vitest';
import { currencyOf, priceOf, textOf } from '../../../src/capture/text-values.js';

test.each<[unknown, number | undefined]>([
  [12.5, 12.5],
  ['12.5', 12.5],
  ['12.500', 12.5],
  ['€ 1.234,56', 1234.56],
  ['$1,234.56', 1234.56],
  ['1 234,5 EUR', 1234.5],
  ["1'234.50", 1234.5],
  ['1,234', 1234],
  ['12,99', 12.99],
  ['10.00 - 20.00', 10],
  ['0', 0],
  ['free', undefined],
  [-1, undefined],
  [Number.NaN, undefined],
  [{}, undefined],
])('the price %j is %s', (value, price) => {
  expect(priceOf(value)).toBe(price);
});

test('texts are one line and not endless', () => {
  expect(textOf('  a\n b ')).toBe('a b');
  expect(textOf(5)).toBe('5');
  expect(textOf(' ')).toBeUndefined();
  expect(textOf('x'.repeat(501))).toBeUndefined();
});

test('currencies are ISO 4217 codes', () => {
  expect([currencyOf('eur'), currencyOf('€'), currencyOf(7)]).toEqual(['EUR', undefined, undefined]);
});
