import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanEvents } from '../../../src/builder/clean/clean-events.js';
import { EventCollector } from '../../../src/builder/collect/event-collector.js';
import { ItemIndex } from '../../../src/builder/collect/item-index.js';
import { symmetricEigen } from '../../../src/builder/matrix/symmetric-eigen.js';
import { truncatedSvd } from '../../../src/builder/matrix/truncated-svd.js';
import { boughtWith } from '../../../src/builder/model/bought-with.js';
import { popularity, ratedPopularity, shopperCounts } from '../../../src/builder/model/popularity.js';
import { viewedWith } from '../../../src/builder/model/viewed-with.js';
import type { WeightedNeighbors } from '../../../src/core/snapshot/quantize.js';

interface Row {
  user: string;
  item: number;
  day?: number;
  event?: string;
  quantity?: string;
}

const ITEMS = 10;
const DAY = 86_400_000;
const index = new ItemIndex(Array.from({ length: ITEMS }, (_, item) => ({ id: String(item), title: '' })));

function journeys(rows: Row[]) {
  const collector = new EventCollector(index);
  for (const { day, item, ...row } of rows)
    collector.add(
      { ...row, item: String(item), ...(day === undefined ? {} : { timestamp: String(1e12 + day * DAY) }) },
      1,
    );
  return cleanEvents(collector.finish().log).journeys;
}

function sequences(lines: string[]) {
  const collector = new EventCollector(index);
  lines.forEach((line, i) => {
    collector.addSequence(line, i + 1);
  });
  return cleanEvents(collector.finish().log).journeys;
}

const neighborsOf = (lists: WeightedNeighbors, item: number): number[] => [
  ...lists.items.subarray(lists.offsets[item], lists.offsets[item + 1]),
];

describe('viewed with', () => {
  // A checkerboard: shopper u looked at every item of their colour but item u, so the neighbors of an item are all
  // others of its colour, and none of the other.
  const shoppers = Array.from({ length: ITEMS }, (_, u) => {
    const items = Array.from({ length: ITEMS }, (_, item) => item).filter((item) => item % 2 === u % 2 && item !== u);
    return `shopper${u} ${items.join(' ')}`;
  });

  test('keeps to the colour of the checkerboard', () => {
    const lists = viewedWith(sequences(shoppers), ITEMS, 1);
    for (let item = 0; item < ITEMS; item++)
      expect(neighborsOf(lists, item).sort()).toEqual(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((other) => other % 2 === item % 2 && other !== item),
      );
    for (const weight of lists.weights) {
      expect(weight).toBeGreaterThan(0);
      expect(weight).toBeLessThanOrEqual(1);
    }
  });

  test('asks for enough different shoppers: of five of a colour, three saw any pair', () => {
    expect(viewedWith(sequences(shoppers), ITEMS, 3).items.length).toBe(ITEMS * 4);
    expect(viewedWith(sequences(shoppers), ITEMS, 4).items.length).toBe(0);
  });

  test('counts a shopper once, however often they come back', () => {
    const same = Array.from({ length: 9 }, () => 'me 0 1');
    expect(viewedWith(sequences(same), ITEMS, 2).items.length).toBe(0);
    expect(viewedWith(sequences([...same, 'you 0 1']), ITEMS, 2).items.length).toBe(2);
  });

  test('puts what came right after before what came later, and that before what came earlier', () => {
    // Three shoppers each, so that all have the same popularity but item 0, the one in the middle.
    const lists = viewedWith(sequences(['u 1 0 2 3', 'v 1 0 2 3', 'w 1 0 2 3']), ITEMS, 1);
    // Behind item 0: 2 at a distance of 1 (weight 1), 3 at 2 (0.8); before it 1 at 1, half as much.
    expect(neighborsOf(lists, 0)).toEqual([2, 3, 1]);
  });

  test('prefers the same visit to another one', () => {
    const lists = viewedWith(
      journeys(
        ['u', 'v'].flatMap((user) => [
          { user, item: 0, day: 1 },
          { user, item: 1, day: 1 },
          { user, item: 2, day: 5 },
        ]),
      ),
      ITEMS,
      1,
    );
    // From item 0, item 1 follows in the same visit; item 2 comes days later.
    expect(neighborsOf(lists, 0)).toEqual([1, 2]);
    expect(lists.weights[0]).toBeGreaterThan(2 * lists.weights[1]);
  });

  test('does not learn from what was turned down or only shown', () => {
    const turnedDown = ['remove_from_cart', 'dismiss_item', 'view_item_list'].flatMap((event) => [
      { user: 'u', item: 0, event: 'view_item' },
      { user: 'u', item: 1, event },
    ]);
    expect(viewedWith(journeys(turnedDown), ITEMS, 1).items.length).toBe(0);
  });

  test('names every pair with enough shoppers and no other, for random logs', () => {
    const log = fc.array(fc.record({ user: fc.nat(6), item: fc.nat(ITEMS - 1) }), { maxLength: 60 });
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 3 }), (rows, minShoppers) => {
        const lists = viewedWith(
          journeys(rows.map(({ user, item }) => ({ user: String(user), item }))),
          ITEMS,
          minShoppers,
        );
        // The naive twin: users who met both items, at most 20 steps apart among their different items.
        const seen = new Map<number, number[]>();
        for (const { user, item } of rows) {
          const items = seen.get(user) ?? [];
          seen.set(user, items.includes(item) ? items : [...items, item]);
        }
        for (let a = 0; a < ITEMS; a++) {
          const expected = Array.from({ length: ITEMS }, (_, b) => b).filter(
            (b) =>
              b !== a &&
              [...seen.values()].filter((items) => items.includes(a) && items.includes(b)).length >= minShoppers,
          );
          expect(neighborsOf(lists, a).sort((x, y) => x - y)).toEqual(expected);
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

describe('bought with', () => {
  const buy = (user: string, item: number, day: number, more: Partial<Row> = {}): Row => ({
    ...{ user, item, day, event: 'purchase' },
    ...more,
  });

  test('joins what was bought on one day, and nothing else', () => {
    const lists = boughtWith(
      journeys([buy('u', 0, 1), buy('u', 1, 1), buy('u', 2, 3), { user: 'u', item: 3, day: 1, event: 'view_item' }]),
      ITEMS,
      1,
    );
    expect(neighborsOf(lists, 0)).toEqual([1]);
    expect(neighborsOf(lists, 1)).toEqual([0]);
    expect(neighborsOf(lists, 2)).toEqual([]);
  });

  test('goes by the orders of the log where it names them', () => {
    const collector = new EventCollector(index);
    for (const [item, order] of [
      ['0', 'x'],
      ['1', 'y'],
      ['2', 'y'],
    ])
      collector.add({ user: 'u', item, order, event: 'buy', timestamp: '1000000000' }, 1);
    const lists = boughtWith(cleanEvents(collector.finish().log).journeys, ITEMS, 1);
    expect(neighborsOf(lists, 0)).toEqual([]);
    expect(neighborsOf(lists, 1)).toEqual([2]);
  });

  test('without times goes by purchases in a row', () => {
    const lists = boughtWith(
      journeys([
        { user: 'u', item: 0, event: 'purchase' },
        { user: 'u', item: 1, event: 'purchase' },
        { user: 'u', item: 5, event: 'view' },
        { user: 'u', item: 2, event: 'purchase' },
      ]),
      ITEMS,
      1,
    );
    expect(neighborsOf(lists, 0)).toEqual([1]);
    expect(neighborsOf(lists, 2)).toEqual([]);
  });

  test('takes a returned item out of its order', () => {
    const lists = boughtWith(
      journeys([buy('u', 0, 1), buy('u', 1, 1), buy('u', 2, 1), buy('u', 1, 4, { quantity: '-1' })]),
      ITEMS,
      1,
    );
    expect(neighborsOf(lists, 0)).toEqual([2]);
    expect(neighborsOf(lists, 1)).toEqual([]);
  });

  test('is empty for a log without purchases, and below the shoppers it needs', () => {
    expect(boughtWith(sequences(['u 0 1', 'v 0 1']), ITEMS, 1).items.length).toBe(0);
    expect(boughtWith(journeys([buy('u', 0, 1), buy('u', 1, 1)]), ITEMS, 2).items.length).toBe(0);
  });
});

describe('popularity', () => {
  test('weighs what was done and fades by half in 90 days, counted from the latest event', () => {
    const log = journeys([
      { user: 'u', item: 0, day: 90, event: 'view_item' },
      { user: 'v', item: 0, day: 0, event: 'purchase' },
      { user: 'v', item: 1, day: 90, event: 'add_to_cart' },
    ]);
    const shoppers = shopperCounts(log, ITEMS, 1);
    // Item 0: 1 + 8 / 2; item 1: 4.
    expect([...popularity(log, shoppers, 1)].slice(0, 3)).toEqual([5, 4, 0]);
    expect([...shoppers].slice(0, 3)).toEqual([2, 1, 0]);
  });

  test('says nothing about items with too few shoppers, and something about all others', () => {
    const log = journeys([
      { user: 'u', item: 0 },
      { user: 'u', item: 0 },
      { user: 'u', item: 1 },
      { user: 'v', item: 1, event: 'dismiss_item' },
    ]);
    expect([...popularity(log, shopperCounts(log, ITEMS, 2), 2)]).toEqual(Array(ITEMS).fill(0));
    expect([...popularity(log, shopperCounts(log, ITEMS, 1), 1)].slice(0, 2)).toEqual([2, Math.fround(1e-3)]);
  });

  test('counts its age from when enough shoppers were there: a single clock ahead of all makes nothing old', () => {
    const log = journeys([
      { user: 'u', item: 0, day: 90 },
      { user: 'v', item: 0, day: 0 },
      { user: 'w', item: 0, day: 90 },
      { user: 'w', item: 1, day: 9000 },
      { user: 'v', item: 1, day: 90 },
    ]);
    // Two shoppers were there until day 90. Item 0: 1 + 1 / 2 + 1; item 1: 1 + 1.
    expect([...popularity(log, shopperCounts(log, ITEMS, 2), 2)].slice(0, 2)).toEqual([2.5, 2]);
  });

  test('takes what has no time for as old as the first that has one', () => {
    const log = journeys([
      { user: 'u', item: 0 },
      { user: 'u', item: 1, day: 0 },
      { user: 'u', item: 1, day: 180 },
    ]);
    expect([...popularity(log, shopperCounts(log, ITEMS, 1), 1)].slice(0, 2)).toEqual([0.25, 1.25]);
  });

  test('finds nothing without a time the older for a single clock that is behind all', () => {
    const log = journeys([
      { user: 'u', item: 0 },
      { user: 'u', item: 1, day: 0 },
      { user: 'v', item: 0 },
      { user: 'v', item: 1, day: 180 },
      { user: 'w', item: 1, day: 180 },
      { user: 'x', item: 1, day: -9000 },
    ]);
    expect(popularity(log, shopperCounts(log, ITEMS, 2), 2)[0]).toBe(0.5);
  });

  test('of a catalogue without a log is how many rated an item, and how', () => {
    expect([
      ...ratedPopularity([
        { id: 'a', title: '', rating: 4, ratingCount: 10 },
        { id: 'b', title: '', rating: 5 },
      ]),
    ]).toEqual([40, 0]);
  });
});

describe('linear algebra', () => {
  const matrix = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 6 })).chain(([rows, columns]) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      values: fc.array(fc.integer({ min: -5, max: 5 }), { minLength: rows * columns, maxLength: rows * columns }),
    }),
  );
  const dense = ({ rows, columns, values }: { rows: number; columns: number; values: number[] }) => ({
    rowCount: rows,
    columnCount: columns,
    multiply: (x: Float32Array, k: number) =>
      Float32Array.from({ length: rows * k }, (_, at) => {
        let sum = 0;
        for (let c = 0; c < columns; c++) sum += values[Math.floor(at / k) * columns + c] * x[c * k + (at % k)];
        return sum;
      }),
    multiplyTransposed: (y: Float32Array, k: number) =>
      Float32Array.from({ length: columns * k }, (_, at) => {
        let sum = 0;
        for (let r = 0; r < rows; r++) sum += values[r * columns + Math.floor(at / k)] * y[r * k + (at % k)];
        return sum;
      }),
  });

  test('eigenvectors of a symmetric matrix rebuild it', () => {
    // [[2, 1], [1, 2]] has the values 3 and 1 on the diagonals of the plane.
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect([...values].map((value) => value.toFixed(9))).toEqual(['3.000000000', '1.000000000']);
    expect(Math.abs(vectors[0])).toBeCloseTo(Math.SQRT1_2, 9);
  });

  test('the truncated SVD keeps all inner products of rows when it keeps all directions', () => {
    fc.assert(
      fc.property(matrix, (given) => {
        const { rows, columns, values } = given;
        const { u, sigma } = truncatedSvd(dense(given), 8, 1);
        for (let a = 0; a < rows; a++) {
          for (let b = 0; b < rows; b++) {
            let kept = 0;
            for (let d = 0; d < 8; d++) kept += u[a * 8 + d] * u[b * 8 + d] * sigma[d] ** 2;
            let expected = 0;
            for (let c = 0; c < columns; c++) expected += values[a * columns + c] * values[b * columns + c];
            expect(Math.abs(kept - expected)).toBeLessThan(1e-3 * (1 + Math.abs(expected)));
          }
        }
        for (let d = 1; d < 8; d++) expect(sigma[d]).toBeLessThanOrEqual(sigma[d - 1] + 1e-9);
      }),
      { seed: 11, numRuns: 100 },
    );
  });
});
