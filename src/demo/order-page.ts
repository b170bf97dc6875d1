import { type CartLine, eventItem, isLine, worthOf } from './cart.js';
import { cartLineRow } from './cart-lines.js';
import { byId } from './element.js';
import { readKept } from './shop-storage.js';
import { withSdk } from './with-sdk.js';

interface Order {
  number: string;
  lines: CartLine[];
}

/** Thanks for the last order and records the purchase; the same number twice counts once. */
export function showOrder(): void {
  const order = lastOrder();
  if (!order) return;
  byId('order-number').textContent = `Order ${order.number} is on its imaginary way.`;
  byId('cart-lines').replaceChildren(...order.lines.map((line) => cartLineRow(line)));
  withSdk((sdk) =>
    sdk.record('purchase', {
      transaction_id: order.number,
      items: order.lines.map(eventItem),
      ...worthOf(order.lines),
    }),
  );
}

function lastOrder(): Order | undefined {
  const kept = readKept('shop.order') as Partial<Order> | null;
  if (typeof kept?.number !== 'string' || !Array.isArray(kept.lines)) return undefined;
  return { number: kept.number, lines: kept.lines.filter(isLine) };
}
