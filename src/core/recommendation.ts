import type { ItemId, Product } from './product.js';
import type { Rules } from './rules.js';

export type Strategy =
  /** Substitutes for the anchor: content first, behaviour where there is some. */
  | 'similar'
  /** Seen in the same visits as the anchor; behaviour only. */
  | 'also-viewed'
  /** Goes with the anchors: shared orders, widened by category pairs where orders are few. */
  | 'bought-together'
  /** What this shopper is likely to want next. */
  | 'for-you'
  | 'popular'
  | 'recently-viewed';

/** A request for one list, as far as scoring is concerned. */
export interface RecommendQuery {
  /** Name of a slot from `SiteConfig.placements`; fields given here override it. */
  placement?: string;
  /** Several are blended, the first weighing most. Default by page type: `similar` on a product page,
   *  `bought-together` on the cart page, `for-you` elsewhere. */
  strategy?: Strategy | Strategy[];
  /** Anchor(s). Default: the product on the page, or the cart on a cart page. */
  itemId?: ItemId | ItemId[];
  /** 1…200, default 8. */
  limit?: number;
  /** Added to the rules of the placement and of the site; filters are combined with AND. */
  rules?: Rules;
  /** 0 = by score alone … 1 = as varied as possible. Default 0.3. */
  diversity?: number;
  /** 0 = the same list for everybody … 1 = fully personal. Default 1. */
  personalize?: number;
  /** Share of the list given to less certain picks, 0…1. Default 0. */
  explore?: number;
  /** What fills a short list, in order. Default `['popular']`; false = the list may stay short. */
  fallback?: Strategy[] | false;
  /** Leave out items that another result on this page already shows. Default true. */
  dedupe?: boolean;
}

export type ReasonCode =
  | 'similar'
  | 'also_viewed'
  | 'bought_together'
  | 'viewed'
  | 'carted'
  | 'bought'
  | 'category'
  | 'popular'
  | 'pinned'
  | 'reserved'
  | 'explored'
  | 'fallback';

/** Taken from the score itself, never made up afterwards. Largest weight first. */
export interface Reason {
  code: ReasonCode;
  /** Part of the score that it explains; the weights of one item sum to 1. */
  weight: number;
  /** One sentence in the current locale, ready to show. Plain text. */
  text: string;
  /** The shopper's own items behind it. */
  itemIds?: ItemId[];
  /** The brand, category or search term behind it. */
  value?: string;
  /** Rank the item would have had without this reason; absent = it would not be in the list. */
  rankWithout?: number;
}

export interface RankedItem {
  id: ItemId;
  rank: number;
  /** Comparable inside one result only. */
  score: number;
  strategy: Strategy;
  /** At least one. */
  reasons: Reason[];
  product: Product;
}

/** What a list rests on: the shopper's journey, the page alone, or the fallback. */
export type ResultSource = 'personal' | 'context' | 'fallback';
