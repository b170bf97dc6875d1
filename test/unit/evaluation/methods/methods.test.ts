import { describe, expect, test } from 'vitest';
import type { CatalogItem } from '../../../../src/builder/collect/read-product.js';
import { transposed } from '../../../../src/builder/matrix/sparse-matrix.js';
import { contentBased } from '../../../../src/evaluation/methods/content-based.js';
import { fitAlpha, hybrid } from '../../../../src/evaluation/methods/hybrid.js';
import { implicitAls } from '../../../../src/evaluation/methods/implicit-als.js';
import { interactionMatrix } from '../../../../src/evaluation/methods/interaction-matrix.js';
import { itemBased } from '../../../../src/evaluation/methods/item-based.js';
import { kMeans } from '../../../../src/evaluation/methods/k-means.js';
import { matrixFactorization } from '../../../../src/evaluation/methods/matrix-factorization.js';
import type { ItemScores } from '../../../../src/evaluation/methods/method-input.js';
import { repeatConsumption } from '../../../../src/evaluation/methods/repeat-consumption.js';
import { scoreRanker } from '../../../../src/evaluation/methods/score-ranker.js';
import { tasteGroups } from '../../../../src/evaluation/methods/taste-groups.js';
import { userBased } from '../../../../src/evaluation/methods/user-based.js';
import { SequenceCollector } from '../../../../src/evaluation/sequences.js';

function sequencesOf(rows: readonly (readonly number[])[], itemCount: number) {
  const collector = new SequenceCollector();
  // So that item n is the number n.
  const numbers = Array.from({ length: itemCount }, (_, item) => String(item));
  collector.add(numbers);
  for (const row of rows) collector.add(row.map(String));
  const { offsets, items } = collector.finish().sequences;
  return { offsets: offsets.slice(1).map((offset) => offset - itemCount), items: items.slice(itemCount) };
}

// A checkerboard: even and odd users like all even or odd items but one, so the right answer is known.
const ITEMS = 12;
const colour = (rest: number) => Array.from({ length: ITEMS / 2 }, (_, i) => 2 * i + rest);
const allBut = (item: number): number[] => colour(item % 2).filter((other) => other !== item);
const board = sequencesOf(
  Array.from({ length: 4 * ITEMS }, (_, user) => allBut(user % ITEMS)),
  ITEMS,
);
const interactions = interactionMatrix(board, ITEMS);
// Two dimensions are what two colours need; more would also learn who lacks what.
const als = { dim: 2, confidence: 40, ridge: 0.1, rounds: 10, seed: 1 };
const factors = implicitAls(interactions, als);

const METHODS: [string, ItemScores][] = [
  ['item-based', itemBased(board, ITEMS, 1)],
  ['matrix-factorization', matrixFactorization(factors)],
  ['user-based', userBased(interactions, factors, { minShoppers: 3, seed: 1 })],
];

describe.each(METHODS)('%s', (name, scores) => {
  const ranker = scoreRanker(name, scores, new Uint32Array(ITEMS));

  test('finds the item that a shopper of each colour lacks', async () => {
    for (let item = 0; item < ITEMS; item++) {
      const input = allBut(item);
      expect(Array.from(await ranker.best(input, 1, new Set(input)))).toEqual([item]);
    }
  });

  test('ranks all of the own colour before any of the other', async () => {
    const list = Array.from(await ranker.best([1, 3], ITEMS, new Set()));
    expect(list.slice(0, ITEMS / 2).sort((a, b) => a - b)).toEqual(colour(1));
  });

  test('knows nothing after an empty input', () => {
    expect(Math.max(...scores([]))).toBe(0);
  });
});

test('what nothing speaks for follows by popularity, without what is excluded', async () => {
  const ranker = scoreRanker('x', () => Float64Array.of(0, -1, 0.5, 0.5, 0), Uint32Array.of(1, 3, 0, 0, 2));
  expect(Array.from(await ranker.best([], 5, new Set()))).toEqual([2, 3, 1, 4, 0]);
  expect(Array.from(await ranker.best([], 2, new Set([2, 1])))).toEqual([3, 4]);
});

describe('item-based', () => {
  test('is the cosine, shrunk', () => {
    // 0 is in 3 rows, 1 in 2 of these and in one more, 2 in one with 1.
    const scores = itemBased(sequencesOf([[0, 1], [0, 1, 1], [0], [1, 2]], 3), 3, 1);
    expect(scores([0])[1]).toBeCloseTo(2 / (3 + 20), 6);
    expect(scores([1, 1])[2]).toBeCloseTo(1 / (Math.sqrt(3) + 20), 6);
    expect(scores([0, 2])[1]).toBeCloseTo(2 / 23 + 1 / (Math.sqrt(3) + 20), 6);
  });

  test('leaves out pairs of fewer shoppers than a statistic needs', () => {
    const scores = itemBased(
      sequencesOf(
        [
          [0, 1],
          [0, 1],
          [1, 2],
        ],
        3,
      ),
      3,
      2,
    );
    expect(scores([1])[0]).toBeGreaterThan(0);
    expect(scores([1])[2]).toBe(0);
  });
});

describe('implicit ALS', () => {
  test('reproduces blocks: near 1 inside, near 0 outside', () => {
    const { users, items, dim } = factors;
    for (const [user, rest] of [
      [0, 0],
      [1, 1],
    ])
      for (let item = 0; item < ITEMS; item++) {
        let sum = 0;
        for (let d = 0; d < dim; d++) sum += users[user * dim + d] * items[item * dim + d];
        if (item % 2 !== rest) expect(Math.abs(sum)).toBeLessThan(0.1);
        else if (item !== user) expect(sum).toBeGreaterThan(0.9);
      }
  });

  test('folds a shopper in to where training put the user with the same items', () => {
    const place = new Float32Array(als.dim);
    factors.foldIn(allBut(5), [1, 1, 1, 1, 1], place);
    for (let d = 0; d < als.dim; d++) expect(place[d]).toBeCloseTo(factors.users[5 * als.dim + d], 5);
  });

  test('many items and few give the same place: both systems say the same', () => {
    // Of D = 2 and five items the D × D system is solved, of D = 8 the one of the items: compare each with the definition.
    for (const dim of [2, 8]) {
      const { items, foldIn } = implicitAls(interactions, { ...als, dim });
      const counts = [1, 2, 1, 3, 1];
      const place = new Float32Array(dim);
      foldIn(allBut(4), counts, place);
      // The gradient of Σ c (p − x·y)² + λ‖x‖² is zero there.
      for (let d = 0; d < dim; d++) {
        let slope = als.ridge * place[d];
        for (let item = 0; item < ITEMS; item++) {
          const at = allBut(4).indexOf(item);
          const confidence = at < 0 ? 1 : 1 + als.confidence * counts[at];
          let score = 0;
          for (let e = 0; e < dim; e++) score += place[e] * items[item * dim + e];
          slope += confidence * (score - (at < 0 ? 0 : 1)) * items[item * dim + d];
        }
        expect(Math.abs(slope)).toBeLessThan(1e-3);
      }
    }
  });

  test('items that nobody met have no place', () => {
    const { items } = implicitAls(interactionMatrix(board, ITEMS + 1), als);
    expect([...items.subarray(ITEMS * als.dim)]).toEqual(Array(als.dim).fill(0));
  });
});

test('interactions count how often, and turn around', () => {
  const matrix = interactionMatrix(sequencesOf([[1, 0, 1], [1]], 2), 2);
  expect([[...matrix.offsets], [...matrix.columns], [...matrix.values]]).toEqual([
    [0, 2, 3],
    [1, 0, 1],
    [2, 1, 1],
  ]);
  const { offsets, columns, values } = transposed(matrix);
  expect([[...offsets], [...columns], [...values]]).toEqual([
    [0, 1, 3],
    [0, 0, 1],
    [1, 2, 1],
  ]);
});

describe('taste groups', () => {
  // Three users look up, three to the right, one to the left, one nowhere.
  const users = Float32Array.of(0, 1, 0.1, 2, -0.1, 1, 1, 0, 3, 0.1, 1, 0.1, -1, 0, 0, 0);

  test('those of a like direction are together, whatever their length', () => {
    const { groupOf, centers } = tasteGroups(users, 2, { count: 3, minShoppers: 1, seed: 1 });
    expect(new Set(groupOf.subarray(0, 3)).size).toBe(1);
    expect(new Set(groupOf.subarray(3, 6)).size).toBe(1);
    expect(new Set(groupOf).size).toBe(4);
    expect(groupOf[7]).toBe(-1);
    expect(centers.length).toBe(3 * 2);
  });

  test('a group of too few joins the nearest; where all are too few there is none', () => {
    const { groupOf, centers } = tasteGroups(users, 2, { count: 3, minShoppers: 3, seed: 1 });
    expect(centers.length).toBe(2 * 2);
    expect(groupOf[6]).toBe(groupOf[0]);
    expect(tasteGroups(users, 2, { count: 3, minShoppers: 8, seed: 1 })).toEqual({
      centers: new Float32Array(),
      groupOf: new Int32Array(8).fill(-1),
    });
  });

  test('there are no more groups than different directions', () => {
    expect(kMeans(Float32Array.of(1, 0, 1, 0, 0, 1), 2, 5, 1).length).toBe(2 * 2);
  });
});

test('user-based leaves out what fewer of a group have than a statistic needs', () => {
  const rows = [...Array.from({ length: 6 }, () => [0, 1]), [0, 1, 2]];
  const matrix = interactionMatrix(sequencesOf(rows, 3), 3);
  const scores = userBased(matrix, implicitAls(matrix, als), { minShoppers: 3, seed: 1 });
  expect(scores([0])[1]).toBeGreaterThan(0);
  expect(scores([0])[2]).toBe(0);
});

test('repeat-consumption adds up what is left of each meeting', () => {
  const scores = repeatConsumption(3)([1, 0, 1]);
  expect(scores[1]).toBeCloseTo(1 + 1 / Math.sqrt(3), 12);
  expect(scores[0]).toBeCloseTo(1 / Math.sqrt(2), 12);
  expect(scores[2]).toBe(0);
});

const shop = ['Mountain tent', 'China teapot', 'Light mountain tent', 'Blue china teapot'].map(
  (title, item): CatalogItem => ({ product: { id: String(item), title }, description: '' }),
);

test('content-based finds the other tent for a tent', async () => {
  const ranker = scoreRanker('content-based', contentBased(shop, 'en'), new Uint32Array(4));
  expect(Array.from(await ranker.best([0], 1, new Set()))).toEqual([2]);
  expect(Array.from(await ranker.best([3], 1, new Set()))).toEqual([1]);
});

describe('hybrid', () => {
  const behavior: ItemScores = () => Float64Array.of(0, 2, 1);
  const content: ItemScores = () => Float64Array.of(0.2, 0, 0.4);

  test('is a mean of shares of the largest', () => {
    // behavior 0, 1, 0.5; content 0.5, 0, 1
    const [a, b, c] = hybrid(behavior, content, 0.25)([]);
    expect([a, b, c]).toEqual([0.375, 0.25, 0.875]);
  });

  test('α is the middle of those that serve the examples best', () => {
    const example = (target: number) => ({ history: Uint32Array.of(), target, user: 0 });
    // 1 is first from α > 2/3 on (α against 0.5 α + 1 − α), 2 below it; 1 is second from α > 1/3 on (α against 0.5 − 0.5 α).
    expect(fitAlpha(behavior, content, [example(1)], false)).toBeCloseTo((0.7 + 1) / 2, 12);
    expect(fitAlpha(behavior, content, [example(2), example(2), example(1)], false)).toBeCloseTo((0.35 + 0.65) / 2, 12);
  });

  test('α without any example is the middle', () => {
    expect(fitAlpha(behavior, content, [], false)).toBe(0.5);
  });
});
