import { EventLog, type Retention } from '../core/journey/event-log.js';
import type { FoldedShopper } from '../core/journey/folded-shopper.js';
import { readProfileFile, writeProfileFile } from '../core/journey/profile-file.js';
import type { JourneyEvent } from '../core/journey-event.js';
import type { Shopper } from '../core/shopper.js';
import { WindowshopError } from '../core/windowshop-error.js';
import type { IndexedDbJournal } from './indexeddb-journal.js';
import type { ImportMode, Journal, JournalChange } from './journal.js';
import { MemoryJournal } from './memory-journal.js';
import { withinTime } from './within-time.js';

/** Events wait for that code. */
const LOAD_LIMIT_MS = 10_000;

/** The storage's code is loaded where it may be used, which on many pages is nowhere. */
const loadStorage = () => withinTime(import('./storage.js'), LOAD_LIMIT_MS, 'Loading the code that stores');

/** Where a journey may be kept: as consent and the site's options allow. */
export type Place = 'indexeddb' | 'memory' | 'nowhere';

export interface JourneyStoreOptions {
  retention: Retention;
  /** False = storage is never touched but to erase what an earlier visit has left there. */
  mayStore: boolean;
  now: () => number;
  /** The shopper has changed, through this tab or another one. */
  onChange: () => void;
  /** Nothing is known of the shopper any more: erased by this tab or another one, or no longer to be used. */
  onErased: () => void;
  /** Something was worked around. */
  onError: (error: WindowshopError) => void;
}

export interface JourneyFacts {
  events: number;
  /** Epoch ms. */
  firstSeen: number | undefined;
  lastSeen: number | undefined;
  paused: boolean;
  persistence: 'indexeddb' | 'memory';
}

/**
 * One shopper's journey on this page: the log in memory, and the journal that keeps it where consent allows. Calls are
 * carried out in the order in which they were made; none rejects because of storage.
 */
export class JourneyStore {
  #options: JourneyStoreOptions;
  #log: EventLog;
  #journal: Journal;
  #place: Place = 'memory';
  #paused = false;
  /** What `pause` or `resume` asked for on this page; outranks what is stored. */
  #pauseChoice: boolean | undefined;
  /** Moves, erasures, imports: whatever an event has to wait for. */
  #tail: Promise<unknown> = Promise.resolve();
  /** Settled when every event so far is kept, or will never be. */
  #recorded: Promise<unknown> = Promise.resolve();
  #ordersOnTheirWay = new Set<string>();
  /** Counts the erasures by other tabs: what has not been kept yet when one is found is part of what was erased. */
  #erasures = 0;

  constructor(options: JourneyStoreOptions) {
    this.#options = options;
    this.#log = new EventLog(options.retention);
    this.#journal = this.#memoryJournal();
  }

  shopperAt(now: number): Shopper {
    return this.#log.shopperAt(now);
  }

  facts(): JourneyFacts {
    const { events } = this.#log;
    return {
      events: events.length,
      firstSeen: events[0]?.timestamp,
      lastSeen: events[events.length - 1]?.timestamp,
      paused: this.#paused,
      persistence: this.#journal.persistence,
    };
  }

  /** Resolves once the event is kept and counts; false when it is not kept, by the shopper's will or as a repetition. */
  record(event: JourneyEvent): Promise<boolean> {
    const erasures = this.#erasures;
    const recording = this.#tail.then(() => erasures === this.#erasures && this.#append(event));
    const before = this.#recorded;
    // An order that is repeated is answered before the events ahead of it are kept.
    this.#recorded = recording.then(
      () => before,
      () => before,
    );
    return recording;
  }

  /** Resolves when everything asked for so far counts. */
  async settled(): Promise<void> {
    await Promise.all([this.#tail, this.#recorded]);
  }

  /** Moves the journey. What memory holds goes along to storage; nowhere means that all of it is deleted. */
  keepIn(place: Place): Promise<void> {
    return this.#inOrder(async () => {
      if (place === this.#place) return;
      this.#place = place;
      if (place === 'indexeddb') return this.#moveToStorage();
      if (place === 'nowhere') await this.#orInMemory((journal) => journal.clear());
      await this.#use(this.#memoryJournal());
      this.#take({ kind: 'replaced', events: [], paused: this.#paused });
      if (place === 'nowhere' && this.#options.mayStore) await this.#deleteStored();
    });
  }

  export(): Promise<string> {
    // Taken now: an event recorded after this call waits for it.
    const recorded = this.#recorded;
    return this.#inOrder(async () => {
      await recorded;
      return writeProfileFile(this.#log.events, this.#paused, this.#options.now(), this.#log.base);
    });
  }

  /** @throws {WindowshopError} `profile_invalid`, leaving everything as it was. */
  async import(file: string, mode: ImportMode): Promise<void> {
    const events = readProfileFile(file, this.#options.now());
    await this.#inOrder(async () => {
      if (this.#place !== 'nowhere') await this.#orInMemory((journal) => journal.import(events, mode));
    });
  }

  setPaused(paused: boolean): Promise<void> {
    this.#pauseChoice = paused;
    return this.#inOrder(() => this.#orInMemory((journal) => journal.setPaused(paused)));
  }

  clear(): Promise<void> {
    return this.#inOrder(async () => {
      await this.#orInMemory((journal) => journal.clear());
      if (this.#journal.persistence === 'memory') await this.#deleteStored();
    });
  }

  /** For a page that comes back from the back/forward cache: messages of other tabs have passed it by. */
  recheck(): Promise<void> {
    return this.#inOrder(() => this.#orInMemory((journal) => journal.recheck()));
  }

  close(): Promise<void> {
    return this.#inOrder(() => this.#journal.close());
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#tail.then(work);
    this.#tail = done.catch(() => {});
    return done;
  }

  async #append(event: JourneyEvent): Promise<boolean> {
    if (this.#place === 'nowhere') return false;
    if (event.name !== 'purchase') return this.#orInMemory((journal) => journal.append(event));
    const { transaction_id } = event.params;
    if (this.#log.hasOrder(transaction_id) || this.#ordersOnTheirWay.has(transaction_id)) return false;
    this.#ordersOnTheirWay.add(transaction_id);
    try {
      return await this.#orInMemory((journal) => journal.append(event));
    } finally {
      this.#ordersOnTheirWay.delete(transaction_id);
    }
  }

  async #moveToStorage(): Promise<void> {
    let stored: IndexedDbJournal | undefined;
    try {
      const storage = await loadStorage();
      stored = new storage.IndexedDbJournal({
        ...this.#options,
        onChange: (change) => this.#take(change),
        fold: () => this.#log.fold(),
        onRestored: () => this.#options.onError(historyLost()),
      });
      const { events, paused, base } = await stored.open();
      // A pause of an earlier visit is only known now; what came in meanwhile was not to be recorded.
      const carried = paused && this.#pauseChoice === undefined ? [] : [...this.#log.events];
      if (carried.length > 0) await stored.carry(carried);
      else this.#take({ kind: 'replaced', events, paused, base });
      if (this.#pauseChoice !== undefined && this.#pauseChoice !== paused) await stored.setPaused(this.#pauseChoice);
      await this.#use(stored);
    } catch (error) {
      await stored?.close();
      this.#options.onError(storageError(error));
    }
  }

  /** Deletes what an earlier visit has left, without opening it. */
  async #deleteStored(): Promise<void> {
    if (!globalThis.indexedDB) return;
    try {
      await (await loadStorage()).deleteStored();
    } catch (error) {
      this.#options.onError(storageError(error));
    }
  }

  /** Asks the journal; when its storage fails, goes on in memory with all that is known, and asks there. */
  async #orInMemory<T>(ask: (journal: Journal) => Promise<T>): Promise<T> {
    const journal = this.#journal;
    try {
      return await ask(journal);
    } catch (error) {
      if (this.#journal === journal) {
        this.#options.onError(storageError(error));
        // Without waiting for the old one, so that events keep their order.
        void this.#use(this.#memoryJournal([...this.#log.events], this.#log.base));
      }
      return ask(this.#journal);
    }
  }

  #memoryJournal(events: JourneyEvent[] = [], base?: FoldedShopper): MemoryJournal {
    return new MemoryJournal({
      ...this.#options,
      contents: { events, paused: this.#paused, base },
      onChange: (change) => this.#take(change),
    });
  }

  async #use(journal: Journal): Promise<void> {
    const before = this.#journal;
    this.#journal = journal;
    await before.close();
  }

  #take(change: JournalChange): void {
    const now = this.#options.now();
    if (change.kind === 'replaced' && change.byErasure) this.#erasures++;
    if (change.kind === 'replaced' && change.events.length === 0 && !change.base) {
      if (this.#log.events.length > 0 || this.#log.base) this.#options.onErased();
      else if (change.paused === this.#paused) return;
    }
    if (change.kind === 'added') this.#log.add(change.events, now);
    else this.#paused = change.paused;
    if (change.kind === 'replaced') this.#log.replace(change.events, now, change.base);
    this.#options.onChange();
  }
}

const historyLost = (): WindowshopError =>
  new WindowshopError('storage_unavailable', 'The browser has lost the stored history of this shopper.', {
    hint: 'Nothing is to be done: the profile was restored from its second copy, and recording goes on.',
  });

function storageError(cause: unknown): WindowshopError {
  const isFull = (cause as Error).name === 'QuotaExceededError';
  return new WindowshopError(
    isFull ? 'storage_full' : 'storage_unavailable',
    isFull ? 'The origin has no storage left.' : 'The storage of this browser cannot be used.',
    { cause, hint: 'The journey is kept in memory until the page ends.' },
  );
}
