import type { SdkEventMap } from '../api/sdk.js';
import { pageAfter, pageUrl, pageWithoutJourney } from '../core/journey/current-page.js';
import type { JourneyEvent } from '../core/journey-event.js';
import type { PageContext } from '../core/page-context.js';
import type { ItemId } from '../core/product.js';

export type EventSource = SdkEventMap['record']['source'];

/** The same product, named by two sources within this time, was looked at once. */
const SAME_VIEW_MS = 30_000;

/** The page the shopper is on, as its events tell. It lives as long as the document and is never stored. */
export class CurrentPage {
  #context: PageContext;
  #document: Document;
  #onOpen: () => void;
  #captured: { itemId: ItemId; at: number } | undefined;

  /** @param onOpen  Another page begins: what the one before has shown is gone. */
  constructor(document: Document, onOpen: () => void) {
    this.#document = document;
    this.#onOpen = onOpen;
    this.#context = { pageType: 'other', url: pageUrl(document.location.href) };
  }

  get context(): PageContext {
    return this.#context;
  }

  /** Follows an event. Returns false when it only repeats what was read from the page itself a moment ago. */
  follow(event: JourneyEvent, source: EventSource, now: number): boolean {
    const isRead = source !== 'api' && source !== 'element';
    const before = this.#context;
    this.#context = pageAfter(before, event, { location: this.#document.location.href, isRead });
    if (event.name === 'page_view' && this.#context.url !== before.url) {
      this.#captured = undefined;
      this.#onOpen();
    }
    if (event.name !== 'view_item') return true;
    const [{ item_id: itemId }] = event.params.items;
    if (isRead) this.#captured = { itemId, at: now };
    else if (this.#captured?.itemId === itemId && now - this.#captured.at < SAME_VIEW_MS) return false;
    return true;
  }

  forgetJourney(): void {
    this.#context = pageWithoutJourney(this.#context);
  }
}
