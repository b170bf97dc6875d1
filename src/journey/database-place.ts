const BUCKET_NAME = 'windowshop';

/** As far as it is used here; TypeScript does not know it yet. */
interface StorageBucketManager {
  open(name: string): Promise<{ indexedDB: IDBFactory }>;
  keys(): Promise<string[]>;
  delete(name: string): Promise<void>;
}

export interface WithBuckets {
  storageBuckets?: StorageBucketManager;
}

const buckets = (): StorageBucketManager | undefined => (navigator as WithBuckets).storageBuckets;

/**
 * Whether the journal has a storage bucket of its own. What tears there, or is evicted, takes nothing else along, and
 * the other way round.
 */
export const hasBucket = (): boolean => buckets() !== undefined;

/** Where the journal's database belongs: in its bucket or, in browsers without them, in the origin's default storage. */
export async function openPlace(): Promise<IDBFactory> {
  return (await buckets()?.open(BUCKET_NAME))?.indexedDB ?? indexedDB;
}

const heldPlaces = new WeakMap<object, IDBFactory>();

/**
 * Keeps a place alive for as long as its holder, a request or a connection made in it. When nothing refers to a bucket
 * any more, Chromium (156) drops what was asked of it and lets its connections die without an event: their transactions
 * never end.
 */
export const holdPlace = (holder: object, place: IDBFactory): void => void heldPlaces.set(holder, place);

/** Deletes the bucket with all that is in it, where there is one. */
export async function deleteBucket(clear: (place: IDBFactory) => Promise<void>): Promise<void> {
  const manager = buckets();
  if (!(await manager?.keys())?.includes(BUCKET_NAME)) return;
  // First the database, which tells the other tabs; a bucket goes without a word.
  await clear(await openPlace());
  await manager?.delete(BUCKET_NAME);
}
