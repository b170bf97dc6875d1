import { categoryPath, imageOf, productPath } from '../addresses.js';
import { countOfThings } from '../count.js';
import { type CategoryNode, findCategory } from '../goods/category-tree.js';
import { type Goods, oneOfEachModel } from '../goods/goods.js';
import { type Html, html, jsonLd } from '../html.js';
import { breadcrumb, breadcrumbData } from './breadcrumb.js';
import type { Page } from './page.js';
import { pageLinks } from './page-links.js';
import { productCard } from './product-card.js';

const PER_PAGE = 24;

/** @param pageNumber  From 1. @returns undefined where there is no such category or page. */
export function categoryPage(goods: Goods, slugs: string[], pageNumber: number, origin: string): Page | undefined {
  const category = findCategory(goods.root, slugs);
  if (!category) return undefined;
  if (slugs.length === 0) return allDepartments(goods.root);
  const models = oneOfEachModel(category.products);
  const pageCount = Math.ceil(models.length / PER_PAGE);
  if (pageNumber > pageCount) return undefined;
  const shown = models.slice((pageNumber - 1) * PER_PAGE, pageNumber * PER_PAGE);
  const trail = slugs.map((_, i) => findCategory(goods.root, slugs.slice(0, i + 1)) as CategoryNode);

  return {
    kind: 'category',
    title: `${category.name} | Larch & Lantern`,
    head: jsonLd({
      '@context': 'https://schema.org',
      '@graph': [
        breadcrumbData(trail, origin),
        {
          '@type': 'ItemList',
          name: category.name,
          numberOfItems: models.length,
          itemListElement: shown.map(({ id }, i) => ({
            '@type': 'ListItem',
            position: (pageNumber - 1) * PER_PAGE + i + 1,
            url: origin + productPath(id),
          })),
        },
      ],
    }),
    main: html`${breadcrumb(trail)}
<header class="page-head">
  <h1>${category.name}</h1>
  <p>${countOfThings(models.length)}, the best loved first</p>
</header>
${subcategories(category)}
<section class="band" id="picks" aria-labelledby="picks-title" data-category="${category.name}" hidden>
  <div class="section-head"><h2 id="picks-title">For you in ${category.name}</h2></div>
  <ul class="cards" id="picks-list"></ul>
</section>
<h2 class="unseen">Everything in ${category.name}</h2>
<ul class="cards cards-many" data-ws-list="${category.names.join(' / ')}">
  ${shown.map((product, i) =>
    productCard(product, {
      locale: goods.locale,
      variants: goods.variantsOf(product),
      isFirst: i < 8,
    }),
  )}
</ul>
${pageLinks(pageNumber, pageCount, (page) => categoryPath(slugs, page))}`,
  };
}

const subcategories = ({ children }: CategoryNode): Html | undefined =>
  children.size === 0
    ? undefined
    : html`<nav class="chips" aria-label="Narrow down">
  <ul>${[...children.values()].map(({ name, slugs }) => html`<li><a href="${categoryPath(slugs)}">${name}</a></li>`)}</ul>
</nav>`;

const allDepartments = (root: CategoryNode): Page => ({
  kind: 'category',
  title: 'All departments | Larch & Lantern',
  main: html`<header class="page-head"><h1>All departments</h1></header>
<ul class="departments">
  ${[...root.children.values()].map(
    ({ name, slugs, products, children }) => html`<li class="department">
    <img src="${imageOf(products[0])}" alt="" width="240" height="240" loading="lazy">
    <h2><a href="${categoryPath(slugs)}">${name}</a></h2>
    <p>${[...children.values()]
      .slice(0, 3)
      .map((child) => child.name)
      .join(', ')}</p>
  </li>`,
  )}
</ul>`,
});
