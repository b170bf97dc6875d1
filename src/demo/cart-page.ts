import { type CartLine, cartLines, eventItem, onCartChange, setQuantity, worthOf } from './cart.js';
import { cartLineRow, showTotal } from './cart-lines.js';
import { byId, make } from './element.js';
import { fillPicks } from './picks.js';
import type { ResultLog } from './result-log.js';
import { withSdk } from './with-sdk.js';

const MOST_OF_ONE = 20;

/** Shows the shop's own cart, and beside it what windowshop thinks goes with it. */
export function showCart(log: ResultLog): void {
  render();
  onCartChange(render);
  withSdk(async (sdk) => {
    const lines = cartLines();
    await sdk.record('view_cart', { items: lines.map(eventItem), ...worthOf(lines) });
    await fillPicks(sdk, {
      log,
      request: { placement: 'cart-together' },
      isShown: ({ items }) => items.length > 0 && cartLines().length > 0,
    });
  });
}

function render(): void {
  const lines = cartLines();
  byId('cart-lines').replaceChildren(...lines.map((line) => cartLineRow(line, controls(line))));
  byId('cart-empty').hidden = lines.length > 0;
  byId('cart-sum').hidden = lines.length === 0;
  if (lines.length === 0) byId('picks').hidden = true;
  showTotal(lines);
}

function controls(line: CartLine): HTMLElement {
  const quantity = make('select', { 'aria-label': `Quantity of ${line.title}` });
  for (let n = 1; n <= MOST_OF_ONE; n++)
    quantity.append(new Option(String(n), String(n), n === line.quantity, n === line.quantity));
  quantity.addEventListener('change', () => change(line, Number(quantity.value)));
  const remove = make('button', { class: 'link', type: 'button', 'aria-label': `Take out ${line.title}` }, 'Take out');
  remove.addEventListener('click', () => {
    change(line, 0);
    byId('main').focus();
  });
  return make('p', { class: 'cart-controls' }, quantity, remove);
}

/** Changes the shop's cart and tells windowshop the difference. */
function change(line: CartLine, quantity: number): void {
  setQuantity(line.id, quantity);
  const difference = { ...line, quantity: Math.abs(quantity - line.quantity) };
  withSdk((sdk) =>
    sdk.record(quantity < line.quantity ? 'remove_from_cart' : 'add_to_cart', {
      items: [eventItem(difference)],
      ...worthOf([difference]),
    }),
  );
}
