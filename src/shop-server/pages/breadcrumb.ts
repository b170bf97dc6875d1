import { categoryPath } from '../addresses.js';
import type { CategoryNode } from '../goods/category-tree.js';
import { type Html, html } from '../html.js';

/** Where the page stands in the shop. @param here  Name of the page itself, when the trail does not end with it. */
export function breadcrumb(trail: readonly CategoryNode[], here?: string): Html {
  const steps = trail.map(({ name, slugs }, i) =>
    here === undefined && i === trail.length - 1
      ? html`<li><span aria-current="page">${name}</span></li>`
      : html`<li><a href="${categoryPath(slugs)}">${name}</a></li>`,
  );
  return html`<nav class="trail" aria-label="Breadcrumb"><ol>
  <li><a href="/">Home</a></li>${steps}${here !== undefined && html`<li><span aria-current="page">${here}</span></li>`}
</ol></nav>`;
}

/** The same trail as structured data. */
export const breadcrumbData = (trail: readonly CategoryNode[], origin: string): object => ({
  '@type': 'BreadcrumbList',
  itemListElement: trail.map(({ name, slugs }, i) => ({
    '@type': 'ListItem',
    position: i + 1,
    name,
    item: origin + categoryPath(slugs),
  })),
});
