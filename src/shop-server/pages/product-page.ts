import type { Product } from '../../core/product.js';
import { imageOf, productPath } from '../addresses.js';
import { trailOf } from '../goods/category-tree.js';
import type { Goods } from '../goods/goods.js';
import { type Html, html, jsonLd } from '../html.js';
import { priceMarkup } from '../money.js';
import { breadcrumb, breadcrumbData } from './breadcrumb.js';
import type { Page } from './page.js';
import { productData } from './product-data.js';

export function productPage(goods: Goods, product: Product, origin: string): Page {
  const trail = trailOf(goods.root, product);
  const variants = goods.variantsOf(product);
  return {
    kind: 'product',
    title: `${product.title} | Larch & Lantern`,
    head: jsonLd({
      '@context': 'https://schema.org',
      '@graph': [productData(product, variants, origin), breadcrumbData(trail, origin)],
    }),
    main: html`${breadcrumb(trail, product.title)}
<article class="product" data-ws-item="${product.id}">
  <div class="product-picture"><img src="${imageOf(product)}" alt="" width="480" height="480"></div>
  <div class="product-words">
    ${product.brand !== undefined && html`<p class="card-brand">${product.brand}</p>`}
    <h1>${product.title}</h1>
    ${stars(product)}
    ${priceMarkup(product, goods.locale)}
    ${variants.length > 1 && variantLinks(product, variants)}
    ${buyForm(product)}
    ${facts(product)}
  </div>
</article>
<window-shop class="shelf" placement="product-together"></window-shop>
<window-shop class="shelf" placement="product-similar"></window-shop>
<window-shop class="shelf shelf-of-history" placement="product-recent"></window-shop>`,
  };
}

function stars({ rating, ratingCount }: Product): Html | undefined {
  if (rating === undefined) return undefined;
  return html`<p class="rating">
  <svg class="bar" viewBox="0 0 5 1" preserveAspectRatio="none" aria-hidden="true"><rect width="${rating}" height="1"/></svg>
  <span>${rating.toFixed(1)} of 5${ratingCount !== undefined && html`, ${ratingCount.toLocaleString('en')} ratings`}</span>
</p>`;
}

const variantLinks = (
  product: Product,
  variants: readonly Product[],
): Html => html`<nav class="variants" aria-label="Variants">
  <ul>${variants.map(
    (
      variant,
    ) => html`<li><a href="${productPath(variant.id)}"${variant.id === product.id && html` aria-current="page"`}>
    <img src="${imageOf(variant)}" alt="" width="72" height="72"><span>${variantName(variant, variants)}</span></a></li>`,
  )}</ul>
</nav>`;

/** What the titles of the variants do not share, for a label beneath the picture. */
function variantName({ title }: Product, variants: readonly Product[]): string {
  const words = title.split(' ');
  const shared = words.findIndex((word, i) => variants.some((other) => other.title.split(' ')[i] !== word));
  return shared < 0 ? title : words.slice(shared).join(' ');
}

const buyForm = (product: Product): Html =>
  product.available === false
    ? html`<p class="stock stock-none">Sold out for now.</p>`
    : html`<form class="buy" id="buy" data-product="${cartEntry(product)}">
  <label for="quantity">Quantity</label>
  <input id="quantity" name="quantity" type="number" value="1" min="1" max="20" inputmode="numeric">
  <button class="button" type="submit">Put in cart</button>
</form>
${product.available === true && html`<p class="stock">In stock, with you in two days.</p>`}`;

/** What the shop's cart keeps of a product, so that the cart page needs to ask nobody. */
const cartEntry = ({ id, title, price, currency, brand, image }: Product): string =>
  JSON.stringify({ id, title, price, currency, brand, image });

function facts({ attributes = {}, category, tags, id }: Product): Html {
  const rows: [string, string][] = Object.entries(attributes).map(([name, value]) => [
    capitalised(name),
    capitalised(String(value)),
  ]);
  if (category?.length) rows.push(['Found in', category.join(' › ')]);
  if (tags?.length) rows.push(['Tags', tags.join(', ')]);
  rows.push(['Item', id]);
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
