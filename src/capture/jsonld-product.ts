import type { EventItem } from '../core/journey-event.js';
import { type Graph, isNode, listOf, type Node, own, typesOf } from './jsonld-nodes.js';
import { addressMatch, type PageAddress } from './page-address.js';
import type { NamedProduct } from './page-facts.js';
import { currencyOf, priceOf, textOf } from './text-values.js';

const PRODUCT_TYPES = new Set(['Product', 'ProductGroup', 'ProductModel', 'IndividualProduct', 'SomeProducts']);

/** From the shop's own number to the address, which the catalogue knows as well. */
const ID_PROPERTIES = [
  'sku',
  'productID',
  'productGroupID',
  'mpn',
  'gtin',
  'gtin13',
  'gtin14',
  'gtin12',
  'gtin8',
  'url',
];
const GROUP_ID_PROPERTIES = ['productGroupID', ...ID_PROPERTIES];

export const isProduct = (node: Node): boolean => typesOf(node).some((type) => PRODUCT_TYPES.has(type));

/**
 * The product that a page is about: of several the one whose address is that of the page, best with its query. A lone
 * product needs no address, as long as it does not name another page.
 *
 * @param isListPage  The page is known to be about something else, so a product must prove that it is meant.
 */
export function pageProduct(graph: Graph, page: PageAddress, isListPage: boolean): NamedProduct | undefined {
  const products = graph.nodes.filter(isProduct);
  const matches = products
    .flatMap((node) => [node, ...listOf(own(node, 'hasVariant')).map(graph.resolve).filter(isNode)])
    .map((node) => ({ node, match: matchOf(node, graph, page) }));
  const match = Math.max(0, ...matches.map((candidate) => candidate.match));
  const isAlone = !isListPage && new Set(products.map((node) => eventItem(node, graph)?.item_id)).size === 1;
  const chosen = match > 0 ? matches.find((candidate) => candidate.match === match)?.node : isAlone && products[0];
  const item = chosen ? eventItem(chosen, graph) : undefined;
  if (!chosen || !item) return undefined;
  const currency = offerOf(chosen, graph)?.currency;
  // A router may leave the canonical address of the page before, so it proves less than the address itself.
  const isConfirmed = matchOf(chosen, graph, { href: page.href }) > 0;
  return { item, isConfirmed, ...(currency && { currency }) };
}

/** A product as the events carry it; undefined without anything to know it by. */
export function eventItem(node: Node, graph: Graph): EventItem | undefined {
  const offer = offerOf(node, graph);
  const isGroup = typesOf(node).includes('ProductGroup');
  const id = firstText(node, isGroup ? GROUP_ID_PROPERTIES : ID_PROPERTIES) ?? offer?.sku ?? textOf(own(node, '@id'));
  if (!id) return undefined;
  const name = textOf(own(node, 'name'));
  const brand = nameOf(own(node, 'brand'), graph);
  const levels = categoryLevels(own(node, 'category'), graph);
  return {
    item_id: id,
    ...(name && { item_name: name }),
    ...(brand && { item_brand: brand }),
    ...(offer?.price !== undefined && { price: offer.price }),
    ...categoryFields(levels),
  };
}

/** GA4 knows five levels: `item_category`, `item_category2` … `item_category5`. */
export const categoryFields = (levels: readonly string[]): Partial<EventItem> =>
  Object.fromEntries(levels.slice(0, 5).map((level, i) => [`item_category${i === 0 ? '' : i + 1}`, level]));

/** The text itself, or the name of the thing. */
export function nameOf(value: unknown, graph: Graph): string | undefined {
  const thing = graph.resolve(listOf(value)[0]);
  return isNode(thing) ? textOf(own(thing, 'name')) : textOf(thing);
}

const firstText = (node: Node, properties: readonly string[]): string | undefined => {
  for (const property of properties) {
    const text = textOf(own(node, property));
    if (text) return text;
  }
  return undefined;
};

function matchOf(node: Node, graph: Graph, page: PageAddress): number {
  const addresses = [own(node, 'url'), own(node, '@id'), own(node, 'mainEntityOfPage')]
    .map(graph.resolve)
    .map((value) => (isNode(value) ? own(value, '@id') : value))
    .filter((value) => typeof value === 'string' && /[/.]/.test(value)) as string[];
  return Math.max(0, ...addresses.map((address) => addressMatch(address, page)));
}

interface OfferFacts {
  price?: number;
  currency?: string;
  sku?: string;
}

/** Price, currency and number from the first offer that has a price. */
function offerOf(node: Node, graph: Graph): OfferFacts | undefined {
  const offers = [
    ...listOf(own(node, 'offers')),
    ...graph.nodes.filter((other) => graph.resolve(own(other, 'itemOffered')) === node),
  ];
  const facts = offers
    .map(graph.resolve)
    .filter(isNode)
    .map((offer) => readOffer(offer, graph));
  return facts.find(({ price }) => price !== undefined) ?? facts[0];
}

function readOffer(offer: Node, graph: Graph): OfferFacts {
  const specification = graph.resolve(listOf(own(offer, 'priceSpecification'))[0]);
  const sources = isNode(specification) ? [offer, specification] : [offer];
  const price = sources.flatMap((source) => [own(source, 'price'), own(source, 'lowPrice')]).map(priceOf);
  const currency = sources.map((source) => currencyOf(own(source, 'priceCurrency'))).find(Boolean);
  const sku = textOf(own(offer, 'sku'));
  const known = price.find((value) => value !== undefined);
  return { ...(known !== undefined && { price: known }), ...(currency && { currency }), ...(sku && { sku }) };
}

function categoryLevels(value: unknown, graph: Graph): string[] {
  const names = listOf(value).map((part) => nameOf(part, graph) ?? '');
  const levels = names.length > 1 ? names : (names[0] ?? '').split(/\s*[>›»]\s*|\s+\/\s+/);
  return levels.filter((level) => level !== '');
}
