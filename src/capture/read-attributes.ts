import type { EventItem } from '../core/journey-event.js';
import type { PageFacts } from './page-facts.js';
import { priceOf, textOf } from './text-values.js';

/** Nothing inside these is read, by any source: what the shop marked, and what the shopper writes. */
const PRIVATE = '[data-ws-ignore], [contenteditable]:not([contenteditable="false"])';

export const isPrivate = (element: Element): boolean => element.closest(PRIVATE) !== null;

/**
 * Reads `data-ws-item` and `data-ws-search`. An item outside any list is the product of the page, as long as it is the
 * only one; items in a `data-ws-list`, or several side by side, are cards of a list, recorded once they were seen.
 */
export function readAttributes(root: ParentNode): PageFacts {
  const named = new Map<string, EventItem>();
  for (const element of itemElements(root)) {
    const item = itemOf(element);
    if (item && listNameOf(element) === undefined && !isInsideItem(element) && !named.has(item.item_id))
      named.set(item.item_id, item);
  }
  const [item] = named.values();
  const searchTerm = searchTermIn(root);
  return {
    lists: [],
    ...(named.size === 1 && { product: { item, isConfirmed: false }, pageType: 'product' as const }),
    ...(searchTerm && { searchTerm }),
  };
}

/** Elements that stand for an item, in document order; a button that does something to one stands for itself only. */
export const itemElements = (root: ParentNode): Element[] =>
  [...root.querySelectorAll('[data-ws-item]:not([data-ws-action])')].filter((element) => !isPrivate(element));

export function itemOf(element: Element): EventItem | undefined {
  const id = textOf(element.getAttribute('data-ws-item'));
  const price = priceOf(element.getAttribute('data-ws-price'));
  return id ? { item_id: id, ...(price !== undefined && { price }) } : undefined;
}

/** Undefined outside a list; a list may do without a name. */
export const listNameOf = (element: Element): string | undefined =>
  element.closest('[data-ws-list]')?.getAttribute('data-ws-list')?.trim();

const isInsideItem = (element: Element): boolean => element.parentElement?.closest('[data-ws-item]') != null;

function searchTermIn(root: ParentNode): string | undefined {
  for (const element of root.querySelectorAll('[data-ws-search]')) {
    const term = isPrivate(element) ? undefined : textOf(element.getAttribute('data-ws-search'));
    if (term) return term;
  }
  return undefined;
}
