import type { ItemId, Product, RankedItem, RecommendRequest, RecommendResult, Sdk, Strategy } from '../index.js';
import { findSdk } from './find-sdk.js';
import { messagesFor } from './messages.js';
import { pricesOf } from './prices.js';
import { safeUrl } from './safe-url.js';
import { ShelfAttributes } from './shelf-attributes.js';
import { type CardTemplate, createShelfCards } from './shelf-cards.js';
import { coordinatorFor, type Shelf, type ShelfCoordinator } from './shelf-coordinator.js';
import { createShelfView } from './shelf-view.js';
import { whenNear, whenSeen } from './when-visible.js';

export type ShelfState = 'idle' | 'loading' | 'ready' | 'empty';

/** All bubble and are composed. */
export interface WindowShopEventMap {
  'ws-result': CustomEvent<RecommendResult>;
  'ws-view': CustomEvent<RecommendResult>;
  /** Cancelable: `preventDefault()` leaves the navigation to the page. */
  'ws-select': CustomEvent<{ item: RankedItem; result: RecommendResult }>;
  'ws-dismiss': CustomEvent<{ item: RankedItem; result: RecommendResult }>;
}

/** Attributes that change what is asked for; the others change how it looks. */
const ASKING: readonly string[] = ['placement', 'strategy', 'item-id', 'limit'];

/** `<window-shop>`: one list of items as cards, which asks for its items and keeps them fresh. It never throws. */
export class WindowShopElement extends ShelfAttributes {
  #view = createShelfView(this.attachShadow({ mode: 'open' }));
  #cards = createShelfCards({
    onDismiss: (item) => this.#attempt(() => this.#dismiss(item)),
    onMistake: (error) => this.#complain('the template failed:', error),
  });
  #sdk: Sdk | undefined;
  #coordinator: ShelfCoordinator | undefined;
  #state: ShelfState = 'idle';
  #result: RecommendResult | null = null;
  #dismissed = new Set<ItemId>();
  #template: CardTemplate | null = null;
  /** The template between the tags, once it can be used. */
  #filled: CardTemplate | undefined;
  #isPointerInside = false;
  /** Ids of the items last shown. */
  #list = '';
  #isSeen = false;
  /** Calls off what the element waits for: to come near the window, to be seen. */
  #callOff: (() => void) | undefined;
  #complaints = new Set<string>();

  #shelf: Shelf = {
    request: () => this.#request(),
    mayRefresh: () => !this.frozen && !this.#isPointerInside && !this.matches(':focus-within'),
    show: async (result) => {
      this.#result = result;
      // Only now: while the page is being parsed, the element is there before what it holds.
      await this.#adoptTemplate();
      this.#attempt(() => this.#render());
      this.#tell('ws-result', result);
    },
    fail: (error) => {
      this.#complain('no answer:', error);
      this.#attempt(() => this.#render('empty'));
      // Should the SDK have ended, the next one is to find the element.
      void this.#join();
    },
  };

  constructor() {
    super();
    for (const type of ['click', 'auxclick'] as const)
      this.#view.list.addEventListener(type, (event) => this.#attempt(() => this.#select(event)));
    this.addEventListener('pointerenter', () => {
      this.#isPointerInside = true;
    });
    this.addEventListener('pointerleave', () => {
      this.#isPointerInside = false;
      this.#release();
    });
    this.addEventListener('focusout', () => this.#release());
  }

  get state(): ShelfState {
    return this.#state;
  }

  get result(): RecommendResult | null {
    return this.#result;
  }

  /** Builds the card of one item instead of the default one. */
  get template(): CardTemplate | null {
    return this.#template;
  }
  set template(template: CardTemplate | null) {
    this.#template = template;
    this.#attempt(() => this.#restyle());
  }

  /** Asks anew, also while the element is in use or `frozen`. Resolves when the answer is shown. */
  async refresh(): Promise<void> {
    const coordinator = await this.#join();
    if (!this.isConnected) return coordinator.remove(this.#shelf);
    this.#attempt(() => this.#render(this.#result ? this.#state : 'loading', true));
    await coordinator.ask(this.#shelf);
  }

  connectedCallback(): void {
    this.#attempt(() => {
      this.takeEarlyProperties();
      this.#checkAttributes();
      this.#render(this.#state);
      // Moved to another place of the page, it has its list already.
      if (this.#result) void this.#join();
      else if (this.lazy) this.#callOff = whenNear(this, () => void this.refresh());
      else void this.refresh();
    });
  }

  disconnectedCallback(): void {
    this.#callOff?.();
    this.#isPointerInside = false;
    this.#coordinator?.remove(this.#shelf);
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.isConnected) return;
    this.#attempt(() => {
      this.#checkAttributes();
      if (!ASKING.includes(name)) this.#restyle();
      else if (this.#state !== 'idle') void this.refresh();
      this.#release();
    });
  }

  // ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Takes part in the passes of the page's SDK, as soon as there is one. */
  #join(): Promise<ShelfCoordinator> {
    return new Promise((resolve) => {
      findSdk((sdk) => {
        this.#sdk = sdk;
        this.#coordinator = coordinatorFor(sdk);
        this.#coordinator.add(this.#shelf);
        resolve(this.#coordinator);
      });
    });
  }

  /** Makes up for a refresh that was missed while somebody used the element, or while it was `frozen`. */
  #release(): void {
    this.#coordinator?.release(this.#shelf);
  }

  #request(): RecommendRequest {
    const { placement } = this;
    const strategy = words(this.strategy) as Strategy[] | undefined;
    const itemId = words(this.itemId);
    return {
      ...(placement && { placement }),
      ...(strategy && { strategy }),
      ...(itemId && { itemId }),
      // Left to the placement where the page does not say.
      ...(this.hasAttribute('limit') && { limit: this.limit }),
    };
  }

  // ── showing ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A `<template>` between the tags becomes the function that fills it; what does that is loaded for it. */
  async #adoptTemplate(): Promise<void> {
    const template = this.querySelector<HTMLTemplateElement>(':scope > template');
    if (!template || this.#filled) return;
    try {
      const { fillTemplate } = await import('./fill-template.js');
      const tools = { safeUrl, prices: (product: Product) => pricesOf(product, this.#locale()) };
      this.#filled = (item) => fillTemplate(template, item, tools);
    } catch (error) {
      this.#complain('the template failed:', error);
    }
  }

  /** Follows the attributes and the template, without asking anew. */
  #restyle(): void {
    this.#cards.forget();
    this.#render(this.#state);
  }

  /** @param state  What it is without enough items. */
  #render(state: ShelfState = 'empty', isBusy = false): void {
    const view = this.#view;
    const result = this.#result;
    const locale = this.#locale();
    if (result) result.items = result.items.filter(({ id }) => !this.#dismissed.has(id));
    const items = result?.items ?? [];
    // What was dismissed counts, so that the element does not vanish under the hand that did it.
    const hasCards = result && items[0] && items.length + this.#dismissed.size >= this.minItems;
    const template = this.#template ?? this.#filled;
    const cards = hasCards ? this.#cards.update(result, items, { locale, hasReason: this.reasons, template }) : [];
    this.#state = hasCards ? 'ready' : result ? 'empty' : state;
    this.setAttribute('state', this.#state);

    const messages = messagesFor(locale);
    view.setTexts(this.heading ?? result?.title ?? messages.heading, messages);
    const instead = view.hasChildren() ? 'children' : this.#state === 'empty' ? 'empty' : 'skeleton';
    this.hidden = !hasCards && instead === 'empty' && !view.hasEmptySlot();
    view.show(hasCards ? 'cards' : instead, this.layout, cards, this.limit, isBusy);
    this.#watch(hasCards ? items.map(({ id }) => id).join('\n') : '');
  }

  /** Waits until the shopper has seen the list. One with the same items as before is no other list. */
  #watch(list: string): void {
    if (list !== this.#list) this.#isSeen = false;
    this.#list = list;
    if (!this.#result) return;
    this.#callOff?.();
    if (list === '' || this.#isSeen) return;
    this.#callOff = whenSeen(this, () =>
      this.#attempt(() => {
        this.#isSeen = true;
        this.#result?.viewed();
        this.#tell('ws-view', this.#result as RecommendResult);
      }),
    );
  }

  // ── what the shopper does ─────────────────────────────────────────────────────────────────────────────────────────

  #select(click: MouseEvent): void {
    const link = (click.target as Element).closest('a[href]');
    const item = link && this.#cards.itemAt(link);
    // The right button opens a menu.
    if (!this.#result || !item || click.button > 1) return;
    const detail = { item, result: this.#result };
    this.#result.selected(item.id);
    // With the middle button or a key the browser opens a tab or a window, which is not the page's to do.
    const isPlain = click.button === 0 && !(click.ctrlKey || click.metaKey || click.shiftKey);
    if (isPlain && !this.#tell('ws-select', detail, true)) click.preventDefault();
  }

  #dismiss(item: RankedItem): void {
    const result = this.#result;
    if (!result) return;
    const result_id = result.resultId;
    void this.#sdk?.record('dismiss_item', { item_id: item.id, reason: 'not_interested', result_id });
    // The focus moves to a neighbour, so that the keyboard does not start over.
    const card = this.shadowRoot?.activeElement?.closest('.card');
    const neighbor = card?.nextElementSibling ?? card?.previousElementSibling;
    this.#dismissed.add(item.id);
    this.#render();
    neighbor?.querySelector<HTMLElement>('a[href], button')?.focus();
    this.#tell('ws-dismiss', { item, result });
  }

  // ── little helpers ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Of the nearest element that says, as for any text of the page; else that of the catalogue. */
  #locale(): string {
    return this.closest<HTMLElement>('[lang]:not([lang=""])')?.lang ?? this.#sdk?.snapshot.info()?.locale ?? 'en';
  }

  #checkAttributes(): void {
    for (const mistake of this.mistakes()) this.#complain(`${mistake} makes no sense`);
  }

  #tell<K extends keyof WindowShopEventMap>(
    type: K,
    detail: WindowShopEventMap[K]['detail'],
    cancelable = false,
  ): boolean {
    return this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
  }

  #attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#complain('failed:', error);
    }
  }

  /** Each mistake once: a list is asked for many times on one page. */
  #complain(message: string, error: unknown = ''): void {
    const text = `<window-shop> ${message} ${error}`;
    if (this.#complaints.has(text)) return;
    this.#complaints.add(text);
    console.warn(text, this);
  }
}

const words = (text: string | null): string[] | null | undefined => text?.match(/\S+/g);
