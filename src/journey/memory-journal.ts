import { insertInOrder, overflowOf, type Retention } from '../core/journey/event-log.js';
import type { FoldedShopper } from '../core/journey/folded-shopper.js';
import { missingEvents } from '../core/journey/profile-file.js';
import type { JourneyEvent } from '../core/journey-event.js';
import type { ImportMode, Journal, JournalChange, JournalContents } from './journal.js';
import { openTabChannel, type TabChannel } from './tab-channel.js';

export interface MemoryJournalOptions {
  retention: Retention;
  now: () => number;
  onChange: (change: JournalChange) => void;
  contents?: JournalContents;
}

/** A journey that ends with the page: without consent, without storage, or by choice. */
export class MemoryJournal implements Journal {
  readonly persistence = 'memory';
  #options: MemoryJournalOptions;
  #events: JourneyEvent[];
  #paused: boolean;
  #base: FoldedShopper | undefined;
  #channel: TabChannel;

  constructor(options: MemoryJournalOptions) {
    this.#options = options;
    this.#events = [...(options.contents?.events ?? [])];
    this.#paused = options.contents?.paused ?? false;
    this.#base = options.contents?.base;
    // A shopper who erases in one tab means this one too: what it holds would be stored as soon as it may.
    this.#channel = openTabChannel((message) => {
      if (message === 'erased') this.#erase(true);
    });
  }

  async open(): Promise<JournalContents> {
    return { events: [...this.#events], paused: this.#paused, base: this.#base };
  }

  async append(event: JourneyEvent): Promise<boolean> {
    if (this.#paused) return false;
    this.#add([event]);
    this.#options.onChange({ kind: 'added', events: [event] });
    return true;
  }

  async import(events: readonly JourneyEvent[], mode: ImportMode): Promise<void> {
    if (mode === 'replace') {
      this.#events = [];
      this.#base = undefined;
    }
    this.#add(missingEvents(this.#events, events));
    this.#options.onChange({ kind: 'replaced', ...(await this.open()) });
  }

  async setPaused(paused: boolean): Promise<void> {
    this.#paused = paused;
    this.#options.onChange({ kind: 'paused', paused });
  }

  async clear(): Promise<void> {
    this.#erase(false);
    this.#channel.tell('erased');
  }

  async recheck(): Promise<void> {}

  async close(): Promise<void> {
    this.#channel.close();
  }

  #add(events: Iterable<JourneyEvent>): void {
    for (const event of events) insertInOrder(this.#events, event);
    this.#events.splice(0, overflowOf(this.#events, this.#options.retention, this.#options.now()));
  }

  #erase(byErasure: boolean): void {
    this.#events = [];
    this.#base = undefined;
    this.#options.onChange({ kind: 'replaced', events: [], paused: this.#paused, byErasure });
  }
}
