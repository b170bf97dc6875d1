import { EVENT_WEIGHTS } from '../../core/journey/event-weights.js';
import type { EventName } from '../../core/journey-event.js';
import { EVENT_NAMES } from '../values/event-names.js';

/**
 * What the events of a log say about an item, where they say more than in a journey on the device: a row of a log is
 * about one item, so a page view is a view of it, and an item at the checkout was wanted.
 */
const LOG_WEIGHTS: Readonly<Partial<Record<EventName, number>>> = {
  ...EVENT_WEIGHTS,
  page_view: 1,
  view_cart: 1,
  begin_checkout: 1,
  add_shipping_info: 1,
  add_payment_info: 1,
  rate_item: 1,
};

/** [event name index] weight of one event; 0 where it says nothing. */
export const INTEREST = Float64Array.from(EVENT_NAMES, (name) => LOG_WEIGHTS[name] ?? 0);

export const PURCHASE = EVENT_NAMES.indexOf('purchase');
export const REFUND = EVENT_NAMES.indexOf('refund');
