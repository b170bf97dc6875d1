import type { Product, RankedItem } from '../index.js';
import { make } from './element.js';
import { money } from './money.js';

/** Address of a product's page in this shop. */
export const productPath = (id: string): string => `/p/${encodeURIComponent(id)}`;

export const imageOf = ({ id, image }: Product): string => image ?? `/pictures/${encodeURIComponent(id)}.svg`;

/** The same card that the server makes in `src/shop-server/pages/product-card.ts`, with the reason beneath. */
export function productCard({ product, reasons }: RankedItem): HTMLLIElement {
  const picture = make(
    'div',
    { class: 'card-picture' },
    make('img', { src: imageOf(product), alt: '', width: '240', height: '240', loading: 'lazy' }),
  );
  if (isReduced(product)) picture.append(make('span', { class: 'card-flag' }, 'Sale'));
  const card = make('li', { class: 'card' }, picture);
  if (product.brand !== undefined) card.append(make('p', { class: 'card-brand' }, product.brand));
  card.append(
    make('h3', { class: 'card-title' }, make('a', { href: productPath(product.id) }, product.title)),
    priceOf(product),
    make('p', { class: 'card-reason' }, reasons[0].text),
  );
  return card;
}

function priceOf(product: Product): HTMLElement {
  const { price, listPrice = 0, currency } = product;
  if (price === undefined) return make('p', { class: 'price price-unknown' }, 'Price on request');
  if (!isReduced(product)) return make('p', { class: 'price' }, money(price, currency));
  return make(
    'p',
    { class: 'price' },
    make('span', { class: 'price-now' }, make('span', { class: 'unseen' }, 'Now '), money(price, currency)),
    ' ',
    make('s', { class: 'price-before' }, make('span', { class: 'unseen' }, 'Before '), money(listPrice, currency)),
  );
}

const isReduced = ({ price, listPrice }: Product): boolean =>
  price !== undefined && listPrice !== undefined && listPrice > price;
