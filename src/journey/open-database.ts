import { deleteDB, type IDBPDatabase, openDB } from 'idb';
import { DATABASE_NAME, DATABASE_VERSION, hasStores, type JournalSchema, upgrade } from './journal-schema.js';
import { withinTime } from './within-time.js';

export type JournalDatabase = IDBPDatabase<JournalSchema>;

/** Another tab may hold up an upgrade, and some browsers never answer; a shopper should not wait longer. */
const OPEN_LIMIT_MS = 3000;

/**
 * Opens the journal's database, or rejects within {@link OPEN_LIMIT_MS}.
 *
 * @param onLost  The connection has ended: closed for another tab's upgrade or deletion, or taken by the browser.
 */
export function openDatabase(onLost: () => void): Promise<JournalDatabase> {
  let isTooLate = false;
  const opening = openUsable(onLost).then((database) => {
    if (isTooLate) database.close();
    return database;
  });
  return withinTime(opening, OPEN_LIMIT_MS, 'Opening the database').catch((error: unknown) => {
    isTooLate = true;
    throw error;
  });
}

async function openUsable(onLost: () => void): Promise<JournalDatabase> {
  const database = await openAnyVersion(onLost).catch(async (error: DOMException) => {
    // "Internal error opening backing store": the store is damaged and does not heal, but a new one works.
    if (error.name !== 'UnknownError') throw error;
    await deleteDB(DATABASE_NAME);
    return openAnyVersion(onLost);
  });
  if (hasStores(database)) return database;
  // Somebody opened the name without creating anything, which leaves an empty database of the same version.
  database.close();
  await deleteDB(DATABASE_NAME);
  return openAnyVersion(onLost);
}

function openAnyVersion(onLost: () => void): Promise<JournalDatabase> {
  return openVersion(DATABASE_VERSION, onLost).catch((error: DOMException) => {
    // A newer windowshop was here and the shop went back to this one; what it added does not disturb.
    if (error.name !== 'VersionError') throw error;
    return openVersion(undefined, onLost);
  });
}

async function openVersion(version: number | undefined, onLost: () => void): Promise<JournalDatabase> {
  const database = await openDB<JournalSchema>(DATABASE_NAME, version, {
    upgrade,
    blocking: () => {
      database.close();
      onLost();
    },
    terminated: onLost,
  });
  return database;
}

/** Deletes the database without opening it, or rejects within {@link OPEN_LIMIT_MS}. */
export async function deleteDatabase(): Promise<void> {
  await withinTime(deleteDB(DATABASE_NAME), OPEN_LIMIT_MS, 'Deleting the database');
}
