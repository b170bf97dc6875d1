import type { ItemId } from './product.js';

export type PageType = 'home' | 'category' | 'search' | 'product' | 'cart' | 'checkout' | 'order' | 'account' | 'other';

/** GA4 `items[]` entry. Only `item_id` is needed; what is missing is taken from the snapshot. */
export interface EventItem {
  item_id: ItemId;
  item_name?: string;
  affiliation?: string;
  coupon?: string;
  /** Money off one unit. */
  discount?: number;
  /** Position in the list, from 0. */
  index?: number;
  item_brand?: string;
  item_category?: string;
  item_category2?: string;
  item_category3?: string;
  item_category4?: string;
  item_category5?: string;
  item_list_id?: string;
  item_list_name?: string;
  item_variant?: string;
  location_id?: string;
  /** Price of one unit after discount. */
  price?: number;
  /** Default 1. In `view_cart` 0 says that the item is not in the cart. */
  quantity?: number;
  promotion_id?: string;
  promotion_name?: string;
  creative_name?: string;
  creative_slot?: string;
}

interface Items {
  items: EventItem[];
}
interface Value {
  currency?: string;
  value?: number;
}
interface ListRef {
  item_list_id?: string;
  item_list_name?: string;
}
/** Names the result that led to the event; see `RecommendResult.resultId`. */
interface Attribution {
  result_id?: string;
}
interface PromotionRef {
  promotion_id?: string;
  promotion_name?: string;
  creative_name?: string;
  creative_slot?: string;
}

/** Names and parameters are those of GA4; `page_type` and `result_id` are the only additions. */
export interface Ga4Events {
  /** Also sets what `Sdk.recommend` takes as the current page. */
  page_view: { page_type?: PageType; page_location?: string; page_title?: string; page_referrer?: string };
  search: { search_term: string };
  view_search_results: { search_term: string } & Partial<Items>;
  view_item_list: Items & ListRef & Attribution;
  select_item: Items & ListRef & Attribution;
  view_item: Items & Value & Attribution;
  add_to_wishlist: Items & Value & Attribution;
  add_to_cart: Items & Value & Attribution;
  remove_from_cart: Items & Value;
  /** `items` is the whole cart and replaces the one known so far. */
  view_cart: Items & Value;
  begin_checkout: Items & Value & { coupon?: string };
  add_shipping_info: Items & Value & { coupon?: string; shipping_tier?: string };
  add_payment_info: Items & Value & { coupon?: string; payment_type?: string };
  /** A `transaction_id` seen before is ignored. */
  purchase: Items &
    Value & {
      transaction_id: string;
      tax?: number;
      shipping?: number;
      coupon?: string;
      customer_type?: 'new' | 'returning';
    };
  /** Without `items` the whole order counts as returned. */
  refund: Partial<Items> & Value & { transaction_id: string; tax?: number; shipping?: number; coupon?: string };
  view_promotion: Partial<Items> & PromotionRef;
  select_promotion: Partial<Items> & PromotionRef;
  share: { method?: string; content_type?: string; item_id?: ItemId };
}

/** Signals for which GA4 has no name. */
export interface ExtraEvents {
  remove_from_wishlist: Items & Value;
  /** Visible and focused time in ms; `scroll` is the depth reached, 0…1. */
  dwell: { item_id: ItemId; ms: number; scroll?: number };
  /** `rating` 1…5. */
  rate_item: { item_id: ItemId; rating: number };
  /** "Not for me": leaves the item out from now on and weakens its neighbours. */
  dismiss_item: {
    item_id: ItemId;
    reason?: 'not_interested' | 'already_owned' | 'too_expensive';
  } & Attribution;
  filter_list: ListRef & { filters: Record<string, string | number | (string | number)[]> };
}

export type EventMap = Ga4Events & ExtraEvents;
export type EventName = keyof EventMap;

/**
 * Something the shopper did, as the journal keeps it: it happened and is never changed. What scoring makes of it is
 * an interaction (`journey/shopper-state.ts`).
 */
export type JourneyEvent = {
  [N in EventName]: {
    name: N;
    params: EventMap[N];
    /** Epoch ms. */
    timestamp: number;
  };
}[EventName];
