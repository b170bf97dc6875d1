import { describe, expect, test } from 'vitest';
import { fromDense } from '../../../src/builder/matrix/sparse-matrix.js';
import { type Choice, choiceScores, weightsIn } from '../../../src/builder/model/conditional-logit.js';
import { crossFittedRanks, evidenceShares, foretold, ranksBy } from '../../../src/builder/model/fusion-figures.js';
import { seededRandom } from '../../../src/core/random.js';

const ALTERNATIVES = 40;

/** @param rows  The features of each alternative. */
const choice = (rows: number[][], chosen: number, context = [1]): Choice => ({
  features: fromDense(
    Float32Array.from(rows[0].flatMap((_, f) => rows.map((row) => row[f]))),
    rows[0].length,
    rows.length,
  ),
  fixed: new Float64Array(rows.length),
  ...{ chosen, context: Float64Array.from(context), count: 1 },
});

/** Choices by chance, each with a feature of its own that only its target has. */
const byHeart = (count: number): Choice[] => {
  const random = seededRandom(3);
  return Array.from({ length: count }, (_, i) => {
    const chosen = Math.floor(random() * ALTERNATIVES);
    return choice(
      Array.from({ length: ALTERNATIVES }, (_, a) =>
        Array.from({ length: count }, (_, f) => +(a === chosen && f === i)),
      ),
      chosen,
    );
  });
};

describe('ranks by weights fitted on the other half', () => {
  test('say nothing of what can only be learned by heart', () => {
    const ranks = crossFittedRanks(byHeart(60), 60, 0);
    // Alternatives that score alike stand in their order: the first ten are right by chance.
    const { hitRate } = foretold(ranks);
    expect(hitRate).toBeGreaterThan(0.1);
    expect(hitRate).toBeLessThan(0.45);
  });

  test('are the first where a feature tells the target in both halves', () => {
    const choices = Array.from({ length: 60 }, (_, i) => choice([[0], [0], [1], [0]], i % 7 === 0 ? 1 : 2));
    const ranks = crossFittedRanks(choices, 1, 5);
    expect(ranks).toHaveLength(65);
    // Whoever took another has it behind the one that is told and the one that stands before it.
    expect([...ranks.subarray(0, 8)]).toEqual([3, 1, 1, 1, 1, 1, 1, 3]);
    expect([...ranks.subarray(60)]).toEqual([0, 0, 0, 0, 0]);
  });
});

test('a single choice, or none, is not found', () => {
  expect([...crossFittedRanks([choice([[1], [0]], 0)], 1, 1)]).toEqual([0, 0]);
  expect([...crossFittedRanks([], 1, 2)]).toEqual([0, 0]);
});

test('scores depend on the context by the weights of the features', () => {
  const theta = Float64Array.of(2, 1, 0, -1);
  const weights = weightsIn(Float64Array.of(1, 3), theta);
  expect([...weights]).toEqual([5, -3]);
  expect([
    ...choiceScores(
      {
        ...choice(
          [
            [1, 0],
            [0, 1],
            [1, 1],
          ],
          0,
        ),
        fixed: Float64Array.of(0, 0, 10),
      },
      weights,
    ),
  ]).toEqual([5, -3, 12]);
});

test('ranks by one number count from 1, ties by lower index, and end with ten', () => {
  const values = Float32Array.from({ length: 12 }, (_, item) => (item < 2 ? 0 : 12 - item));
  expect([...ranksBy(values, [2, 3, 11, 0, 1])]).toEqual([1, 2, 10, 0, 0]);
  expect([...ranksBy(Float32Array.of(1, 1, 2), [2, 0, 1])]).toEqual([1, 2, 3]);
});

test('the figures of ranks', () => {
  expect(foretold(Uint32Array.of(1, 2, 0, 0))).toEqual({ hitRate: 0.5, mrr: 0.375 });
  expect(foretold(new Uint32Array())).toEqual({ hitRate: 0, mrr: 0 });
});

test('what speaks for the first of each list is shared out, a product between its factors', () => {
  // encoder 2 · 1, popular −1 · 4, encoder*popular 3 · 2: the first alternative, of whose 8 the encoder has 2 + 3.
  const features = ['encoder', 'popular', 'encoder*popular'] as const;
  const choices = [
    choice(
      [
        [1, 4, 2],
        [0, 5, 0],
      ],
      1,
    ),
  ];
  expect(evidenceShares(choices, features, Float64Array.of(2, -1, 3))).toEqual({ encoder: 5 / 8, popular: 3 / 8 });
  expect(evidenceShares([choice([[0, 0, 0]], 0)], features, Float64Array.of(2, -1, 3))).toEqual({});
});
