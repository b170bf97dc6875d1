import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventLog, overflowOf } from '../../../src/core/journey/event-log.js';
import type { JourneyEvent } from '../../../src/core/journey-event.js';
import { DAY, event, view } from './events.js';

const UNLIMITED = { maxAgeMs: Number.POSITIVE_INFINITY, maxEvents: Number.POSITIVE_INFINITY };

const anyEvent: fc.Arbitrary<JourneyEvent> = fc
  .tuple(
    fc.constantFrom('view_item', 'add_to_cart', 'remove_from_cart', 'view_cart', 'purchase', 'refund'),
    fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('t1', 't2'),
    fc.integer({ min: 0, max: 5 }),
  )
  .map(([name, ids, transaction_id, days]) => {
    const items = ids.map((item_id) => ({ item_id }));
    return event(name as 'purchase', { items, transaction_id }, days * DAY);
  });

describe('the event log', () => {
  test('makes the same shopper of the same events, in whatever order and portions they come', () => {
    const distinctTimes = fc.uniqueArray(anyEvent, { selector: ({ timestamp }) => timestamp, maxLength: 6 });
    fc.assert(
      fc.property(
        distinctTimes.chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
        ),
        ([events, shuffled]) => {
          const whole = new EventLog(UNLIMITED);
          whole.replace(events, 5 * DAY);
          const pieces = new EventLog(UNLIMITED);
          for (const one of shuffled) pieces.add([one], 5 * DAY);
          expect(pieces.events).toEqual(whole.events);
          const { interactions, ...rest } = pieces.shopperAt(5 * DAY);
          const expected = whole.shopperAt(5 * DAY);
          expect(rest).toMatchObject({ recent: expected.recent, cart: expected.cart, owned: expected.owned });
          for (const [i, { itemId, weight }] of interactions.entries()) {
            expect(itemId).toBe(expected.interactions[i].itemId);
            expect(weight).toBeCloseTo(expected.interactions[i].weight, 9);
          }
        },
      ),
      { seed: 11 },
    );
  });

  test('keeps events of the same moment in the order in which they came', () => {
    const log = new EventLog(UNLIMITED);
    log.add([view('a', 1), view('b', 1), view('c', 0), view('d', 1)], 1);
    expect(log.shopperAt(1).recent).toEqual(['d', 'b', 'a', 'c']);
  });

  test('drops the oldest events beyond the number', () => {
    const log = new EventLog({ ...UNLIMITED, maxEvents: 2 });
    log.add([view('a', 1), view('b', 2), view('c', 3)], 3);
    expect(log.events).toHaveLength(2);
    expect(log.shopperAt(3).recent).toEqual(['c', 'b']);
  });

  test('drops events beyond the age', () => {
    const log = new EventLog({ ...UNLIMITED, maxAgeMs: 10 * DAY });
    log.add([view('a', 0), view('b', DAY)], 11 * DAY);
    expect(log.shopperAt(11 * DAY).recent).toEqual(['b']);
  });

  test.each([100, 200, 1000])(
    'in a full journal of %i events lags behind by no more than a fiftieth of it',
    (maxEvents) => {
      const log = new EventLog({ ...UNLIMITED, maxEvents });
      const order = (i: number): JourneyEvent =>
        event('purchase', { transaction_id: `t${i}`, items: [{ item_id: `i${i}` }] }, i);
      for (let i = 0; i < 3 * maxEvents; i++) {
        log.add([order(i)], i);
        if (i < maxEvents) continue;
        expect(log.events).toHaveLength(maxEvents);
        const { owned } = log.shopperAt(i);
        expect(owned.length).toBeGreaterThanOrEqual(maxEvents);
        expect(owned.length).toBeLessThanOrEqual(1.02 * maxEvents);
        expect(owned.at(-1)?.itemId).toBe(`i${i}`);
      }
    },
  );

  test('does not lag behind after a long absence', () => {
    const log = new EventLog({ ...UNLIMITED, maxAgeMs: 10 * DAY });
    for (let i = 0; i < 1000; i++) log.add([view(`i${i % 200}`, i)], i);
    log.add([view('new', 11 * DAY)], 11 * DAY);
    expect(log.shopperAt(11 * DAY).recent).toEqual(['new']);
  });

  test('knows the orders it has seen', () => {
    const log = new EventLog(UNLIMITED);
    log.add([event('purchase', { transaction_id: 't1', items: [{ item_id: 'a' }] })], 0);
    expect([log.hasOrder('t1'), log.hasOrder('t2')]).toEqual([true, false]);
  });
});

test.each([
  ['nothing', { maxAgeMs: 100, maxEvents: 5 }, 0],
  ['by number', { maxAgeMs: 100, maxEvents: 2 }, 1],
  ['by age', { maxAgeMs: 8, maxEvents: 5 }, 2],
  ['whichever is more', { maxAgeMs: 8, maxEvents: 2 }, 2],
])('retention drops %s', (_, retention, dropped) => {
  expect(overflowOf([view('a', 0), view('b', 1), view('c', 2)], retention, 10)).toBe(dropped);
});
