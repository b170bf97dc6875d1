import { type IDBPDatabase, wrap } from 'idb';
import { holdPlace, openPlace } from './database-place.js';
import { DATABASE_NAME, DATABASE_VERSION, hasStores, type JournalSchema, upgrade } from './journal-schema.js';
import { withinTime } from './within-time.js';

export type JournalDatabase = IDBPDatabase<JournalSchema>;

/** Another tab may hold up an upgrade, and some browsers never answer; a shopper should not wait longer. */
const OPEN_LIMIT_MS = 3000;

/**
 * Opens the journal's database where it belongs, or rejects within {@link OPEN_LIMIT_MS}.
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
  const open = async () => openAnyVersion(await openPlace(), onLost);
  const openNew = async () => {
    await deleteDatabaseIn(await openPlace());
    return open();
  };
  const database = await open()
    // Another tab has just deleted the bucket: now it is a new one.
    .catch(ifUnknown(open))
    // "Internal error opening backing store": the store is damaged and does not heal, but a new one works.
    .catch(ifUnknown(openNew));
  if (hasStores(database)) return database;
  // Somebody opened the name without creating anything, which leaves an empty database of the same version.
  database.close();
  return openNew();
}

const ifUnknown =
  <T>(next: () => Promise<T>) =>
  (error: DOMException): Promise<T> => {
    if (error.name !== 'UnknownError') throw error;
    return next();
  };

function openAnyVersion(place: IDBFactory, onLost: () => void): Promise<JournalDatabase> {
  return openVersion(place, DATABASE_VERSION, onLost).catch((error: DOMException) => {
    // A newer windowshop was here and the shop went back to this one; what it added does not disturb.
    if (error.name !== 'VersionError') throw error;
    return openVersion(place, undefined, onLost);
  });
}

/** Opens the database in a place as it is, or makes it. */
export async function openVersion(
  place: IDBFactory,
  version: number | undefined,
  onLost: () => void,
): Promise<JournalDatabase> {
  const request = place.open(DATABASE_NAME, version);
  request.onupgradeneeded = () => upgrade(request.result);
  holdPlace(request, place);
  const database = await wrap<IDBDatabase>(request);
  holdPlace(request.result, place);
  database.onversionchange = () => {
    database.close();
    onLost();
  };
  database.onclose = onLost;
  return database as unknown as JournalDatabase;
}

/** Deletes the database in a place without opening it, or rejects within {@link OPEN_LIMIT_MS}. */
export async function deleteDatabaseIn(place: IDBFactory): Promise<void> {
  const request = place.deleteDatabase(DATABASE_NAME);
  holdPlace(request, place);
  await withinTime(wrap(request), OPEN_LIMIT_MS, 'Deleting the database');
}
