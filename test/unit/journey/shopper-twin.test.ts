import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventLog } from '../../../src/core/journey/event-log.js';
import { applyEvent, emptyShopperState, shopperAt } from '../../../src/core/journey/shopper-state.js';
import type { JourneyEvent } from '../../../src/core/journey-event.js';
import type { Shopper } from '../../../src/core/shopper.js';
import { anyEvent, DAY } from './events.js';
import { NaiveShopper } from './naive-shopper.js';

const journey = fc
  .boolean()
  .chain((wide) =>
    fc.uniqueArray(anyEvent(wide), { selector: ({ timestamp }) => timestamp, maxLength: 40, size: 'max' }),
  );

const inTime = (events: readonly JourneyEvent[]): JourneyEvent[] =>
  [...events].sort((a, b) => a.timestamp - b.timestamp);

/** Lists whose order says nothing are compared as sets. */
const sorted = (list: readonly unknown[]): string[] => list.map((entry) => JSON.stringify(entry)).sort();

function expectTwins(shopper: Shopper, naive: NaiveShopper): void {
  const expected = naive.rest();
  expect(shopper.recent).toEqual(expected.recent);
  for (const list of ['cart', 'wishlist', 'owned', 'dismissed'] as const)
    expect([list, sorted(shopper[list])]).toEqual([list, sorted(expected[list])]);
  const interactions = new Map(naive.interactions().map((one) => [one.itemId, one]));
  const largest = Math.max(...[...interactions.values()].map(({ weight }) => Math.abs(weight)));
  for (const { weight, ...rest } of shopper.interactions) {
    const { weight: expectedWeight, ...expectedRest } = interactions.get(rest.itemId)!;
    expect(rest).toEqual(expectedRest);
    expect(Math.abs(weight - expectedWeight)).toBeLessThanOrEqual(1e-9 * largest);
    interactions.delete(rest.itemId);
  }
  // What is not told weighs nothing.
  for (const { weight } of interactions.values()) expect(Math.abs(weight)).toBeLessThanOrEqual(1e-9 * largest);
}

/** The naive twin takes a second here, and several on a busy machine. */
const SLOW_MS = 60_000;

// Without shrinking: a case that reaches the bounds has hundreds of items, and shrinking it takes minutes.
test(
  'events added one by one make the shopper that the whole list makes by definition',
  () => {
    fc.assert(
      fc.property(journey, fc.integer({ min: 60 * DAY, max: 90 * DAY }), (events, now) => {
        const naive = new NaiveShopper(inTime(events), now);
        fc.pre(!naive.isCloseCall());
        const state = emptyShopperState();
        for (const one of inTime(events)) applyEvent(state, one);
        expectTwins(shopperAt(state, now), naive);
      }),
      { seed: 17, numRuns: 600, endOnFailure: true },
    );
  },
  SLOW_MS,
);

test(
  'so do events that come late, in portions, with questions in between, into a journal that drops the oldest',
  () => {
    fc.assert(
      fc.property(
        journey.chain((events) => fc.tuple(fc.shuffledSubarray(events, { minLength: events.length }), fc.nat(40))),
        fc.integer({ min: 60 * DAY, max: 90 * DAY }),
        ([events, maxEvents], now) => {
          const naive = new NaiveShopper(inTime(events).slice(-(maxEvents + 1)), now);
          fc.pre(!naive.isCloseCall());
          const log = new EventLog({ maxAgeMs: Number.POSITIVE_INFINITY, maxEvents: maxEvents + 1 });
          for (let i = 0; i < events.length; i += 3) {
            log.add(events.slice(i, i + 3), now);
            if (i % 2 === 0) log.shopperAt(now);
          }
          expect(log.events).toEqual(inTime(events).slice(-(maxEvents + 1)));
          expectTwins(log.shopperAt(now), naive);
        },
      ),
      { seed: 19, numRuns: 500, endOnFailure: true },
    );
  },
  SLOW_MS,
);
