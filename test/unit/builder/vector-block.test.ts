import fc from 'fast-check';
import { expect, test } from 'vitest';
import { denseOperator, sideBySide } from '../../../src/builder/matrix/linear-operator.js';
import { centeredVectors } from '../../../src/builder/model/vector-block.js';

test('vectors count by their direction from the mean of those that there are', () => {
  // Of length 1: (1, 0), (0, 1), (0, 1). Their mean is (1/3, 2/3); from there (2/3, −2/3), (−1/3, 1/3), (−1/3, 1/3).
  const given = Float32Array.of(5, 0, 0, 2, 0, 0, 0, 0.1);
  const { rows, length } = centeredVectors({ rows: given, length: 2 });
  expect(length).toBe(2);
  const side = Math.SQRT1_2;
  const expected = [side, -side, -side, side, 0, 0, -side, side];
  expect([...rows]).toEqual(expected.map((value) => expect.closeTo(value, 5)));
  expect([...given.subarray(0, 2)]).toEqual([5, 0]);
});

test('vectors that are all the same tell nothing', () => {
  expect(centeredVectors({ rows: Float32Array.of(1, 2, 2, 4, 3, 6), length: 2 }).rows.every((x) => x === 0)).toBe(true);
});

test('matrices side by side do what the one matrix of all their columns does', () => {
  const K = 2;
  const numbers = (count: number) =>
    fc
      .array(fc.integer({ min: -9, max: 9 }), { minLength: count, maxLength: count })
      .map((all) => Float32Array.from(all));
  const sizes = fc.record({
    n: fc.integer({ min: 1, max: 5 }),
    l: fc.integer({ min: 1, max: 4 }),
    m: fc.integer({ min: 1, max: 4 }),
  });
  const cases = sizes.chain(({ n, l, m }) =>
    fc.record({
      a: numbers(n * l),
      b: numbers(n * m),
      x: numbers((l + m) * K),
      y: numbers(n * K),
      size: fc.constant({ n, l, m }),
    }),
  );
  fc.assert(
    fc.property(cases, ({ a, b, x, y, size: { n, l, m } }) => {
      const together = new Float32Array(n * (l + m));
      for (let row = 0; row < n; row++) {
        together.set(a.subarray(row * l, (row + 1) * l), row * (l + m));
        together.set(b.subarray(row * m, (row + 1) * m), row * (l + m) + l);
      }
      const [one, two] = [
        denseOperator(together, l + m, 2),
        sideBySide(denseOperator(a, l, 2), denseOperator(b, m, 2)),
      ];
      expect(two).toMatchObject({ rowCount: n, columnCount: l + m });
      // Whole numbers this small have no rounding.
      expect(two.multiply(x, K)).toEqual(one.multiply(x, K));
      expect(two.multiplyTransposed(y, K)).toEqual(one.multiplyTransposed(y, K));
      // (A X)[0, 0] by hand.
      let sum = 0;
      for (let column = 0; column < l + m; column++) sum += 2 * together[column] * x[column * K];
      expect(one.multiply(x, K)[0]).toBe(sum);
    }),
    { seed: 11, numRuns: 100 },
  );
});
