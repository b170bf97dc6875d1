import type { EventItem, JourneyEvent } from '../journey-event.js';
import type { ItemId } from '../product.js';
import { INTERACTION_KINDS, type Interaction, type InteractionKind, type Shopper } from '../shopper.js';
import { decay, dwellWeight, EVENT_WEIGHTS, MAX_DWELL_WEIGHT, ratingWeight, SHOWN_SHARE } from './event-weights.js';

/** What the events about one item have added up to. */
interface ItemState {
  /** Σ event weight · 2^(−(atMs − timestamp) / half-life) over all events but those that merely showed the item. */
  chosen: number;
  /** The same over the events that merely showed it; ≤ 0. */
  shown: number;
  /** Reference time of both sums. */
  atMs: number;
  kind: InteractionKind;
  lastMs: number;
  count: number;
  /** What dwelling may still add to the latest view. */
  dwellLeft: number;
}

/**
 * A shopper as the sum of all events so far. Each item's decayed sum is kept at a reference time of its own, so that an
 * event costs as much as it has items, however long the history is, and adding up is exact: moving a sum from t to u
 * multiplies every summand by the same 2^(−(u − t) / half-life).
 */
export interface ShopperState {
  items: Map<ItemId, ItemState>;
  /** Viewed items, latest last. */
  recent: Set<ItemId>;
  /** Item → quantity. */
  cart: Map<ItemId, number>;
  wishlist: Set<ItemId>;
  /** Items of each order that were not returned, by transaction id. */
  orders: Map<string, Set<ItemId>>;
  dismissed: Set<ItemId>;
}

export const emptyShopperState = (): ShopperState => ({
  items: new Map(),
  recent: new Set(),
  cart: new Map(),
  wishlist: new Set(),
  orders: new Map(),
  dismissed: new Set(),
});

/** Adds an event to the state it is given. Events come in time order; a repeated order is ignored. */
export function applyEvent(state: ShopperState, event: JourneyEvent): void {
  const { timestamp } = event;
  switch (event.name) {
    case 'dwell': {
      const item = touch(state, event.params.item_id, timestamp);
      const weight = Math.min(item.dwellLeft, dwellWeight(event.params.ms));
      item.dwellLeft -= weight;
      item.chosen += weight;
      return;
    }
    case 'rate_item':
      touch(state, event.params.item_id, timestamp).chosen += ratingWeight(event.params.rating);
      return;
    case 'view_item_list':
      for (const itemId of idsOf(event.params.items))
        touch(state, itemId, timestamp).shown += EVENT_WEIGHTS.view_item_list ?? 0;
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
  if (weight !== undefined) for (const itemId of itemIds) touch(state, itemId, event.timestamp).chosen += weight;

  switch (event.name) {
    case 'view_item':
      for (const itemId of itemIds) {
        touchedItem(state, itemId).dwellLeft = MAX_DWELL_WEIGHT;
        // A Set remembers the order of insertion: taking the item out first moves it to the end.
        state.recent.delete(itemId);
        state.recent.add(itemId);
      }
      break;
    case 'add_to_cart':
      for (const itemId of itemIds) raiseKind(state, itemId, 'carted');
      addToCart(state.cart, event.params.items, 1);
      break;
    case 'remove_from_cart':
      addToCart(state.cart, event.params.items, -1);
      break;
    case 'view_cart':
      state.cart.clear();
      addToCart(state.cart, event.params.items, 1);
      break;
    case 'add_to_wishlist':
      for (const itemId of itemIds) state.wishlist.add(itemId);
      break;
    case 'remove_from_wishlist':
      for (const itemId of itemIds) state.wishlist.delete(itemId);
      break;
    case 'purchase':
      for (const itemId of itemIds) {
        raiseKind(state, itemId, 'bought');
        state.cart.delete(itemId);
      }
      state.orders.set(event.params.transaction_id, new Set(itemIds));
      break;
    case 'refund':
      // The order stays known, so that its purchase, sent again, is still ignored.
      for (const itemId of itemIds) state.orders.get(event.params.transaction_id)?.delete(itemId);
      break;
    case 'dismiss_item':
      for (const itemId of itemIds) state.dismissed.add(itemId);
      break;
  }
}

/** The item's state with its sums moved to this event's time, which is then one more event about it. */
function touch(state: ShopperState, itemId: ItemId, timestamp: number): ItemState {
  const known = state.items.get(itemId);
  if (!known) {
    const item: ItemState = {
      chosen: 0,
      shown: 0,
      atMs: timestamp,
      kind: 'viewed',
      lastMs: timestamp,
      count: 1,
      dwellLeft: 0,
    };
    state.items.set(itemId, item);
    return item;
  }
  const factor = decay(timestamp - known.atMs);
  known.chosen *= factor;
  known.shown *= factor;
  known.atMs = timestamp;
  known.lastMs = Math.max(known.lastMs, timestamp);
  known.count++;
  return known;
}

const touchedItem = (state: ShopperState, itemId: ItemId): ItemState => state.items.get(itemId) as ItemState;

function raiseKind(state: ShopperState, itemId: ItemId, kind: InteractionKind): void {
  const item = touchedItem(state, itemId);
  if (INTERACTION_KINDS.indexOf(kind) > INTERACTION_KINDS.indexOf(item.kind)) item.kind = kind;
}

function addToCart(cart: Map<ItemId, number>, items: readonly EventItem[], sign: 1 | -1): void {
  for (const { item_id, quantity = 1 } of items) {
    const left = (cart.get(item_id) ?? 0) + sign * quantity;
    if (left > 0) cart.set(item_id, left);
    else cart.delete(item_id);
  }
}

const idsOf = (items: readonly EventItem[]): Set<ItemId> => new Set(items.map(({ item_id }) => item_id));

/** Scoring looks at the strongest interactions only; more would make every message to the worker longer. */
const MAX_INTERACTIONS = 256;

/** The shopper at a moment, as plain data for scoring. Ties between interactions go to the later, then the lower id. */
export function shopperAt(state: ShopperState, now: number): Shopper {
  return {
    now,
    interactions: interactionsAt(state, now),
    recent: [...state.recent].reverse(),
    cart: [...state.cart].map(([itemId, quantity]) => ({ itemId, quantity })),
    wishlist: [...state.wishlist],
    owned: ownedItems(state),
    dismissed: [...state.dismissed],
  };
}

function interactionsAt({ items }: ShopperState, now: number): Interaction[] {
  let liked = 0;
  let shownSum = 0;
  for (const { chosen, shown, atMs } of items.values()) {
    const factor = decay(now - atMs);
    liked += Math.max(0, chosen) * factor;
    shownSum -= shown * factor;
  }
  const shownFactor = shownSum > 0 ? Math.min(1, (SHOWN_SHARE * liked) / shownSum) : 0;
  return [...items]
    .map(([itemId, { chosen, shown, atMs, kind, lastMs, count }]) => ({
      itemId,
      weight: (chosen + shown * shownFactor) * decay(now - atMs),
      kind,
      lastMs,
      count,
    }))
    .filter(({ weight }) => weight !== 0)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || b.lastMs - a.lastMs || (a.itemId < b.itemId ? -1 : 1))
    .slice(0, MAX_INTERACTIONS);
}

function ownedItems({ orders }: ShopperState): Shopper['owned'] {
  const counts = new Map<ItemId, number>();
  for (const itemIds of orders.values())
    for (const itemId of itemIds) counts.set(itemId, (counts.get(itemId) ?? 0) + 1);
  return [...counts].map(([itemId, orderCount]) => ({ itemId, orders: orderCount }));
}
