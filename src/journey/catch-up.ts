import type { JourneyEvent } from '../core/journey-event.js';
import type { JournalChange } from './journal.js';
import type { Transaction } from './journal-connection.js';
import { type EventRecord, META_KEY } from './journal-schema.js';

/** What a tab knows of the journal. */
export interface Known {
  epoch: string | undefined;
  revision: number;
  paused: boolean;
  /** Key of the latest event seen. */
  lastKey: number;
  /** There are at most this many events: other tabs may have deleted old ones. */
  atMost: number;
}

export const nothingKnown: Known = { epoch: undefined, revision: 0, paused: false, lastKey: 0, atMost: 0 };

/** How far a transaction has come: what holds once it is complete, and what is then to be told. */
export interface Progress {
  known: Known;
  changes: JournalChange[];
  /** The journal was erased since this tab last looked: what it was about to write was recorded before that. */
  wasErased: boolean;
  /** The whole journal, where this transaction has read it. */
  all?: JourneyEvent[];
}

/**
 * The first step of every transaction: what other tabs have done since this one last looked.
 *
 * @param mustReload  Read everything, because keys cannot be relied on.
 */
export async function catchUp(transaction: Transaction, before: Known, mustReload: boolean): Promise<Progress> {
  const found = (await transaction.objectStore('meta').get(META_KEY)) ?? { revision: 0, paused: false };
  const progress: Progress = {
    known: { ...before, epoch: found.epoch, revision: found.revision, paused: found.paused },
    changes: [],
    wasErased: before.epoch !== undefined && found.epoch !== before.epoch,
  };
  if (progress.wasErased || found.revision !== before.revision || mustReload) {
    await readAll(transaction, progress);
    return progress;
  }
  if (found.paused !== before.paused) progress.changes.push({ kind: 'paused', paused: found.paused });
  const unseen = await transaction.objectStore('events').getAll(IDBKeyRange.lowerBound(before.lastKey, true));
  if (unseen.length > 0) {
    progress.changes.push({ kind: 'added', events: unseen.map(eventOf) });
    progress.known.lastKey = unseen[unseen.length - 1].key;
    progress.known.atMost += unseen.length;
  }
  return progress;
}

/** Reads the whole journal, in time order. */
export async function readAll(transaction: Transaction, progress: Progress): Promise<void> {
  const { known, changes } = progress;
  const records = await transaction.objectStore('events').index('by-timestamp').getAll();
  progress.all = records.map(eventOf);
  known.lastKey = records.reduce((latest, { key }) => Math.max(latest, key), 0);
  known.atMost = records.length;
  changes.push({ kind: 'replaced', events: progress.all, paused: known.paused });
}

export const eventOf = ({ key: _, ...event }: EventRecord): JourneyEvent => event as JourneyEvent;
