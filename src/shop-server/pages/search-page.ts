import { productPath } from '../addresses.js';
import { countOfThings } from '../count.js';
import { type Goods, oneOfEachModel } from '../goods/goods.js';
import { type Html, html, jsonLd } from '../html.js';
import type { Page } from './page.js';
import { productCard } from './product-card.js';

const MOST_RESULTS = 60;

/** The shop's own search, a plain word match; the page's script then asks windowshop for a personal order. */
export function searchPage(goods: Goods, query: string, origin: string): Page {
  const found = oneOfEachModel(goods.search.find(query));
  const shown = found.slice(0, MOST_RESULTS);
  return {
    kind: 'search',
    title: query ? `“${query}” | Larch & Lantern` : 'Search | Larch & Lantern',
    head: jsonLd({
      '@context': 'https://schema.org',
      '@type': 'SearchResultsPage',
      mainEntity: {
        '@type': 'ItemList',
        itemListElement: shown.map(({ id }, i) => ({
          '@type': 'ListItem',
          position: i + 1,
          url: origin + productPath(id),
        })),
      },
    }),
    main: html`<header class="page-head">
  <h1>${query ? html`Results for “${query}”` : 'What are you looking for?'}</h1>
  ${query !== '' && html`<p>${summary(found.length, shown.length)}</p>`}
</header>
${shown.length > 1 && orderSwitch}
${
  shown.length > 0
    ? html`<h2 class="unseen">What was found</h2>
<ul class="cards cards-many" id="results" data-ws-list="search">${shown.map((product, i) =>
        productCard(product, { locale: goods.locale, variants: goods.variantsOf(product), isFirst: i < 8 }),
      )}</ul>`
    : html`<p class="nothing">${query ? 'Nothing here goes by that name. Try fewer or plainer words.' : 'Type a word above.'}</p>
<window-shop class="shelf" placement="search-popular"></window-shop>`
}`,
  };
}

const summary = (foundCount: number, shownCount: number): string =>
  foundCount === 0
    ? 'Nothing found'
    : `${countOfThings(foundCount)}${foundCount > shownCount ? `, the first ${shownCount} shown` : ''}`;

const orderSwitch: Html = html`<div class="order" id="order" hidden>
  <fieldset>
    <legend>Order</legend>
    <label><input type="radio" name="order" value="personal" checked> Yours</label>
    <label><input type="radio" name="order" value="shop"> The shop’s</label>
  </fieldset>
  <p id="order-note" role="status"></p>
</div>`;
