import type { Product, Profile, Sdk } from '../../index.js';
import { byId, make } from '../element.js';
import { imageOf, productPath } from '../product-card.js';

/** Of more than these the drawer tells the number; together no more than one list may hold. */
const MOST_THUMBS = 24;
const MOST_ROWS = 100;

/** Shows what the shopper looked at, things in the cart and on this page too, and what was turned down. */
export async function showKnownItems(sdk: Sdk, { recent, dismissed }: Profile): Promise<void> {
  const seen = recent.slice(0, MOST_THUMBS);
  const turnedDown = dismissed.slice(-MOST_ROWS).reverse();
  const products = await productsOf(sdk, [...new Set([...seen, ...turnedDown])]);
  const rows = (ids: string[], row: typeof thumb): HTMLElement[] =>
    ids.map((id) => make('li', {}, ...row(id, products.get(id))));
  fill('known-recent', rows(seen, thumb), recent.length);
  fill('known-dismissed', rows(turnedDown, dismissal), dismissed.length);
}

function fill(id: string, rows: HTMLElement[], count: number): void {
  byId(`${id}-box`).hidden = count === 0;
  byId(id).replaceChildren(...rows);
  const more = byId(`${id}-more`);
  more.hidden = count === rows.length;
  more.textContent = `And ${count - rows.length} more.`;
}

/** What is no longer sold has neither picture nor name here, but is known all the same. */
const thumb = (id: string, product?: Product): HTMLElement[] => [
  make(
    'a',
    { href: productPath(id) },
    product ? make('img', { src: imageOf(product), alt: product.title, width: '72', height: '72' }) : id,
  ),
];

const dismissal = (id: string, { title } = { title: id }): HTMLElement[] => [
  make('a', { href: productPath(id) }, title),
  make('button', { class: 'link', type: 'button', 'data-item': id, 'aria-label': `Take back: ${title}` }, 'Take back'),
];

/** Looks products up. A list leaves out the cart, the product of the page and what was turned down, but nothing pinned. */
async function productsOf(sdk: Sdk, ids: readonly string[]): Promise<Map<string, Product>> {
  if (ids.length === 0) return new Map();
  const pin = ids.map((id, position) => ({ id, position }));
  const { items } = await sdk.recommend({ placement: 'drawer-known', limit: ids.length, rules: { pin } });
  return new Map(items.map(({ id, product }) => [id, product]));
}
