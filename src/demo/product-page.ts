import { addToCart, type CartLine, eventItem, isLine, worthOf } from './cart.js';
import { byId } from './element.js';
import { withSdk } from './with-sdk.js';

const THANKS_MS = 2500;

/** Lets the button put the product into the cart and tells windowshop of it. */
export function sellProduct(): void {
  const form = document.getElementById('buy');
  if (!(form instanceof HTMLFormElement)) return;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const line = lineFrom(form);
    if (!line) return;
    addToCart(line);
    withSdk((sdk) => sdk.record('add_to_cart', { items: [eventItem(line)], ...worthOf([line]) }));
    thank(form);
  });
}

function lineFrom(form: HTMLFormElement): CartLine | undefined {
  const quantity = byId<HTMLInputElement>('quantity').valueAsNumber;
  const line: unknown = {
    ...JSON.parse(form.dataset.product ?? '{}'),
    quantity: Math.max(1, Math.round(quantity) || 1),
  };
  return isLine(line) ? line : undefined;
}

function thank(form: HTMLFormElement): void {
  const button = form.querySelector('button');
  if (!button) return;
  button.textContent = 'In your cart';
  setTimeout(() => {
    button.textContent = 'Put in cart';
  }, THANKS_MS);
}
