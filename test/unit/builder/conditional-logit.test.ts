import { describe, expect, test } from 'vitest';
import { fromDense } from '../../../src/builder/matrix/sparse-matrix.js';
import { type Choice, fitConditionalLogit } from '../../../src/builder/model/conditional-logit.js';

/** Of two alternatives of which only the second has the one feature, the second was chosen or not. */
const choice = (tookSecond: boolean, change: Partial<Choice> = {}): Choice => ({
  features: fromDense(Float32Array.of(0, 1), 1, 2),
  fixed: new Float64Array(2),
  chosen: tookSecond ? 1 : 0,
  context: Float64Array.of(1),
  count: 1,
  ...change,
});
const choices = (count: number, tookSecond: number, change?: Partial<Choice>): Choice[] =>
  Array.from({ length: count }, (_, e) => choice(e < tookSecond, change));

describe('the conditional logit', () => {
  test('gives a feature the log of the odds by which it was chosen, but for the ridge', () => {
    // Three in four: log(3 / 1) = 1.0986.
    expect(fitConditionalLogit(choices(100, 75), 1)[0]).toBeCloseTo(Math.log(3), 1);
    expect(fitConditionalLogit(choices(100, 50), 1)[0]).toBeCloseTo(0, 6);
  });

  test('adds only what is not fixed already', () => {
    expect(fitConditionalLogit(choices(100, 75, { fixed: Float64Array.of(0, 1) }), 1)[0]).toBeCloseTo(
      Math.log(3) - 1,
      1,
    );
  });

  test('counts a choice as often as it stands for', () => {
    // 25 count three times, against 25 that count once.
    const some = [...choices(25, 25, { count: 3 }), ...choices(25, 0)];
    expect(fitConditionalLogit(some, 1)[0]).toBeCloseTo(Math.log(3), 1);
  });

  test('lets a weight depend on the context', () => {
    // In the first context the second is taken three times in four, in the other one time in four.
    const some = [
      ...choices(100, 75, { context: Float64Array.of(1, 1) }),
      ...choices(100, 25, { context: Float64Array.of(1, -1) }),
    ];
    const [always, byContext] = fitConditionalLogit(some, 1);
    expect(always).toBeCloseTo(0, 6);
    expect(byContext).toBeCloseTo(Math.log(3), 1);
  });
});
