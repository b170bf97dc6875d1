import type { JourneyEvent } from '../journey-event.js';
import type { PageContext } from '../page-context.js';

/** The part of an address that names a page: without query and fragment. */
export const pageUrl = (address: string): string => address.replace(/[?#].*$/s, '');

/** How an event came about. */
export interface PageEventOrigin {
  /** Address of the document, for a `page_view` that names none. */
  location: string;
  /**
   * The event was read from the page itself. What a page shows as its product makes it a product page; a `view_item` that
   * a script records may be a quick view on any page.
   */
  isRead: boolean;
}

/** The page after an event: `page_view` opens one, a `view_item` after it names its product. */
export function pageAfter(page: PageContext, event: JourneyEvent, { location, isRead }: PageEventOrigin): PageContext {
  if (event.name === 'view_item') {
    const pageType = isRead && page.pageType === 'other' ? 'product' : page.pageType;
    return { ...page, pageType, itemId: event.params.items[0].item_id };
  }
  if (event.name !== 'page_view') return page;
  const { page_type: pageType, page_location } = event.params;
  const url = pageUrl(page_location ?? location);
  // Two sources may open the same page; the second must not take away what the first has found there.
  if (url === page.url && (pageType ?? 'product') === 'product')
    return { ...page, pageType: pageType ?? page.pageType };
  return { pageType: pageType ?? 'other', url };
}

/** The page without what only the journey says about it, for a journey that was erased. */
export function pageWithoutJourney({ itemId, ...page }: PageContext): PageContext {
  return itemId !== undefined && page.pageType === 'product' ? { ...page, itemId } : page;
}
