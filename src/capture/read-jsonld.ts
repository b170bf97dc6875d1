import type { EventItem, PageType } from '../core/journey-event.js';
import { type Graph, isNode, listOf, type Node, own, readGraph, typesOf } from './jsonld-nodes.js';
import { categoryFields, eventItem, isProduct, nameOf, pageProduct } from './jsonld-product.js';
import { type PageAddress, routeOf, searchTermOf } from './page-address.js';
import { MAX_LIST_ITEMS, type NamedList, type PageFacts } from './page-facts.js';
import { pageTypeOf } from './page-type.js';
import { textOf } from './text-values.js';

const LIST_PAGES: readonly PageType[] = ['home', 'category', 'search', 'cart', 'account'];

/**
 * Reads what structured data says about a page: Product, ProductGroup, Offer, BreadcrumbList, ItemList and
 * SearchResultsPage, in any nesting that is in use.
 *
 * @param texts     Contents of the page's `application/ld+json` blocks.
 * @param onBroken  Told about blocks that are no JSON; the others are read all the same.
 */
export function readJsonLd(
  texts: readonly string[],
  page: PageAddress,
  onBroken: (error: unknown) => void = () => undefined,
): PageFacts {
  const graph = readGraph(texts, onBroken);
  const isSearch = hasType(graph, 'SearchResultsPage');
  const isList = isSearch || hasType(graph, 'CollectionPage') || LIST_PAGES.includes(pageTypeOf(routeOf(page.href)));
  const product = pageProduct(graph, page, isList);
  if (product && !product.item.item_category)
    Object.assign(product.item, categoryFields(breadcrumbs(graph, product.item.item_name)));
  const lists = graph.nodes
    .filter((node) => typesOf(node).includes('ItemList'))
    .flatMap((node) => readList(node, graph));
  const searchTerm = isSearch ? searchTermOf(page.href) : undefined;
  const pageType = pageTypeFrom(graph, product !== undefined, lists.length > 0, isSearch);
  return { lists, ...(product && { product }), ...(searchTerm && { searchTerm }), ...(pageType && { pageType }) };
}

const hasType = (graph: Graph, type: string): boolean => graph.nodes.some((node) => typesOf(node).includes(type));

function pageTypeFrom(graph: Graph, hasProduct: boolean, hasLists: boolean, isSearch: boolean): PageType | undefined {
  if (hasType(graph, 'CheckoutPage')) return 'checkout';
  if (hasProduct) return 'product';
  if (isSearch) return 'search';
  return hasType(graph, 'CollectionPage') || (hasLists && hasType(graph, 'BreadcrumbList')) ? 'category' : undefined;
}

/** Category levels from broad to narrow: the trail without its ends, the start page and the product itself. */
function breadcrumbs(graph: Graph, productName?: string): string[] {
  const trail = graph.nodes.find((node) => typesOf(node).includes('BreadcrumbList'));
  if (!trail) return [];
  const names = elementsOf(trail, graph)
    .map(({ element, thing }) => textOf(own(element, 'name')) ?? nameOf(thing, graph))
    .filter((name) => name !== undefined);
  const levels = names.at(-1) === productName ? names.slice(0, -1) : names;
  return /^(home|start|startseite|accueil|inicio|shop)$/i.test(levels[0] ?? '') ? levels.slice(1) : levels;
}

function readList(node: Node, graph: Graph): NamedList[] {
  const items = elementsOf(node, graph)
    .slice(0, MAX_LIST_ITEMS)
    .flatMap(({ element, thing }): EventItem[] => {
      const types = isNode(thing) ? typesOf(thing) : [];
      if (isNode(thing) && isProduct(thing)) return [eventItem(thing, graph)].filter((item) => item !== undefined);
      // Lists of recipes or articles are none of ours; a bare address may be a product's.
      if (types.length > 0) return [];
      const address = textOf(isNode(thing) ? addressOf(thing) : (thing ?? addressOf(element)));
      return address?.includes('/') ? [{ item_id: address }] : [];
    });
  const name = textOf(own(node, 'name'));
  return items.length > 0 ? [{ items: items.map((item, index) => ({ ...item, index })), ...(name && { name }) }] : [];
}

const addressOf = (node: Node): unknown => own(node, 'url') ?? own(node, '@id');

/** The entries of a list in the order of their positions, with what each stands for. */
function elementsOf(list: Node, graph: Graph): { element: Node; thing: unknown }[] {
  return listOf(own(list, 'itemListElement'))
    .map(graph.resolve)
    .map((value, i) => {
      const element: Node = isNode(value) ? value : {};
      const isEntry = typesOf(element).includes('ListItem') || Object.hasOwn(element, 'item');
      const position = Number(own(element, 'position') ?? i);
      return { element, thing: isEntry ? graph.resolve(own(element, 'item')) : value, position };
    })
    .sort((a, b) => a.position - b.position);
}
