import { cartLines, onCartChange } from './cart.js';
import { byId } from './element.js';

/** Keeps the number beside the cart in the header up to date. */
export function showCartCount(): void {
  const badge = byId('cart-count');
  const show = (): void => {
    const count = cartLines().reduce((sum, { quantity }) => sum + quantity, 0);
    badge.textContent = String(count);
    badge.hidden = count === 0;
  };
  onCartChange(show);
  show();
}
