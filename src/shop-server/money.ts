import type { Product } from '../core/product.js';
import { type Html, html } from './html.js';

/** What a product costs, ready to show; nothing where the catalogue names no price. */
export function priceMarkup({ price, listPrice, currency }: Product, locale: string): Html | undefined {
  if (price === undefined) return undefined;
  if (listPrice === undefined || listPrice <= price)
    return html`<p class="price">${money(price, currency, locale)}</p>`;
  return html`<p class="price">
    <span class="price-now"><span class="unseen">Now </span>${money(price, currency, locale)}</span>
    <s class="price-before"><span class="unseen">Before </span>${money(listPrice, currency, locale)}</s>
  </p>`;
}

function money(amount: number, currency: string | undefined, locale: string): string {
  const style: Intl.NumberFormatOptions = currency ? { style: 'currency', currency } : { minimumFractionDigits: 2 };
  return new Intl.NumberFormat(locale, style).format(amount);
}
