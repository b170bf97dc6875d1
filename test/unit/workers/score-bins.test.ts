import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Aim, aimOf, BINS, binOf, groupThreshold } from '../../../workers/kernels/score-bins.js';

const aim = (reach: number, errorBound = 0): Aim =>
  aimOf({ weights: new Uint32Array(), start: 0, unit: 1, reach, errorBound });

test('bins divide the scores from −reach to reach into equal parts', () => {
  // Reach 1024: a bin is one wide.
  expect([-1024, -1023.5, -1, 0, 0.5, 1, 1023, 1024].map((score) => binOf(score, aim(1024)))).toEqual([
    0, 0, 1023, 1024, 1024, 1025, 2047, 2047,
  ]);
});

test('a higher score never stands in a lower bin', () => {
  const score = fc.float({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(score, score, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      expect(binOf(low, aim(1))).toBeLessThanOrEqual(binOf(high, aim(1)));
    }),
  );
});

test('the threshold is the edge of the bin that makes enough groups, less two error bounds', () => {
  const maxima = Float32Array.of(10.5, 20.5, 30.5, 40.5);
  // Three groups reach 20, and a 64th of a bin is granted for rounding: 20 − 1/64 − 2 · 4.
  expect(groupThreshold(maxima, 3, aim(1024, 4))).toBeCloseTo(20 - 1 / 64 - 8, 4);
});

test('the threshold is below every score when there are fewer groups than needed', () => {
  expect(groupThreshold(Float32Array.of(-1024, 3), 3, aim(1024))).toBeLessThan(-1024);
});

test('enough groups reach the threshold, and it is at most a bin too low', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 200 }),
      fc.float({ min: 5, max: 1000, noNaN: true }),
      fc.float({ min: 0, max: 1, noNaN: true }),
      (scores, need, reach, errorBound) => {
        const maxima = Float32Array.from(scores);
        const threshold = groupThreshold(maxima, need, aim(reach, errorBound));
        const sorted = maxima.slice().sort((a, b) => b - a);
        const kth = sorted[Math.min(need, sorted.length) - 1];
        const slack = reach * 1e-6;
        expect(threshold).toBeLessThanOrEqual(kth - 2 * errorBound + slack * 1e-3);
        if (need <= sorted.length)
          expect(threshold).toBeGreaterThanOrEqual(kth - 2 * errorBound - (reach / (BINS / 2)) * (1 + 1 / 32) - slack);
      },
    ),
  );
});
