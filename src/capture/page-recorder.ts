import type { CaptureHost } from '../api/capture-host.js';
import type { CaptureSource, SdkEventMap } from '../api/sdk.js';
import type { EventItem, PageType } from '../core/journey-event.js';
import type { ItemId } from '../core/product.js';
import { locationOf, routeOf } from './page-address.js';
import type { NamedProduct } from './page-facts.js';
import { isOwnPage, pageTypeOf } from './page-type.js';
import { isPrivate, itemElements, itemOf, listNameOf } from './read-attributes.js';
import { isPaymentStep, readPage } from './read-page.js';

/** A page seen again within this time is still the same visit. */
const SAME_VISIT_MS = 30_000;

/** What is known of the page the shopper is on. */
interface Visit {
  route: string;
  href: string;
  startedAt: number;
  /** Reached without a new document, whose contents may for a while be those of the page before. */
  isSoft: boolean;
  /** `page_view` was recorded, by the page itself or from here. */
  isOpen: boolean;
  productId?: ItemId;
  searchTerm?: string;
  /** Items that were recorded as shown in a list. */
  listed: Set<ItemId>;
}

/**
 * Turns what the page says into events: one `page_view` per page, one `view_item` for its product, one event per search
 * and each list item once. What the page records itself outranks what is read from it.
 */
export class PageRecorder {
  readonly #host: CaptureHost;
  readonly #sources: ReadonlySet<CaptureSource>;
  readonly #document: Document;
  #visit: Visit;
  /** Product of the page before, as long as the document still names it. */
  #leftover: ItemId | undefined;
  readonly #reported = new Set<string>();

  constructor(host: CaptureHost, sources: ReadonlySet<CaptureSource>, document: Document) {
    this.#host = host;
    this.#sources = sources;
    this.#document = document;
    this.#visit = this.#newVisit(false);
  }

  get productId(): ItemId | undefined {
    return this.#visit.productId;
  }

  /** Follows the address. @returns whether the shopper is on another page now. */
  follow(): boolean {
    if (routeOf(this.#document.location.href) === this.#visit.route) return false;
    this.#begin(true);
    return true;
  }

  /** The page came back from the cache. @returns whether that counts as another visit. */
  comeBack(): boolean {
    if (Date.now() - this.#visit.startedAt < SAME_VISIT_MS) return false;
    this.#begin(false);
    return true;
  }

  /** Takes note of what the page recorded itself. */
  notice({ name, params, source }: SdkEventMap['record']): void {
    if (source !== 'api') return;
    this.follow();
    const visit = this.#visit;
    if (name === 'page_view' || name === 'view_item') visit.isOpen = true;
    if (name === 'view_item' && 'items' in params) visit.productId = params.items?.[0]?.item_id ?? visit.productId;
    if ('search_term' in params) visit.searchTerm = params.search_term;
    if (name === 'view_item_list' && 'items' in params)
      for (const item of params.items ?? []) visit.listed.add(item.item_id);
  }

  /** Reads the page and records what is new. @returns elements of list items, to be recorded once they were seen. */
  look(): Element[] {
    const document = this.#document;
    if (isPrivate(document.documentElement)) return [];
    if (isPaymentStep(document)) {
      this.#open('checkout');
      return [];
    }
    const reading = readPage(document, this.#sources, (error) => this.#report(error));
    const product = this.#withoutLeftover(reading.product);
    this.#beginForOtherProduct(product);
    this.#open(this.#visit.isSoft ? (product ? 'product' : this.#guess()) : reading.pageType);
    if (reading.search) this.#search(reading.search.term, reading.search.source);
    if (product) this.#view(product.item, product.source, product.currency);

    const cards = this.#sources.has('attributes') ? this.#cards() : [];
    const marked = new Set(cards.map((card) => itemOf(card)?.item_id));
    for (const { name, items } of reading.lists)
      this.#list(
        items.filter(({ item_id }) => !marked.has(item_id)),
        'jsonld',
        name,
      );
    return cards;
  }

  /** Marked list items came into view. */
  listSeen(elements: readonly Element[]): void {
    const byName = new Map<string, EventItem[]>();
    for (const element of elements) {
      const item = itemOf(element);
      if (!item || isPrivate(element)) continue;
      const list = element.closest('[data-ws-list]');
      const index = itemElements(list ?? this.#document).indexOf(element);
      const name = listNameOf(element) ?? '';
      byName.set(name, [...(byName.get(name) ?? []), index < 0 ? item : { ...item, index }]);
    }
    for (const [name, items] of byName) this.#list(items, 'attributes', name);
  }

  /** Names the product by the page's address, when nothing in the page does. */
  async viewByAddress(): Promise<void> {
    const visit = this.#visit;
    const address = locationOf(visit.href);
    if (visit.productId || !address || !['product', 'category', 'other'].includes(this.#guess())) return;
    if (isPrivate(this.#document.documentElement) || isPaymentStep(this.#document)) return;
    const id = await this.#host.itemAt(address);
    if (id !== undefined && visit === this.#visit) this.#view({ item_id: id }, 'navigation');
  }

  #newVisit(isSoft: boolean): Visit {
    const { href } = this.#document.location;
    return { route: routeOf(href), href, startedAt: Date.now(), isSoft, isOpen: false, listed: new Set() };
  }

  #begin(isSoft: boolean): void {
    this.#leftover = isSoft ? (this.#visit.productId ?? this.#leftover) : undefined;
    this.#visit = this.#newVisit(isSoft);
  }

  #guess(): PageType {
    return pageTypeOf(this.#visit.route);
  }

  #withoutLeftover<T extends NamedProduct>(product: T | undefined): T | undefined {
    if (product?.item.item_id !== this.#leftover) this.#leftover = undefined;
    return product && !product.isConfirmed && product.item.item_id === this.#leftover ? undefined : product;
  }

  /** Where only the query changed, the product tells whether it is another page. */
  #beginForOtherProduct(product: NamedProduct | undefined): void {
    const { href } = this.#document.location;
    const visit = this.#visit;
    if (href === visit.href) return;
    if (product && visit.productId && product.item.item_id !== visit.productId) this.#begin(true);
    else visit.href = href;
  }

  #open(pageType: PageType): void {
    const visit = this.#visit;
    if (visit.isOpen || !this.#sources.has('navigation')) return;
    visit.isOpen = true;
    // Addresses of these may name an order or a person.
    const isPersonal = pageType === 'checkout' || pageType === 'order' || pageType === 'account';
    const location = isPersonal ? undefined : locationOf(visit.href);
    this.#host.record('page_view', { page_type: pageType, ...(location && { page_location: location }) }, 'navigation');
  }

  #search(term: string, source: CaptureSource): void {
    if (this.#visit.searchTerm === term) return;
    this.#visit.searchTerm = term;
    // A page that marks the search says that one was made; otherwise it is known that results are shown.
    this.#host.record(source === 'attributes' ? 'search' : 'view_search_results', { search_term: term }, source);
  }

  #view(item: EventItem, source: CaptureSource, currency?: string): void {
    if (this.#visit.productId !== undefined) return;
    this.#visit.productId = item.item_id;
    const value = item.price === undefined ? {} : { value: item.price };
    this.#host.record('view_item', { items: [item], ...value, ...(currency && { currency }) }, source);
  }

  #list(items: readonly EventItem[], source: CaptureSource, name?: string): void {
    const { listed, productId } = this.#visit;
    const fresh = items.filter(({ item_id }) => item_id !== productId && !listed.has(item_id));
    if (fresh.length === 0) return;
    for (const { item_id } of fresh) listed.add(item_id);
    this.#host.record('view_item_list', { items: fresh, ...(name && { item_list_name: name }) }, source);
  }

  #cards(): Element[] {
    const isOwn = isOwnPage(this.#guess());
    return itemElements(this.#document).filter(
      (element) => itemOf(element)?.item_id !== this.#visit.productId && !(isOwn && listNameOf(element) === undefined),
    );
  }

  /** The same mistake of a page is reported once, however often the page is read. */
  #report(error: unknown): void {
    const message = String(error);
    if (this.#reported.has(message)) return;
    this.#reported.add(message);
    this.#host.report(error);
  }
}
