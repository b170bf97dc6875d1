import type { ItemId } from '../product.js';
import { ItemSums, type PlainSums } from './item-sums.js';
import { LatestSet } from './latest-set.js';
import { MAX_RECENT, type ShopperState } from './shopper-state.js';

/** All that a journey has added up to, as plain data that JSON and structured cloning keep exactly. */
export interface FoldedShopper {
  /** Epoch ms of the latest event in it. */
  lastMs: number;
  sums: PlainSums;
  /** Latest first. */
  recent: ItemId[];
  cart: [item: ItemId, quantity: number][];
  wishlist: ItemId[];
  orders: [transactionId: string, items: ItemId[]][];
  owned: [item: ItemId, orders: number][];
  dismissed: ItemId[];
}

export function foldShopper(state: ShopperState, lastMs: number): FoldedShopper {
  return {
    lastMs,
    sums: state.sums.toPlain(),
    recent: state.recent.latestFirst(),
    cart: [...state.cart],
    wishlist: [...state.wishlist],
    orders: [...state.orders].map(([transactionId, items]) => [transactionId, [...items]]),
    owned: [...state.owned],
    dismissed: [...state.dismissed],
  };
}

/** The state that was folded: it answers, and goes on, exactly as that would. */
export function unfoldShopper(folded: FoldedShopper): ShopperState {
  return {
    sums: ItemSums.fromPlain(folded.sums),
    recent: LatestSet.of(MAX_RECENT, folded.recent),
    cart: new Map(folded.cart),
    wishlist: new Set(folded.wishlist),
    orders: new Map(folded.orders.map(([transactionId, items]) => [transactionId, new Set(items)])),
    owned: new Map(folded.owned),
    dismissed: new Set(folded.dismissed),
    lists: {},
  };
}
