import { missingEvents } from '../core/journey/profile-file.js';
import { eventOf, readMeta } from './catch-up.js';
import type { CheckpointStore } from './checkpoint-store.js';
import { deleteEarlierDatabase, readEarlierDatabase } from './earlier-database.js';
import type { JournalConnection } from './journal-connection.js';
import { BASE_KEY, type EventRecord } from './journal-schema.js';
import { drawEpoch, writeMeta } from './journal-writes.js';

/**
 * Gives an empty database its epoch, and what belongs into it:
 *
 *   second copy  default storage     epoch                and
 *   ───────────  ──────────────────  ───────────────────  ───────────────────────────────────
 *   –            –                   new                  a first visit
 *   –            events of epoch e   e                    the events: the bucket is new
 *   of epoch e   –                   e                    the sum of what the browser has lost
 *   of epoch e   events of epoch e   e                    the events, which are what was summed
 *   of epoch e   events of another   e                    both
 *
 * What default storage holds is moved into a database that has an epoch already, too. Nothing happens twice, whichever
 * tab does it and wherever it is cut off.
 *
 * @param isPaused  As this tab knows it.
 * @param now       Milliseconds since 1970.
 * @returns         Whether the browser had lost the database.
 */
export function beginJournal(
  connection: JournalConnection,
  copy: CheckpointStore,
  { isPaused, now }: { isPaused: boolean; now: number },
): Promise<boolean> {
  return copy.exclusively(async () => {
    const [kept, earlier] = await Promise.all([copy.read(), readEarlierDatabase()]);
    const isRestored = await connection.run('readwrite', async (transaction) => {
      const found = await readMeta(transaction);
      const isLost = found.epoch === undefined && kept !== undefined && kept.epoch !== earlier?.meta.epoch;
      if (found.epoch === undefined || earlier)
        await writeMeta(transaction, {
          epoch: found.epoch ?? kept?.epoch ?? earlier?.meta.epoch ?? drawEpoch(),
          // What the copy holds must count as older than whatever comes now, and no tab may know the number: in a new
          // database keys begin again.
          revision: Math.max(now, found.revision + 1, (kept?.revision ?? 0) + 1),
          paused:
            found.epoch === undefined ? isPaused || [kept, earlier?.meta].some((one) => one?.paused) : found.paused,
        });
      if (isLost) await transaction.objectStore('meta').put(kept.shopper, BASE_KEY);
      if (earlier) {
        const store = transaction.objectStore('events');
        const missing = missingEvents((await store.getAll()).map(eventOf), earlier.events);
        await Promise.all(missing.map((event) => store.add({ ...event } as EventRecord)));
      }
      return isLost;
    });
    // What cannot be deleted now is found, and found to be moved, the next time.
    if (earlier) await deleteEarlierDatabase().catch(() => {});
    return isRestored;
  });
}
