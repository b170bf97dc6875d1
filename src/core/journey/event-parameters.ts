import type { EventItem, EventMap, EventName } from '../journey-event.js';

/** The parameters of each event: those it cannot do without, then the others. Whatever else comes is ignored. */
export const EVENT_PARAMETERS: {
  readonly [N in EventName]: readonly [needed: readonly (keyof EventMap[N])[], others: readonly (keyof EventMap[N])[]];
} = {
  page_view: [[], ['page_type', 'page_location', 'page_title', 'page_referrer']],
  search: [['search_term'], []],
  view_search_results: [['search_term'], ['items']],
  view_item_list: [['items'], ['item_list_id', 'item_list_name', 'result_id']],
  select_item: [['items'], ['item_list_id', 'item_list_name', 'result_id']],
  view_item: [['items'], ['currency', 'value', 'result_id']],
  add_to_wishlist: [['items'], ['currency', 'value', 'result_id']],
  add_to_cart: [['items'], ['currency', 'value', 'result_id']],
  remove_from_cart: [['items'], ['currency', 'value']],
  view_cart: [['items'], ['currency', 'value']],
  begin_checkout: [['items'], ['currency', 'value', 'coupon']],
  add_shipping_info: [['items'], ['currency', 'value', 'coupon', 'shipping_tier']],
  add_payment_info: [['items'], ['currency', 'value', 'coupon', 'payment_type']],
  purchase: [
    ['transaction_id', 'items'],
    ['currency', 'value', 'tax', 'shipping', 'coupon', 'customer_type'],
  ],
  refund: [['transaction_id'], ['items', 'currency', 'value', 'tax', 'shipping', 'coupon']],
  view_promotion: [[], ['items', 'promotion_id', 'promotion_name', 'creative_name', 'creative_slot']],
  select_promotion: [[], ['items', 'promotion_id', 'promotion_name', 'creative_name', 'creative_slot']],
  share: [[], ['method', 'content_type', 'item_id']],
  remove_from_wishlist: [['items'], ['currency', 'value']],
  dwell: [['item_id', 'ms'], ['scroll']],
  rate_item: [['item_id', 'rating'], []],
  dismiss_item: [['item_id'], ['reason', 'result_id']],
  filter_list: [['filters'], ['item_list_id', 'item_list_name']],
};

/** All fields of an `items[]` entry. */
export const ITEM_FIELDS: readonly (keyof EventItem)[] = [
  'item_id',
  'item_name',
  'affiliation',
  'coupon',
  'discount',
  'index',
  'item_brand',
  'item_category',
  'item_category2',
  'item_category3',
  'item_category4',
  'item_category5',
  'item_list_id',
  'item_list_name',
  'item_variant',
  'location_id',
  'price',
  'quantity',
  'promotion_id',
  'promotion_name',
  'creative_name',
  'creative_slot',
];

/** Numeric parameters with the smallest and largest value that means something; all others are texts. */
export const NUMBER_RANGES: ReadonlyMap<string, readonly [min: number, max: number]> = new Map([
  ['value', [-Infinity, Infinity]],
  ['tax', [-Infinity, Infinity]],
  ['shipping', [-Infinity, Infinity]],
  ['discount', [0, Infinity]],
  ['price', [0, Infinity]],
  ['index', [0, Infinity]],
  // Cloth and cheese are sold by fractions; nothing is sold zero times.
  ['quantity', [Number.MIN_VALUE, Infinity]],
  ['ms', [0, Infinity]],
  ['scroll', [0, 1]],
  ['rating', [1, 5]],
]);

/** Texts that must be one of a few words. */
export const WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['page_type', ['home', 'category', 'search', 'product', 'cart', 'checkout', 'order', 'account', 'other']],
  ['reason', ['not_interested', 'already_owned', 'too_expensive']],
  ['customer_type', ['new', 'returning']],
]);
