import type { Product } from '../../core/product.js';
import { imageOf, productPath } from '../addresses.js';
import { type Html, html } from '../html.js';
import { priceMarkup } from '../money.js';

export interface CardOptions {
  locale: string;
  /** All of the model's, itself among them. */
  variants?: readonly Product[];
  /** Pictures near the top of the page are fetched at once. */
  isFirst?: boolean;
}

/** One product in a list. `src/demo/product-card.ts` makes the same card for lists that the browser fills. */
export function productCard(product: Product, { locale, variants = [], isFirst = false }: CardOptions): Html {
  return html`<li class="card" data-ws-item="${product.id}">
  <div class="card-picture">
    <img class="card-image" src="${imageOf(product)}" alt="" width="240" height="240"${isFirst ? html`` : html` loading="lazy"`}>
    ${isReduced(product) && html`<span class="card-flag">Sale</span>`}
    ${product.available === false && html`<span class="card-flag card-flag-quiet">Sold out</span>`}
  </div>
  ${product.brand !== undefined && html`<p class="card-brand">${product.brand}</p>`}
  <h3 class="card-title"><a class="card-link" href="${productPath(product.id)}">${product.title}</a></h3>
  ${priceMarkup(product, locale)}
  ${variants.length > 1 && html`<p class="card-note">${variants.length} ${whatVaries(variants)}</p>`}
</li>`;
}

const isReduced = ({ price, listPrice }: Product): boolean =>
  price !== undefined && listPrice !== undefined && listPrice > price;

function whatVaries(variants: readonly Product[]): string {
  const valuesOf = (name: string): number => new Set(variants.map(({ attributes }) => attributes?.[name])).size;
  if (valuesOf('colour') === variants.length) return 'colours';
  return valuesOf('size') === variants.length ? 'sizes' : 'variants';
}
