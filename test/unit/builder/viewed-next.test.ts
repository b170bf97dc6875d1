import { describe, expect, test } from 'vitest';
import { sequencesOf } from '../../../src/builder/model/sequences.js';
import { viewedNext } from '../../../src/builder/model/viewed-next.js';
import { journeysOf } from '../../support/journeys.js';

const ITEMS = 40;

function nextOf(walks: number[][], minShoppers = 1) {
  const rows = walks.flatMap((items, u) => items.map((item, minute) => ({ user: `u${u}`, item, minute })));
  const { offsets, items, weights } = viewedNext(sequencesOf(journeysOf(rows, ITEMS)), ITEMS, minShoppers);
  return (item: number): [number, number][] =>
    Array.from(items.subarray(offsets[item], offsets[item + 1]), (neighbor, e) => [
      neighbor,
      weights[offsets[item] + e],
    ]);
}

describe('viewed next', () => {
  test('is how often an item led to another, of all its occurrences and three more', () => {
    const list = nextOf([
      [0, 1, 2],
      [0, 1],
      [0, 2],
    ]);
    // Item 0 occurs three times: 2 / (3 + 3) and 1 / (3 + 3). Item 1 occurs twice: 1 / 5.
    expect(list(0)).toEqual([
      [1, expect.closeTo(1 / 3)],
      [2, expect.closeTo(1 / 6)],
    ]);
    expect(list(1)).toEqual([[2, expect.closeTo(1 / 5)]]);
    expect(list(2)).toEqual([]);
  });

  test('never leads from one shopper to the next, nor from an item to itself', () => {
    const list = nextOf([
      [0, 1, 1],
      [2, 3],
    ]);
    expect(list(1)).toEqual([]);
  });

  test('asks for enough different shoppers, however often one of them did it', () => {
    const walks = [
      [0, 1, 0, 1, 0, 1],
      [0, 2],
      [0, 2],
    ];
    expect(nextOf(walks, 2)(0).map(([item]) => item)).toEqual([2]);
    expect(nextOf(walks, 1)(0).map(([item]) => item)).toEqual([1, 2]);
  });

  test('keeps the most frequent ones, the lower index first where two are as frequent', () => {
    // Item 0 leads to each of the items 39 … 1 once, and to item 39 once more.
    const list = nextOf([...Array.from({ length: 39 }, (_, i) => [0, 39 - i]), [0, 39]])(0).map(([item]) => item);
    expect(list[0]).toBe(39);
    expect(list.length).toBeLessThan(39);
    expect(list.slice(1)).toEqual(list.slice(1).map((_, i) => i + 1));
  });
});
