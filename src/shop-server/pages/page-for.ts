import type { Goods } from '../goods/goods.js';
import { cartPage, checkoutPage, orderPage } from './cart-pages.js';
import { categoryPage } from './category-page.js';
import { homePage } from './home-page.js';
import type { Page } from './page.js';
import { productPage } from './product-page.js';
import { searchPage } from './search-page.js';
import { notFoundPage, privacyPage } from './text-pages.js';

/** The page at an address of the shop. */
export function pageFor(goods: Goods, url: URL): Page {
  const segments = decodedSegments(url.pathname);
  if (!segments) return notFoundPage;
  const [first, ...rest] = segments;
  if (first === 'c') return categoryPage(goods, rest, pageNumberOf(url), url.origin) ?? notFoundPage;
  if (rest.length > 1) return notFoundPage;
  if (first === 'p') {
    const product = goods.byId.get(rest[0] ?? '');
    return product ? productPage(goods, product, url.origin) : notFoundPage;
  }
  if (rest.length > 0) return notFoundPage;
  switch (first) {
    case undefined:
      return homePage(goods);
    case 'search':
      return searchPage(goods, queryOf(url), url.origin);
    case 'cart':
      return cartPage;
    case 'checkout':
      return checkoutPage;
    case 'thank-you':
      return orderPage;
    case 'privacy':
      return privacyPage;
    default:
      return notFoundPage;
  }
}

export const queryOf = (url: URL): string => (url.searchParams.get('q') ?? '').trim().slice(0, 200);

/** Parts of a path, or undefined where the address is broken. */
export function decodedSegments(pathname: string): string[] | undefined {
  try {
    return pathname.split('/').slice(1).filter(Boolean).map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function pageNumberOf(url: URL): number {
  const number = Number(url.searchParams.get('page') ?? 1);
  return Number.isInteger(number) && number >= 1 ? number : 1;
}
