import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromShortFloat, toShortFloat } from '../../../src/core/snapshot/short-float.js';

test('every code stands for a number of its own, and they ascend', () => {
  let last = -1;
  for (let code = 0; code <= 0xffff; code++) {
    const value = fromShortFloat(code);
    if (!(value > last && toShortFloat(value) === code)) expect.fail(`${code} stands for ${value}, after ${last}`);
    last = value;
  }
});

test('whole numbers up to 2,048 are exact, all others to a 2,048th', () => {
  for (let value = 0; value <= 2048; value++) expect(fromShortFloat(toShortFloat(value))).toBe(value);
  fc.assert(
    fc.property(fc.double({ min: 2 ** -22, max: 2 ** 40, noNaN: true }), (value) => {
      expect(Math.abs(fromShortFloat(toShortFloat(value)) / value - 1)).toBeLessThanOrEqual(2 ** -11);
    }),
  );
});

test('what is positive stays so, and what is too large becomes the largest', () => {
  expect(toShortFloat(0)).toBe(0);
  expect(toShortFloat(1e-30)).toBe(1);
  expect(toShortFloat(1e30)).toBe(0xffff);
});

test.each([Number.NaN, Infinity, -1, -1e-30])('%s is no number of this kind', (value) => {
  expect(() => toShortFloat(value)).toThrow(RangeError);
});
