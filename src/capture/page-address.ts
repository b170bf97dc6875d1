/** Where the shopper is, as far as capture may look. */
export interface PageAddress {
  /** With query, to be compared only, never recorded. */
  href: string;
  /** Address that the page itself calls its proper one. */
  canonical?: string;
}

/** What tells one page of a site from another: path and, for hash routers, the route in the fragment. */
export function routeOf(href: string): string {
  const url = urlOf(href);
  if (!url) return href;
  const route = /^#!?(\/[^?]*)/.exec(url.hash)?.[1] ?? '';
  const path = trimmed(decoded(url.pathname));
  return route && path === '/' ? route : path + route;
}

/** The address without query and fragment, which may hold what is nobody's business. */
export function locationOf(href: string): string | undefined {
  const url = urlOf(href);
  return url && /^https?:$/.test(url.protocol) ? url.origin + url.pathname : undefined;
}

/**
 * How well an address given in the page's data fits the page itself: 2 with the query, 1 by path, 0 not at all.
 * Scheme and host do not count, since staging servers and CDNs differ in them.
 */
export function addressMatch(address: string, page: PageAddress): number {
  const given = urlOf(address, page.href);
  if (!given) return 0;
  let best = 0;
  for (const href of page.canonical ? [page.href, page.canonical] : [page.href]) {
    const own = urlOf(href, page.href);
    if (!own || trimmed(given.pathname) !== trimmed(own.pathname)) continue;
    if (given.search === own.search) return 2;
    best = 1;
  }
  return best;
}

const SEARCH_PARAMETERS =
  /^(q|query|s|search|search_?query|search_?term|searchtext|keywords?|k|term|text|suchbegriff|recherche|buscar)$/i;

/** What was searched for, from the one query parameter that capture may read. */
export function searchTermOf(href: string): string | undefined {
  const parameters = urlOf(href)?.searchParams ?? [];
  for (const [name, value] of parameters) {
    const term = value.replace(/\s+/g, ' ').trim();
    if (SEARCH_PARAMETERS.test(name) && term !== '' && term.length <= 200) return term;
  }
  return undefined;
}

function urlOf(address: string, base?: string): URL | undefined {
  try {
    return new URL(address, base);
  } catch {
    // An address that is none matches nothing.
    return undefined;
  }
}

const trimmed = (path: string): string => path.replace(/\/+$/, '') || '/';

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    // A stray per cent sign: the path as it stands.
    return path;
  }
}
