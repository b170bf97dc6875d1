import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Journeys } from '../../../src/builder/clean/clean-events.js';
import { trainBehavior } from '../../../src/builder/model/behavior-model.js';
import { boughtWith } from '../../../src/builder/model/bought-with.js';
import { INTEREST } from '../../../src/builder/model/event-interest.js';
import { shopperCounts } from '../../../src/builder/model/popularity.js';
import { firstPosition } from '../../../src/builder/model/sequence-encoder.js';
import { viewedWith } from '../../../src/builder/model/viewed-with.js';
import { emptyNeighbors, type WeightedNeighbors } from '../../../src/core/snapshot/quantize.js';
import type { SnapshotContent } from '../../../src/core/snapshot/snapshot-content.js';
import { journeysOf, type LogRow } from '../../support/journeys.js';
import { learnedShop, MIN_SHOPPERS, type ShopEvent } from '../../support/learned-shop.js';
import { encodeInMemory } from '../../support/snapshot-in-memory.js';

const bytesOf = (content: SnapshotContent): Buffer => {
  const { manifest, files } = encodeInMemory(content);
  return Buffer.concat([Buffer.from(JSON.stringify(manifest)), ...files.map(({ bytes }) => bytes)]);
};

/** Somebody who meets, likes, buys and returns what hardly anybody has met, ten years after all others. */
const MINUTES_OF_TEN_YEARS = 10 * 365 * 24 * 60;
const recluse: ShopEvent[] = [115, 116, 117, 115, 118].flatMap((item, i) =>
  ['view_item', 'add_to_cart', 'purchase', 'refund', 'view_item'].map((event, step) => ({
    ...{ user: 'Zebedee Quux', item, event },
    minute: MINUTES_OF_TEN_YEARS + 10 * i + step,
  })),
);

describe.each([
  ['that learns', 560],
  ['with too little of a log to learn from', 50],
])('of a shop %s', (_, shoppers) => {
  test(`not a byte of the snapshot changes with a shopper of items that fewer than ${MIN_SHOPPERS} met`, {
    timeout: 120_000,
  }, () => {
    const without = bytesOf(learnedShop({ shoppers }));
    const withRecluse = bytesOf(learnedShop({ shoppers, more: recluse }));
    expect(Buffer.compare(withRecluse, without)).toBe(0);
  });

  test('no user and no moment stands in the snapshot', { timeout: 120_000 }, () => {
    const more: ShopEvent[] = Array.from({ length: 9 }, (_, i) => ({
      ...{ user: 'Zebedee Quux', item: i, event: 'view_item' },
      minute: MINUTES_OF_TEN_YEARS + i,
    }));
    const bytes = bytesOf(learnedShop({ shoppers, more }));
    expect(bytes.includes('Zebedee')).toBe(false);
    const renamed = more.map((event) => ({ ...event, user: 'another' }));
    expect(Buffer.compare(bytesOf(learnedShop({ shoppers, more: renamed })), bytes)).toBe(0);
    // The visit a year later still: its order among all others is what counts, and that is the same.
    const later = more.map((event) => ({ ...event, minute: event.minute + MINUTES_OF_TEN_YEARS / 10 }));
    expect(Buffer.compare(bytesOf(learnedShop({ shoppers, more: later })), bytes)).toBe(0);
  });
});

const ITEMS = 8;
const EVENTS = ['view_item', 'add_to_cart', 'purchase', 'refund', 'dismiss_item', 'add_to_wishlist'];

const smallLogs: fc.Arbitrary<LogRow[]> = fc.array(
  fc.record({
    user: fc.constantFrom(...'abcdefgh'),
    item: fc.nat(ITEMS - 1),
    event: fc.constantFrom(...EVENTS),
    minute: fc.nat(200),
  }),
  { minLength: 1, maxLength: 60 },
);

/** The items that each shopper was interested in, counted without any of the builder's own code. */
function setsOf({ offsets, items, names }: Journeys): Set<number>[] {
  return Array.from(
    { length: offsets.length - 1 },
    (_, user) =>
      new Set(
        Array.from({ length: offsets[user + 1] - offsets[user] }, (_, i) => offsets[user] + i)
          .filter((e) => INTEREST[names[e]] > 0)
          .map((e) => items[e]),
      ),
  );
}

function expectSupport(lists: WeightedNeighbors, sets: readonly Set<number>[], least: number): void {
  for (let item = 0; item < ITEMS; item++)
    for (let e = lists.offsets[item]; e < lists.offsets[item + 1]; e++) {
      const together = sets.filter((set) => set.has(item) && set.has(lists.items[e])).length;
      expect(together).toBeGreaterThanOrEqual(least);
    }
}

test('whatever the log is, a statistic has as many shoppers behind it as it must', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(smallLogs, fc.integer({ min: 1, max: 4 }), (rows, minShoppers) => {
      const journeys = journeysOf(rows, ITEMS);
      const sets = setsOf(journeys);
      const met = Array.from({ length: ITEMS }, (_, item) => sets.filter((set) => set.has(item)).length);
      expect([...shopperCounts(journeys, ITEMS, minShoppers)]).toEqual(met.map((n) => (n >= minShoppers ? n : 0)));
      expectSupport(viewedWith(journeys, ITEMS, minShoppers), sets, minShoppers);
      expectSupport(boughtWith(journeys, ITEMS, minShoppers), sets, minShoppers);
    }),
    { numRuns: 300 },
  );
});

test('whatever the log is, what is learned of an item has as many shoppers behind it', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(smallLogs, fc.integer({ min: 2, max: 4 }), (rows, minShoppers) => {
      const journeys = journeysOf(rows, ITEMS);
      const sets = setsOf(journeys);
      const model = trainBehavior(journeys, {
        ...{ itemCount: ITEMS, dim: 4, minShoppers },
        contentRows: new Float32Array(ITEMS * 4),
        likes: emptyNeighbors(ITEMS),
      });
      const { embeddings, encoder, popularity, recentPopularity } = model;
      for (let item = 0; item < ITEMS; item++) {
        const isKnown = sets.filter((set) => set.has(item)).length >= minShoppers;
        const row = embeddings.subarray(item * 4, (item + 1) * 4);
        if (!isKnown)
          expect([...row, encoder.gates[item], popularity[item], recentPopularity[item]]).toEqual(Array(7).fill(0));
      }
      expectSupport(model.viewedWith, sets, minShoppers);
      expectSupport(model.viewedNext, sets, minShoppers);
      // Nobody meets more different items than there are: later places stay as they began, as do those of too few.
      for (const [p, position] of encoder.positions.entries())
        if (sets.filter((set) => set.size > p).length < minShoppers) expect(position).toBeCloseTo(firstPosition(p), 5);
    }),
    { numRuns: 40 },
  );
});
