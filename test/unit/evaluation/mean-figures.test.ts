import { expect, test } from 'vitest';
import type { RankerFigures } from '../../../src/evaluation/evaluate.js';
import { meanFigures } from '../../../src/evaluation/mean-figures.js';

const fold = (hitRate: number, diversity?: number): RankerFigures => ({
  ...{ name: 'x', hitRate, mrr: 0.5, ndcg: 0.5, coverage: hitRate / 2, msPerQuery: 1 },
  intervals: { hitRate: [0, 1], mrr: [0, 1], ndcg: [0, 1] },
  further: {
    ...{ precision: hitRate, recall: hitRate, f1: 0, map: 0, novelty: 1, popularity: 1, gini: 0 },
    ...(diversity === undefined ? {} : { diversity }),
  },
});

test('figures are means, with the deviation of a sample and the t-interval of the mean', () => {
  const mean = meanFigures([fold(0.2, 1), fold(0.4), fold(0.6, 1)]);
  expect(mean).toMatchObject({ name: 'x', mrr: 0.5, intervals: { mrr: [0.5, 0.5] }, deviations: { mrr: 0 } });
  expect(mean.hitRate).toBeCloseTo(0.4, 12);
  // Deviations 0.2, 0, 0.2: √(0.08 / 2) = 0.2.
  expect(mean.deviations.hitRate).toBeCloseTo(0.2, 12);
  expect(mean.deviations.coverage).toBeCloseTo(0.1, 12);
  // t of two degrees of freedom: 4.303 · 0.2 / √3 = 0.497, and no share lies below 0.
  expect(mean.intervals.hitRate[0]).toBe(0);
  expect(mean.intervals.hitRate[1]).toBeCloseTo(0.4 + 0.4969, 3);
  expect(mean.further.precision).toBeCloseTo(0.4, 12);
});

test('what not every fold knows is left out', () => {
  expect(meanFigures([fold(0, 1), fold(0)]).further).not.toHaveProperty('diversity');
});

test('examples are counted together; a fold without cold targets tells nothing of them', () => {
  const apart = (examples: number, hitRate: number) => ({ examples, hitRate, mrr: 0, ndcg: 0 });
  const mean = meanFigures([
    { ...fold(0), cold: apart(3, 0.2), warm: apart(10, 0.5) },
    { ...fold(0), cold: apart(0, 0), warm: apart(11, 0.7) },
    { ...fold(0), cold: apart(5, 0.4), warm: apart(11, 0.6) },
  ]);
  expect([mean.cold?.examples, mean.warm?.examples]).toEqual([8, 32]);
  expect(mean.cold?.hitRate).toBeCloseTo((0.2 + 0.4) / 2, 12);
  expect(mean.warm?.hitRate).toBeCloseTo((0.5 + 0.7 + 0.6) / 3, 12);
  expect(meanFigures([fold(0), fold(1)])).not.toHaveProperty('cold');
});
