import fc from 'fast-check';
import type { EventMap, EventName, JourneyEvent } from '../../../src/core/journey-event.js';

export const DAY = 24 * 60 * 60 * 1000;

export const event = <N extends EventName>(name: N, params: EventMap[N], timestamp = 0): JourneyEvent =>
  ({ name, params, timestamp }) as JourneyEvent;

export const view = (item_id: string, timestamp = 0): JourneyEvent =>
  event('view_item', { items: [{ item_id }] }, timestamp);

const NAMES: EventName[] = [
  ...(['view_item', 'view_item', 'view_item_list', 'dwell', 'rate_item', 'select_item', 'share'] as const),
  ...(['add_to_wishlist', 'remove_from_wishlist', 'add_to_cart', 'remove_from_cart', 'view_cart'] as const),
  ...(['purchase', 'refund', 'dismiss_item', 'begin_checkout'] as const),
];

/** An event of any kind; `wide` ones are about enough items that the bounds are reached. */
export const anyEvent = (wide: boolean): fc.Arbitrary<JourneyEvent> => {
  const itemId = fc.nat(wide ? 600 : 3).map((n) => `i${n}`);
  const item = fc.record({ item_id: itemId, quantity: fc.integer({ min: 1, max: 3 }) });
  return fc
    .record({
      name: fc.constantFrom(...NAMES),
      items: fc.array(item, { minLength: 1, maxLength: wide ? 60 : 3, size: 'max' }),
      isWhole: fc.boolean(),
      transaction_id: fc.constantFrom('t1', 't2', 't3'),
      timestamp: fc.integer({ min: 0, max: 60 * DAY }),
      ms: fc.integer({ min: 1, max: 40_000 }),
      rating: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ name, items, isWhole, transaction_id, timestamp, ms, rating }) => {
      const [{ item_id }] = items;
      if (name === 'dwell') return event(name, { item_id, ms }, timestamp);
      if (name === 'rate_item') return event(name, { item_id, rating }, timestamp);
      if (name === 'share' || name === 'dismiss_item') return event(name, { item_id }, timestamp);
      if (name === 'refund' && isWhole) return event(name, { transaction_id }, timestamp);
      return event(name as 'purchase', { items, transaction_id }, timestamp);
    });
};
