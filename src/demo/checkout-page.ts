import { cartLines, eventItem, replaceCart, worthOf } from './cart.js';
import { cartLineRow, showTotal } from './cart-lines.js';
import { byId } from './element.js';
import { keep } from './shop-storage.js';
import { withSdk } from './with-sdk.js';

/** Shows what is about to be bought; the order form leads to the page that thanks and records the purchase. */
export function showCheckout(): void {
  const lines = cartLines();
  byId('cart-lines').replaceChildren(...lines.map((line) => cartLineRow(line)));
  byId('cart-empty').hidden = lines.length > 0;
  showTotal(lines);
  const form = byId<HTMLFormElement>('order-form');
  form.hidden = lines.length === 0;
  form.addEventListener('submit', () => {
    keep('shop.order', { number: `L${Date.now().toString(36).toUpperCase()}`, lines });
    replaceCart([]);
  });
  if (lines.length > 0)
    withSdk((sdk) => sdk.record('begin_checkout', { items: lines.map(eventItem), ...worthOf(lines) }));
}
