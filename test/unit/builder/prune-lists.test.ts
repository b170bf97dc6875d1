import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ItemLists, pruneLists, withoutNeighbors } from '../../../src/builder/model/prune-lists.js';
import { packLengths } from '../../../src/core/snapshot/lengths.js';
import { packNeighbors } from '../../../src/core/snapshot/neighbor-lists.js';
import type { WeightedNeighbors } from '../../../src/core/snapshot/quantize.js';
import { neighborsOf } from '../../support/snapshot-in-memory.js';

const ITEMS = 10;
const NAMES = ['viewedWith', 'viewedNext', 'alike', 'boughtWith'] as const;

const entriesOf = ({ offsets, items }: WeightedNeighbors): string[] =>
  Array.from({ length: ITEMS }, (_, item) =>
    Array.from(items.subarray(offsets[item], offsets[item + 1]), (neighbor) => `${item}→${neighbor}`),
  ).flat();

const bytesOf = (lists: ItemLists): number =>
  NAMES.reduce((sum, name) => {
    const { offsets, entries } = packNeighbors(name, lists[name]);
    return sum + packLengths(offsets).length + entries.length;
  }, 0);

describe('the neighbors that are worth most', () => {
  const lists: ItemLists = {
    ...withoutNeighbors(ITEMS),
    viewedWith: neighborsOf(ITEMS, {
      0: [
        [1, 0.3],
        [2, 0.1],
      ],
      4: [[5, 0.01]],
    }),
    alike: neighborsOf(ITEMS, {
      0: [
        [3, 0.9],
        [2, 0.8],
        [6, 0.7],
      ],
    }),
  };
  const popularity = new Float32Array(ITEMS);
  popularity[0] = 7;

  // viewedWith 0→1 8 / 1, 0→2 8 / 2, 4→5 1 / 1; alike, worth half as much again, 0→3 12 / 1, 0→2 12 / 2, 0→6 12 / 3.
  test.each([
    // The lengths of ten lists take ten bytes, as soon as one of them has an entry, and an entry takes two.
    [11, [], []],
    [12, [], ['0→3']],
    [23, [], ['0→3']],
    [24, ['0→1'], ['0→3']],
    [26, ['0→1'], ['0→3', '0→2']],
    [28, ['0→1', '0→2'], ['0→3', '0→2']],
    [30, ['0→1', '0→2'], ['0→3', '0→2', '0→6']],
    [32, ['0→1', '0→2', '4→5'], ['0→3', '0→2', '0→6']],
  ])('of all lists together are kept in %i bytes', (mostBytes, viewedWith, alike) => {
    const pruned = pruneLists(lists, popularity, mostBytes);
    expect(entriesOf(pruned.viewedWith)).toEqual(viewedWith);
    expect(entriesOf(pruned.alike)).toEqual(alike);
    expect(bytesOf(pruned)).toBeLessThanOrEqual(mostBytes);
  });

  test('keep their similarities', () => {
    expect(pruneLists(lists, popularity, 24).viewedWith.weights).toEqual(Float32Array.of(0.3));
    expect(pruneLists(lists, popularity, 1000)).toEqual(lists);
  });
});

test('as many are kept as fit, whatever the lists are', () => {
  const list = fc.uniqueArray(fc.tuple(fc.nat(ITEMS - 1), fc.double({ min: 0.01, max: 1, noNaN: true })), {
    maxLength: 5,
    selector: ([item]) => item,
  });
  const arbitraryLists = fc
    .array(list, { minLength: ITEMS, maxLength: ITEMS })
    .map((rows) => neighborsOf(ITEMS, Object.fromEntries(rows.entries())));
  const popularity = Float32Array.from({ length: ITEMS }, (_, item) => item % 4);
  const all = fc.record({
    viewedWith: arbitraryLists,
    viewedNext: arbitraryLists,
    alike: arbitraryLists,
    boughtWith: arbitraryLists,
  });
  fc.assert(
    fc.property(all, fc.nat(300), (lists, mostBytes) => {
      const pruned = pruneLists(lists, popularity, mostBytes);
      expect(bytesOf(pruned)).toBeLessThanOrEqual(mostBytes);
      // What may take a few bytes more holds all of it, and more: the order of value does not depend on the bytes.
      const larger = pruneLists(lists, popularity, mostBytes + 20);
      for (const name of NAMES)
        expect(entriesOf(larger[name])).toEqual(expect.arrayContaining(entriesOf(pruned[name])));
      if (bytesOf(larger) <= mostBytes) expect(larger).toEqual(pruned);
    }),
  );
});
