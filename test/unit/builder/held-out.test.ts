import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Journeys } from '../../../src/builder/clean/clean-events.js';
import { drawn, type HeldOutExample, holdOut } from '../../../src/builder/model/held-out.js';
import { journeysOf, type LogRow } from '../../support/journeys.js';

const ITEMS = 40;
const ALL = 1e6;
const DAY = 1440;

const listsOf = ({ offsets, items }: Journeys): number[][] =>
  Array.from({ length: offsets.length - 1 }, (_, user) => [...items.subarray(offsets[user], offsets[user + 1])]);
const sorted = (examples: readonly HeldOutExample[]): string[] =>
  examples.map(({ history, target }) => `${history.join(' ')} → ${target}`).sort();

/** One visit a day, each of its own shopper: the items of visit v are 3 v, 3 v + 1 and 3 v + 2. */
const visits = (count: number): LogRow[] =>
  Array.from({ length: count }, (_, v) =>
    [0, 1, 2].map((step) => ({ user: `u${v}`, item: (3 * v + step) % ITEMS, minute: v * DAY + step })),
  ).flat();

describe('of a log with times', () => {
  test('the last tenth of the visits is held out, and each of their steps is an example', () => {
    const { training, examples } = holdOut(journeysOf(visits(10), ITEMS), ALL);
    expect(listsOf(training)).toHaveLength(9);
    expect(training.items).not.toContain(27);
    expect(sorted(examples)).toEqual(['27 28 → 29', '27 → 28']);
  });

  test('a held-out visit knows what the shopper had done before, which stays in training', () => {
    const rows = [...visits(9), { user: 'u0', item: 30, minute: 20 * DAY }];
    const { training, examples } = holdOut(journeysOf(rows, ITEMS), ALL);
    expect(listsOf(training)[0]).toEqual([0, 1, 2]);
    expect(sorted(examples)).toEqual(['0 1 2 → 30']);
  });

  test('further steps of one encounter are no example: whoever views an item has not foretold that they cart it', () => {
    const rows = [
      ...visits(9),
      { user: 'last', item: 30, minute: 20 * DAY },
      { user: 'last', item: 30, minute: 20 * DAY + 1, event: 'add_to_cart' },
      { user: 'last', item: 31, minute: 20 * DAY + 2 },
      { user: 'last', item: 31, minute: 20 * DAY + 3, event: 'add_to_cart' },
      { user: 'last', item: 31, minute: 20 * DAY + 4, event: 'purchase' },
      { user: 'last', item: 30, minute: 20 * DAY + 5, event: 'dismiss_item' },
      { user: 'last', item: 32, minute: 20 * DAY + 6 },
    ];
    expect(sorted(holdOut(journeysOf(rows, ITEMS), ALL).examples)).toEqual(['30 31 → 32', '30 → 31']);
  });
});

describe('of a log with some times', () => {
  test('the last tenth of the visits with a time is held out, wherever those without stand', () => {
    const [early, late] = [visits(20).slice(0, 30), visits(20).slice(30)];
    const untimed = [0, 1, 2, 3, 4].flatMap((v) => [5, 6, 7].map((item) => ({ user: `untimed ${v}`, item })));
    // Visits 18 and 19 are the last two of the twenty: the items 54 to 59 are 14 to 19 of 40.
    for (const rows of [
      [...untimed, ...early, ...late],
      [...early, ...untimed, ...late],
      [...late, ...untimed, ...early],
    ]) {
      const { training, examples } = holdOut(journeysOf(rows, ITEMS), ALL);
      expect(sorted(examples)).toEqual(['14 15 → 16', '14 → 15', '17 18 → 19', '17 → 18']);
      expect(listsOf(training)).toHaveLength(5 + 18);
    }
  });

  test('what a shopper did at some time comes before their visits, and stays in training', () => {
    const wishes = Array.from({ length: 10 }, (_, v) => ({ user: `u${v}`, item: 39, event: 'add_to_wishlist' }));
    const { training, examples } = holdOut(journeysOf([...visits(10), ...wishes], ITEMS), ALL);
    expect(sorted(examples)).toEqual(['39 27 28 → 29', '39 27 → 28', '39 → 27']);
    expect(listsOf(training)[9]).toEqual([39]);
  });
});

describe('of a log without times', () => {
  const rows = (lists: Record<string, (number | [number, string])[]>): LogRow[] =>
    Object.entries(lists).flatMap(([user, steps]) =>
      steps.map((step) => (typeof step === 'number' ? { user, item: step } : { user, item: step[0], event: step[1] })),
    );

  /** Forty shoppers of each kind, so that some of them are asked. */
  const many = (lists: Record<string, (number | [number, string])[]>): LogRow[] =>
    rows(
      Object.fromEntries(
        Object.entries(lists).flatMap(([user, steps]) => Array.from({ length: 40 }, (_, i) => [`${user}${i}`, steps])),
      ),
    );

  test('the last item of some shoppers is held out, where something stands before it', () => {
    const { training, examples } = holdOut(journeysOf(many({ u: [1, 2, 3], v: [4], w: [5, 5] }), ITEMS), ALL);
    expect(new Set(sorted(examples))).toEqual(new Set(['1 2 → 3', '5 → 5']));
    expect(examples.length).toBeLessThan(80 / 2);
    const lists = listsOf(training).map((list) => list.join(' '));
    expect(new Set(lists)).toEqual(new Set(['1 2 3', '1 2', '4', '5 5', '5']));
    expect(lists.filter((list) => list === '1 2' || list === '5')).toHaveLength(examples.length);
  });

  test('the last item goes with all its steps, and with what was only shown after it', () => {
    const log = many({
      u: [1, 2, [2, 'add_to_cart'], [2, 'purchase'], [3, 'view_item_list']],
      v: [1, [1, 'purchase']],
    });
    const { training, examples } = holdOut(journeysOf(log, ITEMS), ALL);
    expect(new Set(sorted(examples))).toEqual(new Set(['1 → 2']));
    const lists = listsOf(training).map((list) => list.join(' '));
    expect(new Set(lists)).toEqual(new Set(['1 2 2 2 3', '1', '1 1']));
  });
});

describe('what is held out', () => {
  test('is never in training, and all the rest is', () => {
    const log = fc.array(fc.record({ user: fc.constantFrom('u', 'v', 'w', 'x', 'y'), minute: fc.nat(40 * DAY) }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(log, fc.boolean(), (events, hasTimes) => {
        // Every event has an item of its own, so that an item tells which event it was.
        const rows = events.map(({ user, minute }, item): LogRow => ({ user, item, ...(hasTimes ? { minute } : {}) }));
        const { training, examples } = holdOut(journeysOf(rows, ITEMS), ALL);
        const targets = examples.map(({ target }) => target);
        for (const target of targets) expect(training.items).not.toContain(target);
        for (const { history, target } of examples) {
          const own = rows.filter(({ user }) => user === rows[target].user);
          expect(history.length).toBeGreaterThan(0);
          for (const item of history) expect(own.map((row) => row.item)).toContain(item);
        }
        // What is neither trained on nor a target opened a held-out visit of a shopper nothing was known about.
        const openings = rows
          .map(({ item }) => item)
          .filter((n) => !training.items.includes(n) && !targets.includes(n));
        for (const opening of openings)
          for (const other of training.items) expect(rows[other].user).not.toBe(rows[opening].user);
      }),
      { seed: 9, numRuns: 200 },
    );
  });

  test('is drawn where there is too much of it, and always alike', () => {
    const journeys = journeysOf(visits(60), ITEMS);
    const all = sorted(holdOut(journeys, ALL).examples);
    const some = holdOut(journeys, 5).examples;
    expect(some).toHaveLength(5);
    for (const example of sorted(some)) expect(all).toContain(example);
    expect(holdOut(journeys, 5).examples).toEqual(some);
    expect(drawn([1, 2, 3], 9).sort()).toEqual([1, 2, 3]);
  });
});
