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
    document.addEventListener('ws-result', ({ detail }) => this.note(detail));
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
