import { describe, expect, test } from 'vitest';
import { fromDense } from '../../../src/builder/matrix/sparse-matrix.js';
import {
  type Choice,
  choiceScores,
  fitConditionalLogit,
  weightsIn,
} from '../../../src/builder/model/conditional-logit.js';
import { seededRandom } from '../../../src/core/random.js';

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

  test('finds the weights of features that say nearly the same, in every context', () => {
    const [FEATURES, ALTERNATIVES] = [8, 8];
    const random = seededRandom(3);
    const some = Array.from({ length: 400 }, (_, i): Choice => {
      const common = Array.from({ length: ALTERNATIVES }, () => 2 * random() - 1);
      const values = Float32Array.from(
        { length: FEATURES * ALTERNATIVES },
        (_, at) => common[at % ALTERNATIVES] + 0.1 * (random() - 0.5),
      );
      return {
        features: fromDense(values, FEATURES, ALTERNATIVES),
        fixed: new Float64Array(ALTERNATIVES),
        chosen: Math.floor(random() * ALTERNATIVES),
        context: Float64Array.of(1, i % 2 === 0 ? 1 : -1),
        count: 1 + (i % 3),
      };
    });
    // At the lowest point the loss is flat: as much of a feature was chosen as was to be expected, but for the ridge.
    const theta = fitConditionalLogit(some, FEATURES);
    const slopes = new Float64Array(theta.length);
    for (const choice of some) {
      const scores = choiceScores(choice, weightsIn(choice.context, theta)).map(Math.exp);
      const sum = scores.reduce((a, b) => a + b);
      for (let f = 0; f < FEATURES; f++) {
        const expected = scores.reduce(
          (mean, score, a) => mean + (score / sum) * choice.features.values[f * ALTERNATIVES + a],
          0,
        );
        const met = choice.features.values[f * ALTERNATIVES + choice.chosen];
        for (let c = 0; c < 2; c++) slopes[2 * f + c] += (choice.count / 800) * (expected - met) * choice.context[c];
      }
    }
    expect(theta.some((value) => Math.abs(value) > 0.1)).toBe(true);
    const scale = Math.sqrt(1 / 3);
    for (const [i, slope] of slopes.entries()) expect(slope + 1e-3 * scale ** 2 * theta[i]).toBeCloseTo(0, 4);
  });

  test('says nothing of what does not vary, and of choices without an alternative', () => {
    const features = fromDense(Float32Array.of(0, 0, 0, 1), 2, 2);
    const some = [
      ...choices(100, 75, { features }),
      choice(false, { features: fromDense(Float32Array.of(3, 2), 2, 1), fixed: new Float64Array(1), chosen: 0 }),
    ];
    const [none, other] = fitConditionalLogit(some, 2);
    expect(none).toBeCloseTo(0, 6);
    expect(other).toBeCloseTo(Math.log(3), 1);
    expect([...fitConditionalLogit(choices(10, 5), 0)]).toEqual([]);
  });
});
