import { describe, expect, test } from 'vitest';
import {
  baselines,
  interactionCounts,
  itemKnnRanker,
  popularityRanker,
  sessionPopularityRanker,
} from '../../../src/evaluation/baselines.js';
import { SequenceCollector } from '../../../src/evaluation/sequences.js';

// a…e are 0…4; 4 is known but never met in training.
const collector = new SequenceCollector();
for (const line of ['a b', 'b c', 'b c c', 'd a b']) collector.add(line.split(' '));
const training = collector.finish().sequences;
const ITEMS = 5;
// a 2, b 4, c 3, d 1, e 0
const popularity = interactionCounts(training, ITEMS);
const none = new Set<number>();

test('interactions are counted one by one', () => {
  expect([...popularity]).toEqual([2, 4, 3, 1, 0]);
});

test('popularity gives everybody the same list, without what is excluded', async () => {
  const ranker = popularityRanker(popularity);
  expect(await ranker.best([3], 3, none)).toEqual([1, 2, 0]);
  expect(await ranker.best([], 3, new Set([1]))).toEqual([2, 0, 3]);
});

describe('session-popularity', () => {
  const ranker = sessionPopularityRanker(popularity);

  test('ranks the items of the input by count, then by popularity, then all others by popularity', async () => {
    expect(await ranker.best([3, 0, 3, 2], 5, none)).toEqual([3, 2, 0, 1, 4]);
  });

  test('is popularity where the input is excluded', async () => {
    expect(await ranker.best([3, 3], 3, new Set([3]))).toEqual([1, 2, 0]);
  });
});

describe('item-knn', () => {
  test('ranks by the cosine to the last item, and what shares nothing in the order of the items', async () => {
    // b is in 4 sequences; with a (2) it shares 2, with c (2) 2, with d (1) 1: cosines 2/√8, 2/√8, 1/√4.
    expect(await itemKnnRanker(training, ITEMS, 1).best([0, 1], 5, none)).toEqual([0, 2, 3, 1, 4]);
  });

  test('counts a sequence once, however often it holds an item', async () => {
    // c shares 2 of its 2 sequences with b and none with a.
    expect([...((await itemKnnRanker(training, ITEMS, 1).best([2], 1, none)) as number[])]).toEqual([1]);
  });

  test('sums over the latest items of the input', async () => {
    // d: a 1/√2, b 1/√4; c: b 2/√8. Together b 1.207, a 0.707.
    expect(await itemKnnRanker(training, ITEMS, 10).best([2, 3], 2, new Set([2, 3]))).toEqual(Uint32Array.of(1, 0));
  });

  test('asks nothing of an empty input and answers in the order of the items', async () => {
    expect(await itemKnnRanker(training, ITEMS, 1).best([], 3, new Set([1]))).toEqual([0, 2, 3]);
  });
});

test('the three have the names of the contract', () => {
  expect(baselines(training, ITEMS, 'next-item').map(({ name }) => name)).toEqual([
    'popularity',
    'session-popularity',
    'item-knn',
  ]);
});
