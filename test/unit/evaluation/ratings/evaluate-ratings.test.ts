import { describe, expect, test } from 'vitest';
import { seededRandom, shuffle } from '../../../../src/core/random.js';
import { evaluateRatings, type PredictorFigures } from '../../../../src/evaluation/ratings/evaluate-ratings.js';
import { holdOutLast } from '../../../../src/evaluation/ratings/hold-out-last.js';
import { type PredictorName, trainPredictors } from '../../../../src/evaluation/ratings/train-predictors.js';
import { logOf, type Rating } from './rating-log.js';

const SEED = 1;

const rmseOf = (predictors: readonly PredictorFigures[]) =>
  Object.fromEntries(predictors.map(({ name, rmse }) => [name, rmse])) as Record<PredictorName, number>;

describe('what is held out', () => {
  const log = logOf([
    ['u', 'a', 1],
    ['v', 'a', 2],
    ['u', 'b', 3],
    ['u', 'c', 4],
    ['w', 'b', 5],
    ['w', 'c', 1],
  ]);

  test('is the last rating of each user with two or more, and of the rest the second last', () => {
    const { training, heldOut } = holdOutLast(log);
    // Users u, v, w and items a, b, c are 0, 1, 2.
    expect([...heldOut.users]).toEqual([0, 2]);
    expect([...heldOut.items]).toEqual([2, 2]);
    expect([...heldOut.ratings]).toEqual([4, 1]);
    const second = holdOutLast(training);
    expect([[...second.heldOut.users], [...second.heldOut.items]]).toEqual([[0], [1]]);
    expect([...second.training.values]).toEqual([1, 2, 5]);
  });

  test('of several ratings of one item the last counts, at its place', () => {
    const again = logOf([
      ['u', 'a', 1],
      ['u', 'b', 2],
      ['u', 'a', 5],
    ]);
    expect([[...again.columns], [...again.values]]).toEqual([
      [1, 0],
      [2, 5],
    ]);
  });
});

test('RMSE and MSE of the mean, by hand', () => {
  // 2 and 4 train: the mean is 3. Asked for are 5 and 2, so the errors are −2 and 1.
  const { examples, predictors } = evaluateRatings(
    logOf([
      ['u', 'a', 2],
      ['v', 'a', 4],
      ['u', 'b', 5],
      ['v', 'b', 2],
    ]),
    { minShoppers: 1, seed: SEED },
  );
  expect(examples).toBe(2);
  const [mean, itemMean] = predictors;
  expect(mean).toEqual({
    name: 'mean',
    ...{ mse: (4 + 1) / 2, rmse: Math.sqrt(5 / 2) },
    // Both drawn twice, or both once.
    intervals: { mse: [1, 4], rmse: [1, 2] },
  });
  // Nobody rated b in training, and nothing but the most cautious ridge could be chosen.
  expect(itemMean).toMatchObject({ name: 'item-mean', mse: 5 / 2, ridge: 25 });
});

test('nobody with two ratings leaves nothing to ask', () => {
  expect(evaluateRatings(logOf([['u', 'a', 2]]), { minShoppers: 1, seed: SEED })).toEqual({
    examples: 0,
    predictors: [],
  });
});

/** r = 3 + b[u] + b[i] + x[u] · y[i] + noise, two tastes, 30 of 60 items each, in drawn order. */
function lowRank(random: () => number): Rating[] {
  const [users, items] = [300, 60];
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const draw = (count: number, deviation: number) => Array.from({ length: count }, () => deviation * normal());
  const [ofUsers, ofItems] = [draw(users, 0.5), draw(items, 0.5)];
  const [x, y] = [
    [draw(users, 1), draw(users, 1)],
    [draw(items, 0.6), draw(items, 0.6)],
  ];
  return Array.from({ length: users }, (_, u) => {
    const order = Array.from({ length: items }, (_, i) => i);
    shuffle(order, random);
    return order
      .slice(0, 30)
      .map((i): Rating => [u, i, 3 + ofUsers[u] + ofItems[i] + x[0][u] * y[0][i] + x[1][u] * y[1][i] + 0.3 * normal()]);
  }).flat();
}

describe(`a log of two tastes, seed ${SEED}`, () => {
  const ratings = lowRank(seededRandom(SEED));
  const options = { minShoppers: 1, seed: SEED };

  test('each predictor is ahead of those that know less', () => {
    const { predictors } = evaluateRatings(logOf(ratings), options);
    const rmse = rmseOf(predictors);
    expect(rmse['item-mean']).toBeLessThan(rmse.mean);
    expect(rmse.biases).toBeLessThan(rmse['item-mean']);
    expect(rmse['item-based']).toBeLessThan(rmse.biases);
    expect(rmse['matrix-factorization']).toBeLessThan(rmse['item-based']);
    // The noise is 0.3: nobody can do better.
    expect(rmse['matrix-factorization']).toBeGreaterThan(0.25);
    for (const { mse, rmse, intervals } of predictors) {
      expect(mse).toBeCloseTo(rmse ** 2, 12);
      expect(intervals.rmse[0]).toBeLessThan(rmse);
      expect(intervals.rmse[1]).toBeGreaterThan(rmse);
    }
  });

  test('shuffled ratings give nobody an advantage over the mean', () => {
    const values = ratings.map(([, , rating]) => rating);
    shuffle(values, seededRandom(SEED + 1));
    const { predictors } = evaluateRatings(logOf(ratings.map(([user, item], n) => [user, item, values[n]])), options);
    const { mean, ...others } = rmseOf(predictors);
    for (const rmse of Object.values(others)) {
      expect(rmse).toBeGreaterThan(0.97 * mean);
      expect(rmse).toBeLessThan(1.05 * mean);
    }
  });

  test('where no item has shoppers enough, all is the mean', () => {
    const rmse = rmseOf(evaluateRatings(logOf(ratings), { ...options, minShoppers: 1000 }).predictors);
    for (const other of Object.values(rmse)) expect(other).toBe(rmse.mean);
  });

  test('nobody predicts more or less than was ever given', () => {
    const stars = ratings.map(([user, item, rating]): Rating => [user, item, Math.min(4, Math.max(2, rating))]);
    for (const { predict } of trainPredictors(logOf(stars), options))
      for (let user = 0; user < 100; user++)
        for (let item = 0; item < 60; item++) {
          expect(predict(user, item)).toBeGreaterThanOrEqual(2);
          expect(predict(user, item)).toBeLessThanOrEqual(4);
        }
  });

  test('the same log and seed give the same figures', () => {
    const few = logOf(ratings.slice(0, 1500));
    expect(evaluateRatings(few, options)).toEqual(evaluateRatings(few, options));
  });
});
