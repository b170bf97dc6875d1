import type { EventItem, JourneyEvent } from '../journey-event.js';
import type { ItemId } from '../product.js';
import { INTERACTION_KINDS, type InteractionKind, type Shopper } from '../shopper.js';
import { dwellWeight, EVENT_WEIGHTS, MAX_DWELL_WEIGHT, ratingWeight } from './event-weights.js';
import { type ItemSum, ItemSums } from './item-sums.js';
import { LatestSet } from './latest-set.js';

/**
 * Viewed items that a shopper is known by: these leave the shelves and fill `recently-viewed`. More would make every
 * message to the worker longer for what hardly anybody remembers having seen.
 */
export const MAX_RECENT = 256;

/**
 * A shopper as the sum of all events so far. An event costs as much as it has items, and a question as much as it is
 * answered with, however long the history is.
 */
export interface ShopperState {
  sums: ItemSums;
  /** Viewed items. */
  recent: LatestSet<ItemId>;
  /** Item → quantity. */
  cart: Map<ItemId, number>;
  wishlist: Set<ItemId>;
  /** Items of each order that were not returned, by transaction id. */
  orders: Map<string, Set<ItemId>>;
  /** Item → number of {@link orders} that it stands in. */
  owned: Map<ItemId, number>;
  dismissed: Set<ItemId>;
  /** What may never be cut, as lists: made when first asked for after a change, and the same until the next one. */
  lists: { [L in 'cart' | 'wishlist' | 'owned' | 'dismissed']?: Shopper[L] | undefined };
}

export const emptyShopperState = (): ShopperState => ({
  sums: new ItemSums(),
  recent: new LatestSet(MAX_RECENT),
  cart: new Map(),
  wishlist: new Set(),
  orders: new Map(),
  owned: new Map(),
  dismissed: new Set(),
  lists: {},
});

/** Adds an event to the state it is given. Events come in time order; a repeated order is ignored. */
export function applyEvent(state: ShopperState, event: JourneyEvent): void {
  const { timestamp } = event;
  switch (event.name) {
    case 'dwell': {
      const item = state.sums.choose(event.params.item_id, timestamp, 0, event.name);
      const weight = Math.min(item.dwellLeft, dwellWeight(event.params.ms));
      item.dwellLeft -= weight;
      state.sums.raise(item, weight);
      return;
    }
    case 'rate_item':
      state.sums.choose(event.params.item_id, timestamp, ratingWeight(event.params.rating), event.name);
      return;
    case 'view_item_list':
      for (const itemId of idsOf(event.params.items))
        state.sums.show(itemId, timestamp, EVENT_WEIGHTS.view_item_list ?? 0);
      return;
    case 'purchase':
      if (!state.orders.has(event.params.transaction_id)) applyChoice(state, event, idsOf(event.params.items));
      return;
    case 'refund': {
      const order = state.orders.get(event.params.transaction_id);
      applyChoice(state, event, event.params.items ? idsOf(event.params.items) : new Set(order));
      return;
    }
    case 'share':
    case 'dismiss_item':
      applyChoice(state, event, new Set(event.params.item_id === undefined ? [] : [event.params.item_id]));
      return;
    default:
      applyChoice(state, event, 'items' in event.params ? idsOf(event.params.items ?? []) : new Set());
  }
}

/** An event that weighs the same for each of its items, and what it does to cart, wishlist, orders and dismissals. */
function applyChoice(state: ShopperState, event: JourneyEvent, itemIds: ReadonlySet<ItemId>): void {
  const weight = EVENT_WEIGHTS[event.name];
  const items =
    weight === undefined
      ? []
      : [...itemIds].map((itemId) => state.sums.choose(itemId, event.timestamp, weight, event.name));

  switch (event.name) {
    case 'view_item':
      for (const item of items) {
        item.dwellLeft = MAX_DWELL_WEIGHT;
        state.recent.put(item.itemId);
      }
      break;
    case 'add_to_cart':
      raiseKind(items, 'carted');
      addToCart(state, event.params.items, 1);
      break;
    case 'remove_from_cart':
      addToCart(state, event.params.items, -1);
      break;
    case 'view_cart':
      state.cart.clear();
      addToCart(state, event.params.items, 1);
      break;
    case 'add_to_wishlist':
      for (const itemId of itemIds) state.wishlist.add(itemId);
      state.lists.wishlist = undefined;
      break;
    case 'remove_from_wishlist':
      for (const itemId of itemIds) state.wishlist.delete(itemId);
      state.lists.wishlist = undefined;
      break;
    case 'purchase':
      raiseKind(items, 'bought');
      for (const itemId of itemIds) {
        state.cart.delete(itemId);
        state.owned.set(itemId, (state.owned.get(itemId) ?? 0) + 1);
      }
      state.orders.set(event.params.transaction_id, new Set(itemIds));
      state.lists.cart = undefined;
      state.lists.owned = undefined;
      break;
    case 'refund': {
      // The order stays known, so that its purchase, sent again, is still ignored.
      const order = state.orders.get(event.params.transaction_id);
      for (const itemId of itemIds) if (order?.delete(itemId)) disown(state.owned, itemId);
      state.lists.owned = undefined;
      break;
    }
    case 'dismiss_item':
      for (const itemId of itemIds) state.dismissed.add(itemId);
      state.lists.dismissed = undefined;
      break;
  }
}

function raiseKind(items: readonly ItemSum[], kind: InteractionKind): void {
  for (const item of items)
    if (INTERACTION_KINDS.indexOf(kind) > INTERACTION_KINDS.indexOf(item.kind)) item.kind = kind;
}

/** One order less that the item stands in. */
function disown(owned: Map<ItemId, number>, itemId: ItemId): void {
  const left = (owned.get(itemId) ?? 0) - 1;
  if (left > 0) owned.set(itemId, left);
  else owned.delete(itemId);
}

function addToCart({ cart, lists }: ShopperState, items: readonly EventItem[], sign: 1 | -1): void {
  lists.cart = undefined;
  for (const { item_id, quantity = 1 } of items) {
    const left = (cart.get(item_id) ?? 0) + sign * quantity;
    if (left > 0) cart.set(item_id, left);
    else cart.delete(item_id);
  }
}

const idsOf = (items: readonly EventItem[]): Set<ItemId> => new Set(items.map(({ item_id }) => item_id));

/** The shopper at a moment, as plain data for scoring. */
export function shopperAt(state: ShopperState, now: number): Shopper {
  const { sums, recent, cart, wishlist, owned, dismissed, lists } = state;
  lists.cart ??= [...cart].map(([itemId, quantity]) => ({ itemId, quantity }));
  lists.wishlist ??= [...wishlist];
  lists.owned ??= [...owned].map(([itemId, orders]) => ({ itemId, orders }));
  lists.dismissed ??= [...dismissed];
  return {
    now,
    interactions: sums.interactionsAt(now),
    recent: recent.latestFirst(),
    cart: lists.cart,
    wishlist: lists.wishlist,
    owned: lists.owned,
    dismissed: lists.dismissed,
  };
}
