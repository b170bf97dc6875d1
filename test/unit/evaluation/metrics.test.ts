import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/core/random.js';
import {
  coverage,
  gini,
  intraListDiversity,
  meanOver,
  miscalibration,
  selfInformation,
} from '../../../src/evaluation/metrics/beyond-accuracy.js';
import { bootstrapIntervals } from '../../../src/evaluation/metrics/bootstrap.js';
import { drawBinomial } from '../../../src/evaluation/metrics/draw-binomial.js';
import {
  averagePrecision,
  f1,
  hit,
  ndcg,
  precision,
  recall,
  reciprocalRank,
} from '../../../src/evaluation/metrics/list-accuracy.js';
import { accuracyOf, exampleCount, rankOf, singleTargetFigures } from '../../../src/evaluation/metrics/rank-counts.js';
import { meanSquaredError, rootMeanSquaredError } from '../../../src/evaluation/metrics/rating-error.js';

describe('one list against several relevant items', () => {
  // Of the relevant 1, 3, 5 the list has 3 at rank 2 and 1 at rank 4; 5 is missing.
  const list = [0, 3, 2, 1, 4];
  const relevant = new Set([1, 3, 5]);

  test.each([
    ['precision divides by K', precision, 4, 2 / 4],
    ['precision divides by K where the list is shorter', precision, 10, 2 / 10],
    ['recall divides by the relevant', recall, 4, 2 / 3],
    ['recall looks at the first K alone', recall, 3, 1 / 3],
    ['F1 is the harmonic mean: 2 · ½ · ⅔ / (½ + ⅔) = 4/7', f1, 4, 4 / 7],
    ['F1 is 0 without a hit', f1, 1, 0],
    ['a hit counts once', hit, 4, 1],
    ['no hit among the first K is none', hit, 1, 0],
    ['the reciprocal rank is that of the first', reciprocalRank, 4, 1 / 2],
    ['the reciprocal rank is 0 beyond K', reciprocalRank, 1, 0],
    // (1/log2 3 + 1/log2 5) / (1/log2 2 + 1/log2 3 + 1/log2 4)
    ['NDCG divides by the best list', ndcg, 4, (0.63093 + 0.43068) / (1 + 0.63093 + 0.5)],
    // precision@2 = 1/2 and precision@4 = 2/4, divided by min(4, 3)
    ['average precision', averagePrecision, 4, (1 / 2 + 2 / 4) / 3],
    // Only rank 2 counts; at most two of the three could have been found.
    ['average precision divides by no more than K', averagePrecision, 2, 1 / 2 / 2],
  ])('%s', (_, metric, k, expected) => {
    expect(metric(list, relevant, k)).toBeCloseTo(expected, 4);
  });

  test('with one relevant item recall is the hit, NDCG 1 / log2(1 + rank), average precision the reciprocal rank', () => {
    const one = new Set([1]);
    expect(recall(list, one, 5)).toBe(hit(list, one, 5));
    expect(ndcg(list, one, 5)).toBe(1 / Math.log2(5));
    expect(averagePrecision(list, one, 5)).toBe(reciprocalRank(list, one, 5));
  });
});

describe('counted ranks', () => {
  // Eight examples, K = 3: two at rank 1, one at rank 2, one at rank 3, four nowhere.
  const counts = Uint32Array.of(4, 2, 1, 1);

  test('give hit rate, MRR and NDCG over all examples', () => {
    expect(exampleCount(counts)).toBe(8);
    const { hitRate, mrr, ndcg: gain } = accuracyOf(counts);
    expect(hitRate).toBe(4 / 8);
    expect(mrr).toBeCloseTo((2 + 1 / 2 + 1 / 3) / 8, 12);
    expect(gain).toBeCloseTo((2 + 1 / Math.log2(3) + 1 / 2) / 8, 12);
  });

  test('agree with the figures of the lists one by one', () => {
    const lists = [1, 1, 2, 3, 0, 0, 0, 0].map((rank) => [10, 11, 12].map((item, i) => (i + 1 === rank ? 7 : item)));
    const relevant = new Set([7]);
    const mean = (metric: typeof f1): number =>
      lists.reduce((sum, list) => sum + metric(list, relevant, 3), 0) / lists.length;
    const { precision: p, recall: r, f1: f, map } = singleTargetFigures(counts);
    expect(p).toBeCloseTo(mean(precision), 12);
    expect(r).toBeCloseTo(mean(recall), 12);
    expect(f).toBeCloseTo(mean(f1), 12);
    expect(map).toBeCloseTo(mean(averagePrecision), 12);
  });

  test('are 0 without examples', () => {
    expect(accuracyOf(new Uint32Array(4))).toEqual({ hitRate: 0, mrr: 0, ndcg: 0 });
  });

  test('a rank counts from 1, and 0 is nowhere', () => {
    expect([rankOf(5, [5, 6]), rankOf(6, [5, 6]), rankOf(7, [5, 6]), rankOf(-1, [5, 6])]).toEqual([1, 2, 0, 0]);
  });
});

describe('bootstrap intervals', () => {
  test('hold the figure, are repeatable, and come near those of the normal distribution', () => {
    const counts = new Uint32Array(11);
    counts[0] = 700;
    counts[1] = 300;
    const { hitRate } = bootstrapIntervals(counts, 1);
    expect(bootstrapIntervals(counts, 1).hitRate).toEqual(hitRate);
    expect(bootstrapIntervals(counts, 2).hitRate).not.toEqual(hitRate);
    // 0.3 ± 1.96 · √(0.3 · 0.7 / 1000) = 0.3 ± 0.0284
    expect(hitRate[0]).toBeCloseTo(0.2716, 2);
    expect(hitRate[1]).toBeCloseTo(0.3284, 2);
  });

  test('are a point where all examples are alike', () => {
    const { hitRate, mrr } = bootstrapIntervals(Uint32Array.of(0, 0, 9), 1);
    expect({ hitRate, mrr }).toEqual({ hitRate: [1, 1], mrr: [0.5, 0.5] });
  });

  test('grow narrower with the root of the examples', () => {
    const width = (n: number): number => {
      const [low, high] = bootstrapIntervals(Uint32Array.of(n / 2, n / 2), 1).hitRate;
      return high - low;
    };
    expect(width(400) / width(40_000)).toBeGreaterThan(8);
    expect(width(400) / width(40_000)).toBeLessThan(12);
  });
});

describe('binomial numbers', () => {
  test.each([
    [5, 0.3],
    [40, 0.5],
    [1000, 0.004],
    [1000, 0.4],
    [60_000, 0.98],
  ])('of %i trials at %f have the mean n·p and the variance n·p·(1 − p)', (n, p) => {
    const random = seededRandom(1);
    const draws = Float64Array.from({ length: 20_000 }, () => drawBinomial(n, p, random));
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
    // Four standard errors of either.
    expect(Math.abs(mean - n * p)).toBeLessThan(4 * Math.sqrt((n * p * (1 - p)) / draws.length));
    expect(Math.abs(variance / (n * p * (1 - p)) - 1)).toBeLessThan(0.05);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThanOrEqual(n);
  });

  test('are certain where there is no choice', () => {
    const random = seededRandom(1);
    expect([drawBinomial(0, 0.5, random), drawBinomial(7, 0, random), drawBinomial(7, 1, random)]).toEqual([0, 0, 7]);
  });
});

describe('what lists are like', () => {
  test('coverage is the share of the candidates that were shown', () => {
    expect(coverage(Uint32Array.of(3, 0, 1, 0))).toBe(1 / 2);
  });

  test('the rarer, the more novel, in bits', () => {
    // (3 + 1, 0 + 1, 0 + 1, 1 + 1) / 8
    expect([...selfInformation(Uint32Array.of(3, 0, 0, 1))]).toEqual([1, 3, 3, 2]);
    expect(meanOver([0, 1], selfInformation(Uint32Array.of(3, 0, 0, 1)))).toBe(2);
  });

  test('diversity is the mean of 1 − similarity over all pairs of which something is known', () => {
    const similarity = (a: number, b: number) => (a === 2 || b === 2 ? undefined : a === b ? 1 : 0.25);
    expect(intraListDiversity([0, 1, 2], similarity)).toBe(0.75);
    expect(intraListDiversity([0, 2], similarity)).toBeUndefined();
    expect(intraListDiversity([0, 0, 1], similarity)).toBeCloseTo((0 + 0.75 + 0.75) / 3, 12);
  });

  test('Gini is 0 for equal shares and (N − 1) / N when one item has all', () => {
    expect(gini(Uint32Array.of(2, 2, 2, 2))).toBe(0);
    expect(gini(Uint32Array.of(0, 8, 0, 0))).toBe(3 / 4);
    // Sorted 1, 3: (−1 · 1 + 1 · 3) / (2 · 4)
    expect(gini(Uint32Array.of(3, 1))).toBe(1 / 4);
    expect(gini(new Uint32Array(3))).toBe(0);
  });

  test('miscalibration is 0 for the same mix and grows with what is missing', () => {
    const categoryOf = (item: number) => (item === 9 ? undefined : item % 2);
    expect(miscalibration([0, 1], [2, 3, 9], categoryOf)).toBe(0);
    // p = (½, ½), q = (1, 0): ½ log2(½ / 0.995) + ½ log2(½ / 0.005)
    expect(miscalibration([0, 1], [2, 4], categoryOf)).toBeCloseTo(
      0.5 * Math.log2(0.5 / 0.995) + 0.5 * Math.log2(100),
      9,
    );
    // Nothing in common: log2 100
    expect(miscalibration([0], [1], categoryOf)).toBeCloseTo(Math.log2(100), 9);
    expect(miscalibration([9], [0], categoryOf)).toBeUndefined();
    expect(miscalibration([0], [9], categoryOf)).toBeUndefined();
  });
});

describe('ratings', () => {
  test('MSE is the mean of the squares, RMSE its root', () => {
    // (1² + 2² + 2²) / 3 = 3
    expect(meanSquaredError([5, 1, 3], [4, 3, 5])).toBe(3);
    expect(rootMeanSquaredError([5, 1, 3], [4, 3, 5])).toBe(Math.sqrt(3));
    expect(rootMeanSquaredError([], [])).toBe(0);
  });

  test('as many predictions as ratings are needed', () => {
    expect(() => meanSquaredError([1], [])).toThrow(RangeError);
  });
});
