import type { FoldedShopper } from '../core/journey/folded-shopper.js';
import type { JourneyEvent } from '../core/journey-event.js';
import type { JournalChange } from './journal.js';
import type { Transaction } from './journal-connection.js';
import { BASE_KEY, type EventRecord, type JournalMeta, META_KEY } from './journal-schema.js';

/** What a tab knows of the journal. */
export interface Known {
  epoch: string | undefined;
  revision: number;
  paused: boolean;
  /** Number of the connection that this was read on. */
  connection: number;
  /** Key of the latest event seen. */
  lastKey: number;
  /** There are at most this many events: other tabs may have deleted old ones. */
  atMost: number;
}

export const nothingKnown: Known = {
  epoch: undefined,
  revision: 0,
  paused: false,
  connection: 0,
  lastKey: 0,
  atMost: 0,
};

/** How far a transaction has come: what holds once it is complete, and what is then to be told. */
export interface Progress {
  known: Known;
  changes: JournalChange[];
  /** The journal was erased since this tab last looked: what it was about to write was recorded before that. */
  wasErased: boolean;
  /** The whole journal, where this transaction has read it. */
  all?: JourneyEvent[];
  base?: FoldedShopper | undefined;
}

/**
 * The first step of every transaction: what other tabs have done since this one last looked.
 *
 * @param connection  Number of the connection that the transaction is carried out on.
 */
export async function catchUp(transaction: Transaction, before: Known, connection: number): Promise<Progress> {
  const found = await readMeta(transaction);
  // Whoever deleted the database did not ask to go on recording.
  const paused = found.epoch === undefined ? before.paused : found.paused;
  const progress: Progress = {
    known: { ...before, connection, epoch: found.epoch, revision: found.revision, paused },
    changes: [],
    wasErased: isErased(before, found, connection),
  };
  if (progress.wasErased || found.epoch !== before.epoch || found.revision !== before.revision) {
    await readAll(transaction, progress);
    return progress;
  }
  if (paused !== before.paused) progress.changes.push({ kind: 'paused', paused });
  const unseen = await transaction.objectStore('events').getAll(IDBKeyRange.lowerBound(before.lastKey, true));
  if (unseen.length > 0) {
    progress.changes.push({ kind: 'added', events: unseen.map(eventOf) });
    progress.known.lastKey = unseen[unseen.length - 1].key;
    progress.known.atMost += unseen.length;
  }
  return progress;
}

/** Whoever has found the database deleted knows no epoch; if it is deleted once more, that shows in the connection alone. */
function isErased(before: Known, found: JournalMeta, connection: number): boolean {
  if (before.epoch !== undefined) return found.epoch !== before.epoch;
  return before.connection > 0 && before.connection !== connection;
}

/** Reads the whole journal, in time order. */
export async function readAll(transaction: Transaction, progress: Progress): Promise<void> {
  const { known, changes } = progress;
  const records = await transaction.objectStore('events').index('by-timestamp').getAll();
  progress.base = (await transaction.objectStore('meta').get(BASE_KEY)) as FoldedShopper | undefined;
  progress.all = records.map(eventOf);
  known.lastKey = records.reduce((latest, { key }) => Math.max(latest, key), 0);
  known.atMost = records.length;
  const { all: events, base, wasErased: byErasure } = progress;
  changes.push({ kind: 'replaced', events, paused: known.paused, base, byErasure });
}

export async function readMeta(transaction: Transaction): Promise<JournalMeta> {
  const found = (await transaction.objectStore('meta').get(META_KEY)) as JournalMeta | undefined;
  return found ?? { revision: 0, paused: false };
}

export const eventOf = ({ key: _, ...event }: EventRecord): JourneyEvent => event as JourneyEvent;
