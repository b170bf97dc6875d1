import type { EventItem, PageType } from '../core/journey-event.js';

/** What one source says about a page. Sources are merged in the order of trust by `read-page.ts`. */
export interface PageFacts {
  product?: NamedProduct;
  lists: NamedList[];
  /** What the shopper searched for. */
  searchTerm?: string;
  pageType?: PageType;
}

/** The product that the page is about. */
export interface NamedProduct {
  item: EventItem;
  currency?: string;
  /** Its own address is that of the page, so it cannot be a leftover of the page before. */
  isConfirmed: boolean;
}

export interface NamedList {
  name?: string;
  items: EventItem[];
}

/** More items than this say nothing more about a list; the SDK would cut them off as well. */
export const MAX_LIST_ITEMS = 200;
