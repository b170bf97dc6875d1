import type { Product, RankedItem } from '../index.js';
import { make } from './element.js';
import { money } from './money.js';

/** Rows whose heading says why everything is in them. */
const SELF_EVIDENT: RankedItem['strategy'][] = ['popular', 'recently-viewed'];

/** Address of a product's page in this shop. */
export const productPath = (id: string): string => `/p/${encodeURIComponent(id)}`;

export const imageOf = ({ id, image }: Product): string => image ?? `/pictures/${encodeURIComponent(id)}.svg`;

/** The same card that the server makes in `src/shop-server/pages/product-card.ts`, with the reason beneath. */
export const productCard = (item: RankedItem): HTMLLIElement => make('li', { class: 'card' }, ...cardContents(item));

/** The inside of a card. Its classes are parts as well, so that it looks the same within `<window-shop>`. */
export function cardContents({ product, reasons, strategy }: RankedItem): HTMLElement[] {
  const image = { src: imageOf(product), alt: '', width: '240', height: '240', loading: 'lazy' };
  const picture = make('div', named('card-picture'), make('img', { ...named('card-image'), ...image }));
  if (isReduced(product)) picture.append(make('span', named('card-flag'), 'Sale'));
  const link = make('a', { ...named('card-link'), href: productPath(product.id) }, product.title);
  return [
    picture,
    ...(product.brand === undefined ? [] : [make('p', named('card-brand'), product.brand)]),
    make('h3', named('card-title'), link),
    ...priceLine(product),
    ...(SELF_EVIDENT.includes(strategy) ? [] : [make('p', named('card-reason'), reasons[0].text)]),
  ];
}

/** Nothing where the catalogue names no price. */
function priceLine(product: Product): HTMLElement[] {
  const { price, listPrice = 0, currency } = product;
  if (price === undefined) return [];
  if (!isReduced(product)) return [make('p', named('price'), money(price, currency))];
  const now = make('span', named('price-now'), make('span', named('unseen'), 'Now '), money(price, currency));
  const before = make('s', named('price-before'), make('span', named('unseen'), 'Before '), money(listPrice, currency));
  return [make('p', named('price'), now, before)];
}

const named = (names: string): Record<string, string> => ({ class: names, part: names });

const isReduced = ({ price, listPrice }: Product): boolean =>
  price !== undefined && listPrice !== undefined && listPrice > price;
