import { describe, expect, test } from 'vitest';
import { batchesOf, checkAnswers, WrongAnswerError } from '../../bench/scan/check-answers.js';
import type { Search } from '../../bench/scan/method.js';

const queries = [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(1, 1)];

describe('batches', () => {
  test('ask every query, the last one from the first again where some are missing', () => {
    const batches = batchesOf(queries, 2);
    expect(batches.map((batch) => batch.queries)).toEqual([
      [queries[0], queries[1]],
      [queries[2], queries[0]],
    ]);
    expect(batches[1].stacked).toEqual(Float32Array.of(1, 1, 1, 0));
  });
});

describe('answers', () => {
  const data = {
    queries,
    k: 2,
    excluded: new Set([9]),
    truth: [new Set([1, 2]), new Set([3, 4]), new Set([5, 6])],
    unroundedTruth: [new Set([1, 2]), new Set([3, 4]), new Set([7, 8])],
  };
  const check = (answers: number[][]) => {
    const search: Search = { answer: async () => answers, dispose() {} };
    return checkAnswers(search, batchesOf(queries, 3), data);
  };

  test('are counted against the true top', async () => {
    expect(await check([[2, 1], [3, 0], [5]])).toMatchObject({ recall: 4 / 6, unroundedRecall: 3 / 6 });
  });

  test.each([
    ['an excluded item', [9], 'answered with item 9, which is excluded'],
    ['an item twice', [1, 1], 'an answer holds an item twice'],
    ['more items than asked for', [1, 2, 3], 'an answer holds 3 items instead of 2'],
  ])('with %s fail loudly', async (_, items, message) => {
    const checking = check([items, [3, 4], [5, 6]]);
    await expect(checking).rejects.toThrow(WrongAnswerError);
    await expect(checking).rejects.toThrow(message);
  });
});
