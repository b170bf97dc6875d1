import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectEvents } from '../../../src/builder/clean/select-events.js';
import { sequencesOf } from '../../../src/builder/model/sequences.js';
import { journeysOf, type LogRow } from '../../support/journeys.js';

const ITEMS = 10;
const listsOf = (rows: LogRow[]): number[][] => {
  const { offsets, items } = sequencesOf(journeysOf(rows, ITEMS));
  return Array.from({ length: offsets.length - 1 }, (_, s) => [...items.subarray(offsets[s], offsets[s + 1])]);
};
const ofOne = (...steps: [item: number, event?: string][]): LogRow[] =>
  steps.map(([item, event = 'view_item'], minute) => ({ user: 'u', item, event, minute }));

describe('sequences', () => {
  test('hold what each user was interested in, in time', () => {
    expect(
      listsOf([
        { user: 'u', item: 3, minute: 5 },
        { user: 'v', item: 7, minute: 2 },
        { user: 'u', item: 1, minute: 1 },
        { user: 'v', item: 7, minute: 3 },
        { user: 'u', item: 2, minute: 9 },
      ]),
    ).toEqual([
      [1, 3, 2],
      [7, 7],
    ]);
  });

  test.each<[string, LogRow[], number[]]>([
    ['view, cart and purchase', ofOne([4], [4, 'add_to_cart'], [4, 'purchase']), [4]],
    ['a step done twice', ofOne([4], [4, 'add_to_cart'], [4, 'add_to_cart']), [4]],
    ['what says nothing in between', ofOne([4], [5, 'view_item_list'], [4, 'add_to_cart']), [4]],
  ])('take steps of one encounter as one entry: %s', (_, rows, expected) => {
    expect(listsOf(rows)).toEqual([expected]);
  });

  test('take a second look, and coming back, as an entry of its own', () => {
    expect(listsOf(ofOne([4], [4]))).toEqual([[4, 4]]);
    expect(listsOf(ofOne([4], [5], [4, 'add_to_cart']))).toEqual([[4, 5, 4]]);
  });

  test('leave out what was turned down or only shown, and users of whom nothing stays', () => {
    expect(
      listsOf([
        ...ofOne([1, 'dismiss_item'], [2, 'view_item_list'], [3, 'remove_from_cart'], [4, 'refund']),
        { user: 'v', item: 5, minute: 0 },
      ]),
    ).toEqual([[5]]);
  });

  test('know the sequence of every entry', () => {
    const { sequenceOf } = sequencesOf(
      journeysOf([...ofOne([1], [2]), { user: 'w', item: 2, minute: 0 }, { user: 'v', item: 2, minute: 0 }], ITEMS),
    );
    expect([...sequenceOf]).toEqual([0, 0, 1, 2]);
  });

  test('tell how long ago by rank in time: a quiet year counts no more than a busy hour', () => {
    const { ages } = sequencesOf(
      journeysOf(
        [1, 2, 3, 500_000].map((minute) => ({ user: `u${minute}`, item: 0, minute })),
        ITEMS,
      ),
    );
    // 4, 3, 2 … of four are not after it: 1 − 1/4, 1 − 2/4 …
    expect([...ages]).toEqual([0.75, 0.5, 0.25, 0]);
  });

  test('give the same age to the same moment, the greatest to an unknown one, and none where none is known', () => {
    const rows = [0, 0, 7].map((minute, i): LogRow => ({ user: `u${i}`, item: i, minute }));
    const { ages } = sequencesOf(journeysOf(rows, ITEMS));
    expect(ages[0]).toBe(ages[1]);
    const without = sequencesOf(journeysOf([...rows, { user: 'v', item: 0 }], ITEMS));
    expect([...without.ages]).toEqual([...ages, 1]);
    const timeless = sequencesOf(
      journeysOf(
        [0, 1].map((item): LogRow => ({ user: 'u', item })),
        ITEMS,
      ),
    );
    expect([...timeless.ages]).toEqual([0, 0]);
  });
});

describe('selected events', () => {
  test('are those that are kept, in their order, of the users that keep any', () => {
    const row = fc.record({
      user: fc.constantFrom('u', 'v', 'w', 'x'),
      item: fc.nat(ITEMS - 1),
      minute: fc.nat(3000),
      event: fc.constantFrom('view_item', 'purchase'),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.array(fc.boolean()), (rows, marks) => {
        const journeys = journeysOf(rows, ITEMS);
        const isKept = (e: number): boolean => marks[e] ?? true;
        const { offsets, ...columns } = selectEvents(journeys, isKept);
        for (const name of ['items', 'timestamps', 'names', 'visits', 'orders'] as const)
          expect([...columns[name]]).toEqual([...journeys[name]].filter((_, e) => isKept(e)));
        const counts = Array.from(
          { length: journeys.offsets.length - 1 },
          (_, user) =>
            Array.from(journeys.items.keys()).filter(
              (e) => e >= journeys.offsets[user] && e < journeys.offsets[user + 1] && isKept(e),
            ).length,
        );
        expect(Array.from(offsets.subarray(1), (end, user) => end - offsets[user])).toEqual(
          counts.filter((count) => count > 0),
        );
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});
