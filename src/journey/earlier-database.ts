import type { JourneyEvent } from '../core/journey-event.js';
import { eventOf, readMeta } from './catch-up.js';
import { hasBucket } from './database-place.js';
import { DATABASE_NAME, hasStores, type JournalMeta } from './journal-schema.js';
import { deleteDatabaseIn, openVersion } from './open-database.js';
import { withinTime } from './within-time.js';

const LOOK_LIMIT_MS = 3000;

/** What stands in default storage although the journal has a bucket. */
export interface EarlierJournal {
  meta: JournalMeta;
  events: JourneyEvent[];
}

/**
 * Whether default storage holds a journal that belongs into the bucket: of a windowshop or a browser that knew no
 * buckets, or of a tab in which such a windowshop is still running.
 */
export async function hasEarlierDatabase(): Promise<boolean> {
  if (!hasBucket()) return false;
  const databases = await withinTime(indexedDB.databases(), LOOK_LIMIT_MS, 'Looking for databases');
  return databases.some(({ name }) => name === DATABASE_NAME);
}

/** What stands there, if it is a journal; a database of its name that somebody left empty is deleted. */
export async function readEarlierDatabase(): Promise<EarlierJournal | undefined> {
  if (!(await hasEarlierDatabase())) return undefined;
  const database = await openVersion(indexedDB, undefined, () => {});
  if (database.objectStoreNames.length === 0) {
    database.close();
    await deleteDatabaseIn(indexedDB).catch(() => {});
    return undefined;
  }
  try {
    // With other stores it is not ours to delete.
    if (!hasStores(database)) return undefined;
    const transaction = database.transaction(['events', 'meta'] as ('events' | 'meta')[]);
    const [meta, records] = await Promise.all([readMeta(transaction), transaction.objectStore('events').getAll()]);
    return { meta, events: records.map(eventOf) };
  } finally {
    database.close();
  }
}

export async function deleteEarlierDatabase(): Promise<void> {
  if (await hasEarlierDatabase()) await deleteDatabaseIn(indexedDB);
}
