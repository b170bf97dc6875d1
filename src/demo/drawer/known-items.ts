import type { Product, Profile, Sdk } from '../../index.js';
import { byId, make } from '../element.js';
import { imageOf, productPath } from '../product-card.js';

/** Pictures at first sight; of more than these the drawer tells the number. */
const MOST_SHOWN = 24;

/** Shows the things the shopper looked at: all of them, those in the cart and on this page too. */
export async function showKnownItems(sdk: Sdk, { recent }: Profile): Promise<void> {
  const shown = recent.slice(0, MOST_SHOWN);
  const products = await productsOf(sdk, shown);
  byId('known-recent-box').hidden = shown.length === 0;
  byId('known-recent').replaceChildren(...shown.map((id) => make('li', {}, thumb(id, products.get(id)))));
  const more = recent.length - shown.length;
  const note = byId('known-recent-more');
  note.hidden = more === 0;
  note.textContent = `And ${more} more.`;
}

/** What is sold out or no longer sold has no picture here, but is known all the same. */
const thumb = (id: string, product?: Product): HTMLElement =>
  make(
    'a',
    { href: productPath(id) },
    product ? make('img', { src: imageOf(product), alt: product.title, width: '72', height: '72' }) : id,
  );

/** Looks products up. A list leaves out the cart, the product of the page and what was turned down, but nothing pinned. */
async function productsOf(sdk: Sdk, ids: readonly string[]): Promise<Map<string, Product>> {
  if (ids.length === 0) return new Map();
  const pin = ids.map((id, position) => ({ id, position }));
  const { items } = await sdk.recommend({ placement: 'drawer-known', limit: ids.length, rules: { pin } });
  return new Map(items.map(({ id, product }) => [id, product]));
}
