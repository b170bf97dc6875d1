import type { DBSchema, IDBPDatabase } from 'idb';
import type { FoldedShopper } from '../core/journey/folded-shopper.js';
import type { JourneyEvent } from '../core/journey-event.js';

/** Changes inside a version only add; a break would get a database name of its own, so that old tabs are not in the way. */
export const DATABASE_NAME = 'windowshop';
export const DATABASE_VERSION = 1;

/** An event as stored; the key counts up and is never given twice, so it tells what a tab has not seen yet. */
export type EventRecord = JourneyEvent & { key: number };

/** One record for the whole journal. It outlasts an erasure, and nothing else does. */
export interface JournalMeta {
  /**
   * Drawn when the database is new, and anew by each erasure: a writer that knows another one has missed an erasure.
   * Missing in a new database, and in one that the browser has lost.
   */
  epoch?: string | undefined;
  /** Goes up, to a number that no tab knows, whenever everything was replaced: by an import, a move or a restoration. */
  revision: number;
  paused: boolean;
}

export interface JournalSchema extends DBSchema {
  events: { key: number; value: EventRecord; indexes: { 'by-timestamp': number } };
  meta: { key: string; value: JournalMeta | FoldedShopper };
}

export const META_KEY = 'journal';
/** Where, beside the {@link JournalMeta}, the shopper stands whose events are lost. */
export const BASE_KEY = 'base';

export function upgrade(database: IDBDatabase): void {
  const events = database.createObjectStore('events', { keyPath: 'key', autoIncrement: true });
  events.createIndex('by-timestamp', 'timestamp');
  database.createObjectStore('meta');
}

export const hasStores = ({ objectStoreNames }: IDBPDatabase<JournalSchema>): boolean =>
  objectStoreNames.contains('events') && objectStoreNames.contains('meta');
