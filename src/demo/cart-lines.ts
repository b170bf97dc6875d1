import { type CartLine, worthOf } from './cart.js';
import { byId, make } from './element.js';
import { money } from './money.js';
import { productPath } from './product-card.js';

/** One line of a cart or an order; `controls` stand at its end. */
export function cartLineRow(line: CartLine, ...controls: Node[]): HTMLLIElement {
  const { id, title, brand, price, currency, quantity } = line;
  const words = make('div', { class: 'cart-words' });
  if (brand !== undefined) words.append(make('p', { class: 'card-brand' }, brand));
  words.append(make('p', { class: 'cart-title' }, make('a', { href: productPath(id) }, title)));
  words.append(...(controls.length > 0 ? controls : [make('p', { class: 'section-note' }, `${quantity} ×`)]));
  const image = line.image ?? `/pictures/${encodeURIComponent(id)}.svg`;
  return make(
    'li',
    { class: 'cart-line' },
    make('img', { src: image, alt: '', width: '96', height: '96' }),
    words,
    make('p', { class: 'price' }, price === undefined ? '' : money(price * quantity, currency)),
  );
}

/** Of a catalogue without prices there is no total either. */
export function showTotal(lines: readonly CartLine[]): void {
  const { value, currency } = worthOf(lines);
  const hasPrice = lines.some(({ price }) => price !== undefined);
  byId('cart-total').textContent = hasPrice ? money(value, currency) : 'who knows';
}
