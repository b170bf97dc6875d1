import type { PageType } from './journey-event.js';
import type { ItemId } from './product.js';

/** The page the shopper is on; `page_view` opens one and a `view_item` after it names its product. */
export interface PageContext {
  pageType: PageType;
  /** The product of the page, as recorded. */
  itemId?: ItemId;
  /** Address without query and fragment; may name the product through the catalogue's own addresses. */
  url?: string;
}
