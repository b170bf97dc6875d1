import type { ColumnVocabulary } from './column-map.js';
import { columnKey, usualColumns } from './recognize-column.js';

export const EVENT_FIELDS = ['user', 'session', 'item', 'timestamp', 'event', 'quantity', 'price'] as const;

/** `order` is recognised only: it tells which purchases were made together. */
export type ReadEventField = (typeof EVENT_FIELDS)[number] | 'order';

const USUAL = usualColumns<ReadEventField>({
  user: `user user_id visitor_id customer_id customer client_id user_pseudo_id full_visitor_id visitor member_id
    shopper shopper_id account_id buyer_id uid distinct_id anonymous_id household_id household_key person_id
    reviewer_id user_hash kunde kundennummer`,
  session: 'session session_id ga_session_id visit visit_id session_key',
  item: `item item_id product_id product sku article_id content_id asin parent_asin goods_id offer_id stock_code
    item_code product_code parent_sku artikelnummer id`,
  timestamp: `timestamp time ts event_time event_timestamp datetime date_time date event_date created_at occurred_at
    unix_timestamp unix_time unix_review_time t_dat order_date invoice_date purchase_date purchased_at order_time
    transaction_date server_time datum`,
  event: `event event_name event_type action action_type behavior behaviour behavior_type behaviour_type activity
    interaction interaction_type type`,
  quantity: 'quantity qty item_quantity order_quantity menge',
  price: 'price unit_price item_price sale_price',
  order: `transaction_id order_id invoice invoice_no invoice_id basket_id receipt_id order_number checkout_id
    transaction`,
});

export const EVENT_VOCABULARY: ColumnVocabulary<ReadEventField> = {
  fields: EVENT_FIELDS,
  hasAttributes: false,
  recognize: (column) => USUAL.get(columnKey(column)),
};
