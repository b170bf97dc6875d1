import { wrap } from 'idb';
import { openPlace } from '../../src/journey/database-place.js';
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
  const request = (await openPlace()).open('windowshop', version);
  request.onupgradeneeded = () => upgrade?.(request.result);
  return wrap<IDBDatabase>(request);
}

/** What Chromium does when it finds a torn log: the databases of the place are gone, and nothing else. */
export async function loseDatabase(): Promise<void> {
  await deleteDatabaseIn(await openPlace());
}
