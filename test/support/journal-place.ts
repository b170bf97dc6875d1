import { wrap } from 'idb';
import { holdPlace, openPlace } from '../../src/journey/database-place.js';
import { deleteDatabaseIn } from '../../src/journey/open-database.js';

/** Hides the storage buckets from this page, or from the one given, as in a browser that has none. */
export function hideBuckets(page: Window = window): void {
  Object.defineProperty(page.navigator, 'storageBuckets', { value: undefined, configurable: true });
}

export function showBuckets(): void {
  Reflect.deleteProperty(navigator, 'storageBuckets');
}

/** The journal's database where it is kept, opened as another script of the origin would do it. */
export async function openJournalDatabase(version?: number, upgrade?: (database: IDBDatabase) => void) {
  const place = await openPlace();
  const request = place.open('windowshop', version);
  request.onupgradeneeded = () => upgrade?.(request.result);
  holdPlace(request, place);
  const database = await wrap<IDBDatabase>(request);
  holdPlace(request.result, place);
  return database;
}

/** What Chromium does when it finds a torn log: the databases of the place are gone, and nothing else. */
export async function loseDatabase(): Promise<void> {
  await deleteDatabaseIn(await openPlace());
}

/** Asks for the deletion of the journal's database, and stays asking as long as a connection does not let go. */
export async function askToDelete(): Promise<IDBOpenDBRequest> {
  const place = await openPlace();
  const request = place.deleteDatabase('windowshop');
  holdPlace(request, place);
  return request;
}
