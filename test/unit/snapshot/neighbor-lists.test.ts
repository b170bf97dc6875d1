import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forEachNeighbor, neighborProblem, packNeighbors } from '../../../src/core/snapshot/neighbor-lists.js';
import { emptyNeighbors } from '../../../src/core/snapshot/quantize.js';
import type { NeighborLists } from '../../../src/core/snapshot/snapshot.js';
import { neighborsOf } from '../../support/snapshot-in-memory.js';

/** What weight 1 stands for. */
const LEAST = 2 ** (-254 / 16);

const read = (lists: NeighborLists, item: number): [item: number, similarity: number][] => {
  const neighbors: [number, number][] = [];
  forEachNeighbor(lists, item, (neighbor, similarity) => neighbors.push([neighbor, similarity]));
  return neighbors;
};

test('an entry is the number of items in between and a weight, by ascending index', () => {
  const lists = packNeighbors(
    'lists',
    neighborsOf(1000, {
      0: [
        [400, 0.5],
        [3, 0.25],
        [4, 0.001],
      ],
      2: [[0, 1]],
    }),
  );
  // 3 items before item 3, none between 3 and 4, 395 = 3 · 128 + 11 between 4 and 400.
  // 255 + 16 · log2: of ½ 239, of ¼ 223, of 0.001 95.55.
  expect([...lists.entries]).toEqual([3, 223, 0, 96, 128 + 11, 3, 239, 0, 255]);
  expect([...lists.offsets.slice(0, 5)]).toEqual([0, 7, 7, 9, 9]);
  expect(read(lists, 0)).toEqual([
    [3, 0.25],
    [4, 2 ** (-159 / 16)],
    [400, 0.5],
  ]);
  expect(read(lists, 1)).toEqual([]);
});

test('lists without any neighbor take no bytes', () => {
  const lists = packNeighbors('lists', emptyNeighbors(1000));
  expect([lists.offsets.length, lists.entries.length]).toEqual([0, 0]);
  expect(read(lists, 999)).toEqual([]);
});

test('what was packed is read, however far the items lie apart; nothing becomes 0', () => {
  const itemCount = 20_000;
  const list = fc.uniqueArray(
    fc.tuple(
      // The ends of numbers of one and two bytes among them.
      fc.oneof(fc.nat(itemCount - 1), fc.nat(300), fc.constantFrom(127, 128, 16_383, 16_384)),
      fc.float({ min: Math.fround(1e-6), max: 1, noNaN: true }),
    ),
    { minLength: 1, maxLength: 40, selector: ([item]) => item },
  );
  fc.assert(fc.property(list, (entries) => expectRoundTrip(itemCount, entries)));
});

test('numbers of four bytes, in a catalogue of millions', () => {
  const items = [127, 128, 16_511, 16_512, 2_097_151, 2_097_152, 4_300_000];
  expectRoundTrip(
    4_300_001,
    items.map((item, i): [number, number] => [item, 1 / (i + 1)]),
  );
  expectRoundTrip(4_300_001, [[2_097_152, 0.5]]);
});

/** Packs a list of item 7, checks it and reads it again. */
function expectRoundTrip(itemCount: number, entries: [item: number, similarity: number][]): void {
  const lists = packNeighbors('lists', {
    offsets: new Uint32Array(itemCount + 1).fill(entries.length, 8),
    items: Uint32Array.from(entries, ([item]) => item),
    weights: Float32Array.from(entries, ([, similarity]) => similarity),
  });
  expect(neighborProblem(lists, itemCount)).toBeUndefined();
  const expected = [...entries].sort(([a], [b]) => a - b);
  const found = read(lists, 7);
  expect(found.map(([item]) => item)).toEqual(expected.map(([item]) => item));
  for (const [i, [, similarity]] of found.entries()) {
    // Half a step of a sixteenth of an octave.
    expect(Math.abs(Math.log2(similarity / Math.max(LEAST, expected[i][1])))).toBeLessThanOrEqual(1 / 32 + 1e-6);
  }
}

test('the order in which neighbors are given does not matter', () => {
  const first: [item: number, similarity: number][] = [
    [5, 0.5],
    [300, 0.75],
    [2, 0.1],
  ];
  const second = [...first].reverse();
  expect(packNeighbors('lists', neighborsOf(400, { 1: first }))).toEqual(
    packNeighbors('lists', neighborsOf(400, { 1: second })),
  );
});

test.each([
  ['names an item twice', [3, 3]],
  ['names an item that there is not', [10]],
])('a list that %s is not packed', (_, items) => {
  const lists = neighborsOf(10, { 1: items.map((item) => [item, 0.5]) });
  expect(() => packNeighbors('viewedWith', lists)).toThrow(/^encodeSnapshot: viewedWith of item 1 names item/);
});

test('similarities beyond the range are brought into it', () => {
  const lists = neighborsOf(3, {
    0: [
      [1, 0],
      [2, 1.5],
    ],
  });
  expect(read(packNeighbors('lists', lists), 0)).toEqual([
    [1, LEAST],
    [2, 1],
  ]);
});

test.each<[what: string, offsets: number[], entries: number[], problem: string]>([
  ['too few lists', [0, 2], [0, 255], '1 lists for 2 items'],
  ['too many lists', [0, 2, 2, 2], [0, 255], '3 lists for 2 items'],
  ['a weight of 0', [0, 2, 2], [0, 0], 'the list of item 0 holds no weight at 2'],
  ['an item that there is not', [0, 0, 2], [2, 255], 'the list of item 1 names item 2 of 2'],
  ['an item beyond the last, by steps', [0, 4, 4], [1, 9, 0, 9], 'the list of item 0 names item 2 of 2'],
  ['an entry that runs into the next list', [0, 1, 2], [0, 255], 'the list of item 0 ends at 2, not at 1'],
  ['a number that ends in nothing', [0, 3, 3], [128, 0, 255], 'the list of item 0 holds no number at 2'],
  ['a longer one that does', [0, 4, 4], [129, 128, 0, 255], 'the list of item 0 holds no number at 3'],
  ['a number of five bytes', [0, 6, 6], [129, 129, 129, 129, 1, 255], 'the list of item 0 holds no number at 4'],
])('%s is told', (_, offsets, entries, problem) => {
  const lists = { offsets: Uint32Array.from(offsets), entries: Uint8Array.from(entries) };
  expect(neighborProblem(lists, 2)).toBe(problem);
});

test('the largest numbers are read as the smallest are', () => {
  // 2^27 items lie in between: 1 in the seven highest bits.
  const lists = { offsets: Uint32Array.of(0, 5), entries: Uint8Array.of(128, 128, 128, 64, 255) };
  expect(read(lists, 0)).toEqual([[2 ** 27, 1]]);
  expect(neighborProblem(lists, 1)).toBe('the list of item 0 names item 134217728 of 1');
});
