import type { Retention } from '../core/journey/event-log.js';
import type { FoldedShopper } from '../core/journey/folded-shopper.js';
import { missingEvents } from '../core/journey/profile-file.js';
import type { JourneyEvent } from '../core/journey-event.js';
import { beginJournal } from './begin-journal.js';
import { catchUp, eventOf, nothingKnown, type Progress, readAll, readMeta } from './catch-up.js';
import { CheckpointStore } from './checkpoint-store.js';
import { Checkpoints } from './checkpoints.js';
import { deleteEarlierDatabase, hasEarlierDatabase } from './earlier-database.js';
import type { ImportMode, Journal, JournalChange, JournalContents } from './journal.js';
import { JournalConnection, type Transaction } from './journal-connection.js';
import { addEvents, deleteBase, drawEpoch, prune, trimOldest, writeMeta } from './journal-writes.js';
import { openTabChannel, type TabChannel, type TabMessage } from './tab-channel.js';

export interface IndexedDbJournalOptions {
  retention: Retention;
  now: () => number;
  onChange: (change: JournalChange) => void;
  /** The shopper that all changes told so far have made, for the second copy. */
  fold: () => FoldedShopper;
  /** The browser had lost the journal; what it had added up to is there again. */
  onRestored: () => void;
}

type Change = (transaction: Transaction<'readwrite'>, progress: Progress) => Promise<void>;

interface Waiting {
  event: JourneyEvent;
  /** See `#erasures`, at the time of the call. */
  erasures: number;
  resolve: (isKept: boolean) => void;
  reject: (error: unknown) => void;
}

/**
 * The journal in IndexedDB.
 *
 *   append ──► waiting ──► one transaction at a time, taking all that wait ──► complete ──► told, acknowledged
 *
 * - Group commit: while a transaction is on its way further events wait and go together in the next one. So a lone event
 *   is written at once and a burst in batches.
 * - Several tabs: writing transactions of all tabs follow one another, and keys count up in that order. Each one first
 *   reads the events after the last key this tab knows, so that every tab adds up the same events.
 * - Erasing: that first step compares the epoch too. A writer that knows another one has missed an erasure; what it was
 *   about to write was recorded before that, and is dropped.
 * - Losing: a browser that is killed may find its databases torn and begin empty ones. An epoch that stands in the second
 *   copy only is the sign of it, and the journal goes on from what that holds. An erasure takes the second copy first.
 *
 * Rejects with what IndexedDB says when the storage is of no use any more; what then is the caller's to decide.
 */
export class IndexedDbJournal implements Journal {
  readonly persistence = 'indexeddb';
  #options: IndexedDbJournalOptions;
  #connection = new JournalConnection();
  #copy = new CheckpointStore();
  #checkpoints: Checkpoints;
  #channel: TabChannel;
  #known = nothingKnown;
  #tail: Promise<unknown> = Promise.resolve();
  /** Takes further events until its turn comes, or until something else is asked for. */
  #batch: Waiting[] | undefined;
  /** Has been asked for, and not begun. */
  #recheck: Promise<void> | undefined;
  /** Counts the erasures of other tabs that this one has found: what waited at that time is part of what was erased. */
  #erasures = 0;
  #isClosing = false;

  constructor(options: IndexedDbJournalOptions) {
    this.#options = options;
    this.#checkpoints = new Checkpoints({
      store: this.#copy,
      known: () => this.#known,
      readMeta: () => this.#connection.run('readonly', readMeta),
      fold: options.fold,
    });
    this.#channel = openTabChannel(() => {
      // What fails here fails at the next write too, and there somebody is told.
      if (!this.#isClosing) this.recheck().catch(() => {});
    });
  }

  async open(): Promise<JournalContents> {
    return this.#inOrder(async () => {
      if (await hasEarlierDatabase()) await this.#begin();
      const { known, all = [], base } = await this.#write(async () => {});
      this.#known = known;
      return { events: all, paused: known.paused, base };
    });
  }

  append(event: JourneyEvent): Promise<boolean> {
    const batch = this.#batch ?? this.#scheduleBatch();
    return new Promise((resolve, reject) => {
      batch.push({ event, erasures: this.#erasures, resolve, reject });
    });
  }

  import(events: readonly JourneyEvent[], mode: ImportMode): Promise<void> {
    return this.#inOrder(() => this.#import(() => events, mode));
  }

  /** Adds what was recorded before the journal was opened, unless it was erased since then. */
  carry(events: readonly JourneyEvent[]): Promise<void> {
    const erasures = this.#erasures;
    const isErased = ({ wasErased }: Progress): boolean => wasErased || erasures !== this.#erasures;
    return this.#inOrder(() => this.#import((progress) => (isErased(progress) ? [] : events), 'merge'));
  }

  setPaused(paused: boolean): Promise<void> {
    return this.#inOrder(() =>
      this.#change(async (transaction, progress) => {
        progress.known.paused = paused;
        await writeMeta(transaction, progress.known);
        progress.changes.push({ kind: 'paused', paused });
      }),
    );
  }

  clear(): Promise<void> {
    for (const { resolve } of this.#batch?.splice(0) ?? []) resolve(false);
    return this.#inOrder(() =>
      this.#copy.exclusively(async () => {
        // First, so that nothing can come back from there: an erasure that ends half-way has not been acknowledged.
        await Promise.all([this.#copy.erase(), deleteEarlierDatabase()]);
        await this.#change(async (transaction, progress) => {
          await transaction.objectStore('events').clear();
          await deleteBase(transaction);
          progress.known = { ...progress.known, epoch: drawEpoch(), revision: 0, atMost: 0 };
          await writeMeta(transaction, progress.known);
          progress.changes.push({ kind: 'replaced', events: [], paused: progress.known.paused });
        }, 'erased');
      }, 'go on'),
    );
  }

  recheck(): Promise<void> {
    this.#recheck ??= this.#inOrder(async () => {
      this.#recheck = undefined;
      this.#take(
        await this.#connection.run('readonly', (reading, connection) => catchUp(reading, this.#known, connection)),
      );
    });
    return this.#recheck;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#tail;
    // Only now: what was still being written is told to the other tabs.
    this.#channel.close();
    await this.#checkpoints.close();
    this.#connection.close();
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    this.#batch = undefined;
    const done = this.#tail.then(work);
    this.#tail = done.catch(() => {});
    return done;
  }

  #scheduleBatch(): Waiting[] {
    const batch: Waiting[] = [];
    this.#inOrder(() => {
      if (this.#batch === batch) this.#batch = undefined;
      return this.#commit(batch);
    });
    this.#batch = batch;
    return batch;
  }

  async #commit(waiting: Waiting[]): Promise<void> {
    const batch = waiting.filter(({ erasures }) => erasures === this.#erasures);
    for (const { erasures, resolve } of waiting) if (erasures !== this.#erasures) resolve(false);
    if (batch.length === 0) return;
    const events = batch.map(({ event }) => event);
    try {
      const isKept = await this.#addEvents(events).catch(async (error: Error) => {
        if (error.name !== 'QuotaExceededError') throw error;
        await this.#change(trimOldest);
        return this.#addEvents(events);
      });
      for (const { resolve } of batch) resolve(isKept);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  #import(eventsAfter: (progress: Progress) => readonly JourneyEvent[], mode: ImportMode): Promise<void> {
    return this.#change(async (transaction, progress) => {
      const store = transaction.objectStore('events');
      if (mode === 'replace') {
        await store.clear();
        await deleteBase(transaction);
        progress.known.revision++;
      }
      const held = await store.getAll();
      await addEvents(transaction, progress, missingEvents(held.map(eventOf), eventsAfter(progress)));
      await writeMeta(transaction, progress.known);
      await readAll(transaction, progress);
    });
  }

  async #addEvents(events: JourneyEvent[]): Promise<boolean> {
    let isKept = false;
    await this.#change(async (transaction, progress) => {
      isKept = !progress.wasErased && !progress.known.paused;
      if (isKept) await addEvents(transaction, progress, events);
    });
    return isKept;
  }

  async #change(change: Change, message: TabMessage = 'changed'): Promise<void> {
    this.#take(await this.#write(change, message === 'erased'));
    this.#channel.tell(message);
    if (message === 'changed') this.#checkpoints.due();
  }

  /** @param isErasure  It gives the journal an epoch, so it can do without one, and must: it holds the lock already. */
  async #write(change: Change, isErasure = false): Promise<Progress> {
    const attempt = () =>
      this.#connection.run('readwrite', async (transaction, connection) => {
        const progress = await catchUp(transaction, this.#known, connection);
        if (progress.known.epoch === undefined && !isErasure) return undefined;
        await change(transaction, progress);
        await prune(transaction, progress, this.#options);
        return progress;
      });
    const written = (await attempt()) ?? (await this.#begin().then(attempt));
    if (written) return written;
    // Deleted once more, in the moment between: as it is for whoever finds the database gone.
    throw new DOMException('The database is deleted again and again', 'AbortError');
  }

  async #begin(): Promise<void> {
    const known = { isPaused: this.#known.paused, now: this.#options.now() };
    if (await beginJournal(this.#connection, this.#copy, known)) this.#options.onRestored();
  }

  #take({ known, changes, wasErased }: Progress): void {
    this.#known = known;
    if (wasErased) this.#erasures++;
    for (const change of changes) this.#options.onChange(change);
  }
}
