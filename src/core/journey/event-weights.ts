import type { EventName } from '../journey-event.js';

/**
 * What an event says about liking its items: the weight hints of the README. Events that are not listed say nothing
 * about an item by themselves. Starting points, chosen so that one purchase outweighs a visit full of views.
 */
export const EVENT_WEIGHTS: Readonly<Partial<Record<EventName, number>>> = {
  view_item_list: -0.1,
  select_item: 1,
  view_item: 1,
  share: 2,
  add_to_wishlist: 3,
  remove_from_wishlist: -1,
  add_to_cart: 4,
  remove_from_cart: -2,
  purchase: 8,
  refund: -6,
  dismiss_item: -4,
};

/** −3 for one star, 0 for three, 3 for five. */
export const ratingWeight = (rating: number): number => 1.5 * (rating - 3);

/** Attention that counts as much as the view itself: about the median time on a product page that is really read. */
const FULL_DWELL_MS = 30_000;

/** Most that dwelling adds to one view. */
export const MAX_DWELL_WEIGHT = 1;

/** In 0…1, before what earlier dwelling on the same view has used up. */
export const dwellWeight = (ms: number): number => Math.min(MAX_DWELL_WEIGHT, ms / FULL_DWELL_MS);

/**
 * After this time an event weighs half. Two weeks: within a visit nothing fades, a purchase of last month still counts
 * as much as a cart of today, and a gift bought half a year ago no longer speaks (2^−13).
 */
export const HALF_LIFE_MS = 14 * 24 * 60 * 60 * 1000;

/** 2^(−age / half-life); above 1 for a reference time before the event. */
export const decay = (ageMs: number): number => 2 ** (-ageMs / HALF_LIFE_MS);

/**
 * What was merely shown may shade a taste but never turn it: its weights together are at most this share of the
 * weight of what was chosen. Without the bound a dozen shelves full of nail polish, looked past by somebody who
 * likes nail polish, would outweigh the polishes she viewed.
 */
export const SHOWN_SHARE = 0.1;
