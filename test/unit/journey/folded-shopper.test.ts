import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventLog } from '../../../src/core/journey/event-log.js';
import { jsonOf } from '../../../src/core/journey/profile-file.js';
import { anyEvent, DAY, view } from './events.js';

const UNLIMITED = { maxAgeMs: Number.POSITIVE_INFINITY, maxEvents: Number.POSITIVE_INFINITY };

describe('a folded shopper', () => {
  test('that was written as JSON answers, and goes on, exactly as the events would', () => {
    const journey = fc
      .boolean()
      .chain((wide) => fc.array(anyEvent(wide), { maxLength: 60, size: 'max' }))
      .map((events) => events.sort((a, b) => a.timestamp - b.timestamp));
    fc.assert(
      fc.property(journey, fc.double({ min: 0, max: 1, noNaN: true }), (events, share) => {
        const cut = Math.floor(events.length * share);
        const whole = new EventLog(UNLIMITED);
        whole.add(events.slice(0, cut), 90 * DAY);
        const restored = new EventLog(UNLIMITED);
        restored.replace([], 90 * DAY, JSON.parse(jsonOf(whole.fold())));
        expect(restored.shopperAt(90 * DAY)).toEqual(whole.shopperAt(90 * DAY));
        whole.add(events.slice(cut), 90 * DAY);
        restored.add(events.slice(cut), 90 * DAY);
        expect(restored.shopperAt(90 * DAY)).toEqual(whole.shopperAt(90 * DAY));
        expect(restored.fold()).toEqual(whole.fold());
      }),
      { seed: 23, numRuns: 300, endOnFailure: true },
    );
  }, 60_000);

  test('still knows the orders, so that a repetition is noticed', () => {
    const log = new EventLog(UNLIMITED);
    log.add([{ name: 'purchase', params: { transaction_id: 't1', items: [{ item_id: 'a' }] }, timestamp: 1 }], 2);
    const restored = new EventLog(UNLIMITED);
    restored.replace([], 2, log.fold());
    expect(restored.hasOrder('t1')).toBe(true);
  });

  test('goes as its latest event would', () => {
    const log = new EventLog({ maxAgeMs: DAY, maxEvents: 10 });
    log.add([view('a', 0)], 0);
    const folded = log.fold();
    log.replace([], DAY, folded);
    expect(log.shopperAt(DAY).recent).toEqual(['a']);
    log.add([view('b', DAY + 1)], DAY + 1);
    expect(log.shopperAt(DAY + 1).recent).toEqual(['b']);
    expect(log.base).toBeUndefined();
  });

  test('keeps its place below events that come late', () => {
    const log = new EventLog(UNLIMITED);
    log.add([view('a', 10)], 10);
    log.replace([view('c', 30)], 30, log.fold());
    log.add([view('b', 20)], 30);
    expect(log.shopperAt(30).recent).toEqual(['c', 'b', 'a']);
  });
});
