import type { ItemId } from './product.js';

/** The strongest thing a shopper has done with an item; decides the words of a reason. */
export type InteractionKind = 'viewed' | 'carted' | 'bought';

/** Weakest first. */
export const INTERACTION_KINDS: readonly InteractionKind[] = ['viewed', 'carted', 'bought'];

/** What scoring makes of all events about one item. */
export interface Interaction {
  itemId: ItemId;
  /** Σ event weight · 2^(−age / half-life) at {@link Shopper.now}; negative for items turned down. */
  weight: number;
  kind: InteractionKind;
  /** Epoch ms of the latest event about the item; that it was merely shown counts only where nothing else does. */
  lastMs: number;
  /**
   * How often the shopper met the item out of interest: steps of one encounter, such as view, cart and purchase in a row,
   * count once, as they do in training. 0 for an item that was only turned down or shown.
   */
  count: number;
}

/**
 * The shopper as scoring sees them: plain data, cloneable, made from the journey by `shopperAt`. Item ids are as
 * recorded; group ids and addresses among them are resolved against the snapshot where they are used.
 */
export interface Shopper {
  /** The moment for which the weights hold, epoch ms. */
  now: number;
  /** The strongest and the latest, at most 256; strongest first by absolute weight. */
  interactions: Interaction[];
  /** Viewed items, latest first, each once, at most 256. */
  recent: ItemId[];
  cart: readonly { itemId: ItemId; quantity: number }[];
  wishlist: readonly ItemId[];
  /** All that was bought and not returned, with how often (in distinct orders). */
  owned: readonly { itemId: ItemId; orders: number }[];
  /** All that was turned down. */
  dismissed: readonly ItemId[];
}

export const emptyShopper = (now: number): Shopper => ({
  now,
  interactions: [],
  recent: [],
  cart: [],
  wishlist: [],
  owned: [],
  dismissed: [],
});
