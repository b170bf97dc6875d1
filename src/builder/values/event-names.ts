import { EVENT_PARAMETERS } from '../../core/journey/event-parameters.js';
import type { EventName } from '../../core/journey-event.js';

export const EVENT_NAMES = Object.keys(EVENT_PARAMETERS) as EventName[];

/** What other systems call an event, reduced to lower-case letters: their own names and those of common logs. */
const OTHER_NAMES: Readonly<Partial<Record<EventName, string>>> = {
  page_view: 'homepageview pageviewed page',
  search: 'searchsubmitted productssearched',
  view_item_list: 'categorypageview collectionviewed productlistviewed impression show',
  select_item: 'productclicked click clicked clicks itemclick',
  view_item:
    'detailpageview productviewed view viewed views pv pdpview productview viewproduct itemview viewcontent viewdetails',
  add_to_wishlist: 'productaddedtowishlist wishlist fav favorite favourite favorites like save',
  add_to_cart: 'addtocart productaddedtocart productadded cart basket addtobasket addtobag carts addcart',
  remove_from_cart: 'removefromcart productremovedfromcart productremoved removefrombasket',
  view_cart: 'shoppingcartpageview cartviewed',
  begin_checkout: 'checkoutstarted checkout initiatecheckout',
  add_shipping_info: 'checkoutshippinginfosubmitted checkoutstepcompleted',
  add_payment_info: 'paymentinfosubmitted paymentinfoentered',
  purchase:
    'purchasecomplete checkoutcompleted ordercompleted buy bought purchased order ordered transaction sale orders',
  refund: 'orderrefunded refunded return returned',
  view_promotion: 'promotionviewed',
  select_promotion: 'promotionclicked',
  share: 'productshared shared',
  remove_from_wishlist: 'productremovedfromwishlist unfavorite unlike',
  rate_item: 'productreviewed review rating rate rated',
  dismiss_item: 'dismiss dismissed dislike hide',
  filter_list: 'productlistfiltered',
};

const letters = (name: string): string => name.toLowerCase().replace(/[^\p{L}]/gu, '');

const BY_LETTERS = new Map<string, EventName>([
  ...EVENT_NAMES.map((name): [string, EventName] => [letters(name), name]),
  ...Object.entries(OTHER_NAMES).flatMap(([name, others]) =>
    others.split(' ').map((other): [string, EventName] => [other, name as EventName]),
  ),
]);

/** The GA4 name of an event under any of its usual names, in any spelling; undefined when nobody uses it. */
export const parseEventName = (name: string): EventName | undefined => BY_LETTERS.get(letters(name));
