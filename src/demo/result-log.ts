import type { WindowShopElement } from '../element/index.js';
import type { RecommendResult } from '../index.js';

export interface LoggedResult {
  name: string;
  source: RecommendResult['source'];
  itemCount: number;
  tookMs: number;
}

/** The latest answer of every row on this page, for the drawer. */
export class ResultLog {
  #results = new Map<string, LoggedResult>();
  #listeners: (() => void)[] = [];

  constructor() {
    document.body.addEventListener('ws-result', ({ detail }) => this.note(detail));
    // Those that answered before this script ran.
    for (const { result } of document.querySelectorAll<WindowShopElement>('window-shop')) if (result) this.note(result);
  }

  note({ placement = 'unnamed', title, source, items, tookMs }: RecommendResult): void {
    this.#results.set(placement, { name: title ?? placement, source, itemCount: items.length, tookMs });
    for (const listener of this.#listeners) listener();
  }

  get results(): LoggedResult[] {
    return [...this.#results.values()];
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
