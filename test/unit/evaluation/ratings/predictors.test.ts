import { describe, expect, test } from 'vitest';
import { biases } from '../../../../src/evaluation/ratings/biases.js';
import { factorizedRating } from '../../../../src/evaluation/ratings/factorized-rating.js';
import { itemBasedRating } from '../../../../src/evaluation/ratings/item-based-rating.js';
import { itemMean } from '../../../../src/evaluation/ratings/item-mean.js';
import { clipped } from '../../../../src/evaluation/ratings/predict-rating.js';
import { trainingRatings } from '../../../../src/evaluation/ratings/training-ratings.js';
import { logOf, type Rating } from './rating-log.js';

const trained = (ratings: readonly Rating[], minShoppers = 1) => trainingRatings(logOf(ratings), minShoppers);

describe('item-mean', () => {
  // The mean of all is 3; a has 5 and 4, b has 0.
  const ratings: Rating[] = [
    ['u', 'a', 5],
    ['v', 'a', 4],
    ['u', 'b', 0],
  ];

  test('is shrunk to the mean of all', () => {
    const predict = itemMean(trained(ratings), 2);
    expect(predict(0, 0)).toBeCloseTo((5 + 4 + 2 * 3) / 4, 12);
    expect(predict(0, 1)).toBeCloseTo((0 + 2 * 3) / 3, 12);
  });

  test('is the mean of all for an item that too few rated', () => {
    const predict = itemMean(trained(ratings, 2), 2);
    expect(predict(0, 0)).toBeCloseTo((5 + 4 + 2 * 3) / 4, 12);
    expect(predict(0, 1)).toBe(3);
  });
});

describe('biases', () => {
  test('tell users from items: with hardly a ridge a sum is found again', () => {
    const given = (user: number, item: number) => 3 + [0.5, -0.5, 0][user] + [1, -1, 0.25, -0.25][item];
    const known = [0, 1, 2].flatMap((user) => [0, 1, 2, 3].map((item): Rating => [user, item, given(user, item)]));
    // The last pair is not shown.
    const predict = biases(trained(known.slice(0, -1)), 1e-6);
    expect(predict(2, 3)).toBeCloseTo(given(2, 3), 2);
  });

  test('are those of the least squares: one rating 1 above the mean is halved and halved', () => {
    // u gives a 2 and b 0, the mean is 1. With ridge 1: b[u] = 0 as the two cancel, b[a] = 1 / (1 + 1).
    const predict = biases(
      trained([
        ['u', 'a', 2],
        ['u', 'b', 0],
      ]),
      1,
    );
    expect([predict(0, 0), predict(0, 1)]).toEqual([1.5, 0.5]);
  });
});

describe('item-based', () => {
  const base = () => 0;
  // a and b are given the same by u and v, c the opposite; w rates b alone, and x c.
  const ratings: Rating[] = [
    ['u', 'a', 1],
    ['u', 'b', 1],
    ['u', 'c', -1],
    ['v', 'a', -1],
    ['v', 'b', -1],
    ['v', 'c', 1],
    ['w', 'b', 2],
    ['x', 'c', 2],
  ];

  test('takes what was left over on an item that is like it, and nothing from one that is unlike', () => {
    const predict = itemBasedRating(trained(ratings), base, 0.5);
    // The cosine of a and b over two users is 1, shrunk to 2 / 102.
    const similarity = 2 / 102;
    expect(predict(2, 0)).toBeCloseTo((similarity * 2) / (similarity + 0.5), 6);
    expect(predict(3, 0)).toBe(0);
  });

  test('needs enough users who rated both', () => {
    // With y three users rated a, and three b, but no more than two both.
    const more: Rating[] = [...ratings, ['y', 'a', 1]];
    expect(itemBasedRating(trained(more, 2), base, 0.5)(2, 0)).toBeGreaterThan(0);
    expect(itemBasedRating(trained(more, 3), base, 0.5)(2, 0)).toBe(0);
  });
});

describe('matrix-factorization', () => {
  // A checkerboard: even users love even items, odd ones odd items. One pair is not shown.
  const board = Array.from({ length: 12 }, (_, user) =>
    Array.from({ length: 10 }, (_, item): Rating => [user, item, (user + item) % 2 === 0 ? 5 : 1]),
  ).flat();
  const train = (seed: number, unit = 1) =>
    factorizedRating(
      trained(board.slice(0, -1).map(([user, item, rating]) => [user, item, unit * rating])),
      () => 3 * unit,
      { ridge: 0.02, seed },
    );

  test('finds the pair that is missing', () => {
    expect(train(1)(11, 9)).toBeCloseTo(5, 0);
    expect(train(1)(11, 8)).toBeCloseTo(1, 0);
  });

  test('is the same for the same seed, in any unit', () => {
    expect(train(2)(11, 9)).toBe(train(2)(11, 9));
    expect(train(2)(11, 9)).not.toBe(train(3)(11, 9));
    expect(train(2, 20)(11, 9)).toBeCloseTo(20 * train(2)(11, 9), 2);
  });

  test('adds nothing where nothing is left over', () => {
    const same = trained(board.map(([user, item]) => [user, item, 4]));
    expect(factorizedRating(same, () => 4, { ridge: 0.1, seed: 1 })(0, 0)).toBe(4);
  });
});

test('nothing is predicted beyond what was given', () => {
  const ratings = trained([
    ['u', 'a', 1],
    ['u', 'b', 5],
  ]);
  expect([9, -9, 2].map((rating) => clipped(() => rating, ratings)(0, 0))).toEqual([5, 1, 2]);
});
