import { isTooOld, overflowOf, type Retention } from '../core/journey/event-log.js';
import type { JourneyEvent } from '../core/journey-event.js';
import { type Progress, readAll } from './catch-up.js';
import type { Transaction } from './journal-connection.js';
import { BASE_KEY, type EventRecord, type JournalMeta, META_KEY } from './journal-schema.js';

type Writing = Transaction<'readwrite'>;

export async function addEvents(
  transaction: Writing,
  { known, changes }: Progress,
  events: readonly JourneyEvent[],
): Promise<void> {
  const store = transaction.objectStore('events');
  // The key is the store's to give.
  const keys = await Promise.all(events.map((event) => store.add({ ...event } as EventRecord)));
  known.lastKey = keys.at(-1) ?? known.lastKey;
  known.atMost += keys.length;
  changes.push({ kind: 'added', events: [...events] });
}

export const drawEpoch = (): string => Math.random().toString(36).slice(2);

export async function writeMeta(transaction: Writing, { epoch, revision, paused }: JournalMeta): Promise<void> {
  await transaction.objectStore('meta').put({ epoch, revision, paused }, META_KEY);
}

/** Deletes what is left of lost events. */
export async function deleteBase(transaction: Writing): Promise<void> {
  await transaction.objectStore('meta').delete(BASE_KEY);
}

/** Deletes what is beyond the number of events kept and, when everything has just been read, what is too old. */
export async function prune(
  transaction: Writing,
  { known, all = [], base }: Progress,
  { retention, now }: { retention: Retention; now: () => number },
): Promise<void> {
  if (base && isTooOld(base, retention, now())) await deleteBase(transaction);
  let overflow = overflowOf(all, retention, now());
  if (known.atMost > retention.maxEvents) {
    // Other tabs prune too: only the store knows how many are left.
    known.atMost = await transaction.objectStore('events').count();
    overflow = Math.max(overflow, known.atMost - retention.maxEvents);
  }
  await deleteOldest(transaction, { known }, overflow);
}

/** Share of the events that makes room when the quota of the origin is used up. */
const TRIM_SHARE = 0.25;

export async function trimOldest(transaction: Writing, progress: Progress): Promise<void> {
  const count = await transaction.objectStore('events').count();
  await deleteOldest(transaction, progress, Math.ceil(count * TRIM_SHARE));
  await readAll(transaction, progress);
}

async function deleteOldest(transaction: Writing, { known }: Pick<Progress, 'known'>, count: number): Promise<void> {
  if (count <= 0) return;
  const store = transaction.objectStore('events');
  const keys = await store.index('by-timestamp').getAllKeys(null, count);
  await Promise.all(keys.map((key) => store.delete(key)));
  known.atMost -= keys.length;
}
