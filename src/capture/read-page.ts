import type { CaptureSource } from '../api/sdk.js';
import type { PageType } from '../core/journey-event.js';
import { type PageAddress, routeOf, searchTermOf } from './page-address.js';
import type { NamedList, NamedProduct, PageFacts } from './page-facts.js';
import { isOwnPage, pageTypeOf } from './page-type.js';
import { isPrivate, readAttributes } from './read-attributes.js';
import { readJsonLd } from './read-jsonld.js';

/** What all sources together say, and which one said it. */
export interface PageReading {
  pageType: PageType;
  product?: NamedProduct & { source: CaptureSource };
  search?: { term: string; source: CaptureSource };
  /** From structured data; lists of marked elements are recorded when they are seen. */
  lists: NamedList[];
}

const MAX_BLOCKS = 50;

/**
 * Reads the page by the sources that are on, in the order of trust: the first to name the product wins, later ones
 * only add what it left open, and only when they mean the same product or no particular one.
 */
export function readPage(
  document: Document,
  sources: ReadonlySet<CaptureSource>,
  onBroken: (error: unknown) => void,
): PageReading {
  const page = addressOf(document);
  const readings: [CaptureSource, PageFacts][] = [];
  if (sources.has('attributes')) readings.push(['attributes', readAttributes(document)]);
  if (sources.has('jsonld')) readings.push(['jsonld', readJsonLd(jsonLdBlocks(document), page, onBroken)]);
  if (sources.has('navigation')) readings.push(['navigation', factsOfAddress(page.href)]);

  const guess = pageTypeOf(routeOf(page.href));
  const named = isOwnPage(guess)
    ? []
    : readings.flatMap(([source, { product }]) => (product ? [{ ...product, source }] : []));
  const product = named.reduce<(typeof named)[number] | undefined>(
    (first, later) => (first ? completed(first, later) : later),
    undefined,
  );
  const found = readings.find(([, { searchTerm }]) => searchTerm !== undefined);
  const stated = readings.map(([, { pageType }]) => pageType).find((pageType) => pageType !== undefined);
  return {
    // The address has the last word there, so that no markup can open the page.
    pageType: isOwnPage(guess) ? guess : (stated ?? guess),
    lists: readings.flatMap(([, { lists }]) => lists),
    ...(product && { product }),
    ...(found && { search: { term: found[1].searchTerm as string, source: found[0] } }),
  };
}

/** Payment steps are never read, whatever the address says: fields for card data tell as well. */
export const isPaymentStep = (document: Document): boolean =>
  pageTypeOf(routeOf(document.location.href)) === 'checkout' ||
  document.querySelector('input[autocomplete^="cc-"]') !== null;

function completed<T extends NamedProduct>(first: T, later: NamedProduct): T {
  if (later.item.item_id !== first.item.item_id && !later.isConfirmed) return first;
  const currency = first.currency ?? later.currency;
  return {
    ...first,
    item: { ...later.item, ...first.item },
    isConfirmed: first.isConfirmed || later.isConfirmed,
    ...(currency && { currency }),
  };
}

function factsOfAddress(href: string): PageFacts {
  const searchTerm = pageTypeOf(routeOf(href)) === 'search' ? searchTermOf(href) : undefined;
  return { lists: [], ...(searchTerm && { searchTerm }) };
}

function addressOf(document: Document): PageAddress {
  const canonical = document.querySelector<HTMLLinkElement>('link[rel~="canonical"][href]')?.href;
  return { href: document.location.href, ...(canonical && { canonical }) };
}

const jsonLdBlocks = (document: Document): string[] =>
  [...document.querySelectorAll('script[type="application/ld+json" i]')]
    .filter((script) => !isPrivate(script))
    .slice(0, MAX_BLOCKS)
    .map((script) => script.textContent ?? '');
