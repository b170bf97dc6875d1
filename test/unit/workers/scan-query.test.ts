import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactScore } from '../../../src/core/scoring/exact-score.js';
import { type Arithmetic, rowBounds, scanQuery } from '../../../workers/kernels/scan-query.js';
import { embeddingsOf, randomRows } from '../../support/embeddings.js';
import { scanItem } from '../../support/scan-twin.js';

const ARITHMETICS: Arithmetic[] = ['float', 'packed'];

test('the bounds of all rows are those of the longest and of the coarsest', () => {
  // Row 1: levels 0, 63 and scale 2 / 63, so its norm is 2. Row 0: levels 47, 63 (0.75 · 63 = 47.25) and scale 1 / 63.
  const { largestNorm, largestScale } = rowBounds(
    embeddingsOf([
      [0.75, 1],
      [0, 2],
    ]),
  );
  expect(largestNorm).toBeCloseTo(2, 6);
  expect(largestScale).toBe(Math.fround(2 / 63));
});

describe.each(ARITHMETICS)('%s', (arithmetic) => {
  const dim = 64;
  const rows = embeddingsOf([...randomRows(40, dim, 1), ...randomRows(10, dim, 2).map((row) => row.map((x) => x * 3))]);
  const bounds = rowBounds(rows);

  test('the error bound holds for sums in any order, at any scale', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(0), fc.float({ min: -1000, max: 1000, noNaN: true })), {
          minLength: dim,
          maxLength: dim,
        }),
        fc.integer({ min: -14, max: 14 }),
        fc.shuffledSubarray([...Array(dim).keys()], { minLength: dim, maxLength: dim }),
        fc.nat(49),
        (values, power, order, item) => {
          const query = Float32Array.from(values, (x) => x * 10 ** power);
          const prepared = scanQuery(query, rows.paddedDim, bounds, arithmetic);
          if (prepared === undefined) return;
          const score = scanItem(rows, prepared, arithmetic, item, order);
          const exact = exactScore(rows, query, item) / prepared.unit;
          expect(Math.abs(score - exact)).toBeLessThanOrEqual(prepared.errorBound);
          expect(Math.abs(score)).toBeLessThanOrEqual(prepared.reach);
        },
      ),
    );
  });

  test('the error bound is tight enough to be of use', () => {
    for (const row of randomRows(20, dim, 3)) {
      const { errorBound, unit } = scanQuery(Float32Array.from(row), rows.paddedDim, bounds, arithmetic)!;
      // In float32 10^−3 of the longest row; in 8 bits 1 / 127 of the largest coordinate, times the square root of D / 12.
      expect(errorBound * unit).toBeLessThan(bounds.largestNorm * (arithmetic === 'float' ? 0.001 : 0.015));
    }
  });

  test.each([
    ['a query of zeros', rows, new Float32Array(dim)],
    ['rows of zeros', embeddingsOf([Array(dim).fill(0)]), new Float32Array(dim).fill(1)],
    ['a query that is not a number', rows, new Float32Array(dim).fill(Number.NaN)],
    ['a query without end', rows, new Float32Array(dim).fill(Number.POSITIVE_INFINITY)],
    ['rows too small for float32 products', embeddingsOf([Array(dim).fill(1e-30)]), new Float32Array(dim).fill(1)],
  ])('%s cannot be told apart on a device', (_, embeddings, query) => {
    expect(scanQuery(query, embeddings.paddedDim, rowBounds(embeddings), arithmetic)).toBeUndefined();
  });

  test('a query is the same whatever its length: only its unit changes', () => {
    const query = Float32Array.from(randomRows(1, dim, 4)[0]);
    const prepared = scanQuery(query, rows.paddedDim, bounds, arithmetic)!;
    const long = scanQuery(
      query.map((x) => x * 1024),
      rows.paddedDim,
      bounds,
      arithmetic,
    )!;
    expect(long).toEqual({ ...prepared, unit: prepared.unit * 1024 });
  });
});
