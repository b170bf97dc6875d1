import { describe, expect, test } from 'vitest';
import { chooseExcluded, readCodes, trueTop } from '../../bench/scan/reference.js';
import { makeScanData } from '../../bench/scan/scan-data.js';
import type { ScanJob } from '../../bench/scan/scan-job.js';
import { embeddingsOf } from '../../support/embeddings.js';

const job: ScanJob = { n: 600, d: 20, batch: 3, k: 10, excluded: 50, data: 'random', rounds: 5, methods: [] };

describe.each(['random', 'clustered'] as const)('%s rows', (data) => {
  const made = makeScanData({ ...job, data });

  test('are the same for the same job', () => {
    expect(makeScanData({ ...job, data })).toEqual(made);
  });

  test('have length 1 but for what rounding takes', () => {
    for (let item = 0; item < job.n; item++) {
      const row = made.rows.subarray(item * job.d, (item + 1) * job.d);
      expect(Math.hypot(...row)).toBeCloseTo(1, 1);
    }
    for (const query of made.queries) expect(Math.hypot(...query)).toBeCloseTo(1, 6);
  });

  test('come with at least eight queries, the best allowed items of each, and what is excluded', () => {
    expect(made.queries).toHaveLength(8);
    expect(made.excluded.size).toBe(50);
    expect(made.isExcluded.reduce((sum, flag) => sum + flag, 0)).toBe(50);
    for (const right of made.truth) {
      expect(right.size).toBe(10);
      expect([...right].filter((item) => made.excluded.has(item))).toEqual([]);
    }
    // Rounding moves few items over the edge.
    const kept = made.truth.flatMap((right, i) => [...right].filter((item) => made.unroundedTruth[i].has(item)));
    expect(kept.length).toBeGreaterThan(0.8 * 8 * 10);
  });
});

test('clusters are tight: a query has near neighbors', () => {
  const nearest = (data: ScanJob['data']): number => {
    const { rows, queries, truth } = makeScanData({ ...job, n: 5000, data });
    const [item] = truth[0];
    return queries[0].reduce((sum, x, d) => sum + x * rows[item * job.d + d], 0);
  };
  expect(nearest('clustered')).toBeGreaterThan(0.9);
  expect(nearest('random')).toBeLessThan(0.9);
});

test('the reference finds the best by hand, ties by lower index', () => {
  // Scores for (1, 0): 0.5, 1, 0, 1, −1.
  const embeddings = embeddingsOf([
    [0.5, 0],
    [1, 0],
    [0, 1],
    [1, 0],
    [-1, 0],
  ]);
  expect(trueTop(readCodes(embeddings), 5, [Float32Array.of(1, 0)], 3)).toEqual([[1, 3, 0]]);
  expect(trueTop(readCodes(embeddings), 5, [Float32Array.of(-1, 0)], 9)).toEqual([[4, 2, 0, 1, 3]]);
});

test('one in five excluded items stands in a true top, of each query in turn', () => {
  const best = [
    [1, 2, 3, 4, 5],
    [11, 12, 13, 14, 15],
  ];
  const excluded = [...chooseExcluded(best, 5, 20, 1000)];
  expect(excluded).toHaveLength(20);
  expect(excluded.slice(0, 4)).toEqual([1, 11, 4, 14]);
});
