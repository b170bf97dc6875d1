import type { CaptureHost } from '../api/capture-host.js';
import type { EventItem } from '../core/journey-event.js';
import type { ItemId } from '../core/product.js';
import { isPrivate, itemOf, listNameOf } from './read-attributes.js';
import { isPaymentStep } from './read-page.js';

/**
 * Records what a click on a marked element means: `data-ws-action`, or the choice of an item from a list. The element
 * `<window-shop>` records its own. Returns the function that takes the listener off.
 *
 * @param pageProduct  Item that an action without one of its own is about.
 */
export function watchClicks(document: Document, host: CaptureHost, pageProduct: () => ItemId | undefined): () => void {
  const onClick = ({ target, button }: MouseEvent): void => {
    try {
      // The right button opens a menu.
      if (button > 1 || !(target instanceof Element) || target.closest('window-shop')) return;
      if (isPrivate(target) || isPaymentStep(document)) return;
      const action = target.closest('[data-ws-action]');
      if (action) act(action.getAttribute('data-ws-action') ?? '', itemNear(action, pageProduct), host);
      else select(target, pageProduct(), host);
    } catch (error) {
      host.report(error);
    }
  };
  // In the capture phase, so that a shop's own handler may stop the event without hiding it.
  const options = { capture: true, passive: true };
  document.addEventListener('click', onClick, options);
  // The middle button opens a link in a new tab.
  document.addEventListener('auxclick', onClick, options);
  return () => {
    document.removeEventListener('click', onClick, options);
    document.removeEventListener('auxclick', onClick, options);
  };
}

function act(action: string, item: EventItem | undefined, host: CaptureHost): void {
  if (!item) return;
  const value = item.price === undefined ? {} : { value: item.price };
  if (action === 'cart') host.record('add_to_cart', { items: [{ ...item, quantity: 1 }], ...value }, 'attributes');
  if (action === 'remove') host.record('remove_from_cart', { items: [item], ...value }, 'attributes');
  if (action === 'wishlist') host.record('add_to_wishlist', { items: [item], ...value }, 'attributes');
  if (action === 'dismiss') host.record('dismiss_item', { item_id: item.item_id }, 'attributes');
}

function select(target: Element, productId: ItemId | undefined, host: CaptureHost): void {
  const link = target.closest('a[href]');
  const element = target.closest('[data-ws-item]') ?? link?.querySelector('[data-ws-item]');
  const item = link && element ? itemOf(element) : undefined;
  if (!item || !element || item.item_id === productId) return;
  const name = listNameOf(element);
  host.record('select_item', { items: [item], ...(name && { item_list_name: name }) }, 'attributes');
}

function itemNear(action: Element, pageProduct: () => ItemId | undefined): EventItem | undefined {
  const element = action.closest('[data-ws-item]');
  if (element) return itemOf(element);
  const id = pageProduct();
  return id === undefined ? undefined : { item_id: id };
}
