import type { Product } from '../../core/product.js';
import { categoryPath, imageOf } from '../addresses.js';
import { countOfThings } from '../count.js';
import type { CategoryNode } from '../goods/category-tree.js';
import { type Goods, oneOfEachModel } from '../goods/goods.js';
import { type Html, html } from '../html.js';
import type { Page } from './page.js';
import { productCard } from './product-card.js';

const HERO_PICTURES = 5;
const PICKS = 8;
const DEPARTMENTS = 12;

export function homePage(goods: Goods): Page {
  const departments = [...goods.root.children.values()].slice(0, DEPARTMENTS);
  const popular = oneOfEachModel(goods.products);
  return {
    kind: 'home',
    title: 'Larch & Lantern: a department store that keeps your secrets',
    main: html`${hero(departments)}
<section class="band" id="picks" aria-labelledby="picks-title">
  <div class="section-head">
    <h2 id="picks-title">Well liked this week</h2>
    <p class="section-note" id="picks-note">Look at a few things, and this row becomes yours.</p>
  </div>
  <ul class="cards" id="picks-list">
    ${popular.slice(0, PICKS).map((product) => card(goods, product))}
  </ul>
</section>
<section aria-labelledby="departments-title">
  <div class="section-head">
    <h2 id="departments-title">Departments</h2>
    ${goods.root.children.size > DEPARTMENTS && html`<a class="section-link" href="/c">All ${goods.root.children.size} departments</a>`}
  </div>
  <ul class="departments">${departments.map(departmentTile)}</ul>
</section>
<window-shop class="shelf" placement="home-popular"></window-shop>
<window-shop class="shelf shelf-of-history" placement="home-recent"></window-shop>
${promise}`,
  };
}

/** The best loved thing of each of the first departments, as a still life. */
function hero(departments: readonly CategoryNode[]): Html {
  const pictures = departments
    .map(({ products }) => products.find(({ available }) => available !== false) ?? products[0])
    .slice(0, HERO_PICTURES);
  return html`<section class="hero" aria-labelledby="hero-title">
  <div class="hero-words">
    <h1 id="hero-title">A department store that keeps your secrets</h1>
    <p>What you look at stays on this device, and so does the arithmetic that turns it into suggestions. None of it reaches us.</p>
    <p class="hero-actions">
      <a class="button" href="${categoryPath(departments[0]?.slugs ?? [])}">Start looking round</a>
      <button class="button button-quiet" type="button" data-opens="drawer">What does this device know?</button>
    </p>
  </div>
  <div class="hero-pictures" aria-hidden="true">
    ${pictures.map((product) => html`<img src="${imageOf(product)}" alt="" width="240" height="240">`)}
  </div>
</section>`;
}

const card = (goods: Goods, product: Product): Html =>
  productCard(product, {
    locale: goods.locale,
    variants: goods.variantsOf(product),
    isFirst: true,
  });

const departmentTile = ({ name, slugs, products }: CategoryNode): Html => html`<li class="department">
  <img src="${imageOf(products[0])}" alt="" width="240" height="240" loading="lazy">
  <h3><a href="${categoryPath(slugs)}">${name}</a></h3>
  <p>${countOfThings(oneOfEachModel(products).length)}</p>
</li>`;

const promise = html`<section class="promise" aria-labelledby="promise-title">
  <h2 id="promise-title">How can it suggest things and know nothing?</h2>
  <ol>
    <li><h3>You get the whole catalogue</h3><p>One small file describes everything we sell. Every visitor downloads the very same one.</p></li>
    <li><h3>Your device remembers</h3><p>If you allow it, what you look at is kept in this browser. Nowhere else, and not for ever.</p></li>
    <li><h3>Your device works it out</h3><p>The two are put together right here. Each suggestion can tell you why it is there.</p></li>
  </ol>
  <p><a href="/privacy">Read the whole promise</a></p>
</section>`;
