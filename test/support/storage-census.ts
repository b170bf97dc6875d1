/** All that an origin keeps in the browser, by kind. Runs inside the page. */
export interface StorageCensus {
  databases: string[];
  /** Every value of every object store, as JSON. */
  records: string[];
  localStorage: string[];
  sessionStorage: string[];
  caches: string[];
  files: string[];
  buckets: string[];
  cookies: string;
}

/** The one record that outlasts an erasure. */
export const EPOCH_RECORD = /^(windowshop:)?windowshop\/meta: {"epoch":"\w+","revision":0,"paused":false}$/;

/** Reads everything the origin has stored; a function without outside references, to be sent into a page. */
export async function takeStorageCensus(): Promise<StorageCensus> {
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const records: string[] = [];
  const readDatabases = async (factory: IDBFactory, prefix: string): Promise<string[]> => {
    const names: string[] = [];
    for (const { name = '' } of await factory.databases()) {
      names.push(prefix + name);
      const database = await settled(factory.open(name));
      for (const store of database.objectStoreNames) {
        const all = await settled(database.transaction(store).objectStore(store).getAll());
        records.push(...all.map((value) => `${prefix}${name}/${store}: ${JSON.stringify(value)}`));
      }
      database.close();
    }
    return names;
  };
  const listFiles = async (directory: FileSystemDirectoryHandle, path: string): Promise<string[]> => {
    const files: string[] = [];
    const entries = directory as unknown as AsyncIterable<[string, FileSystemHandle]>;
    for await (const [name, handle] of entries) {
      if (handle.kind === 'file') files.push(path + name);
      else files.push(...(await listFiles(handle as FileSystemDirectoryHandle, `${path}${name}/`)));
    }
    return files;
  };
  interface Bucket {
    indexedDB: IDBFactory;
    getDirectory(): Promise<FileSystemDirectoryHandle>;
    caches: CacheStorage;
  }
  const manager = (
    navigator as unknown as { storageBuckets?: { keys(): Promise<string[]>; open(name: string): Promise<Bucket> } }
  ).storageBuckets;
  const databases = await readDatabases(indexedDB, '');
  const cacheNames = await caches.keys();
  const files = await listFiles(await navigator.storage.getDirectory(), '');
  const buckets = manager ? await manager.keys() : [];
  for (const name of buckets) {
    const bucket = await (manager as NonNullable<typeof manager>).open(name);
    databases.push(...(await readDatabases(bucket.indexedDB, `${name}:`)));
    files.push(...(await listFiles(await bucket.getDirectory(), `${name}:`)));
    cacheNames.push(...(await bucket.caches.keys()).map((cache) => `${name}:${cache}`));
  }
  return {
    databases,
    records,
    localStorage: Object.entries(localStorage).map(([key, value]) => `${key}=${value}`),
    sessionStorage: Object.entries(sessionStorage).map(([key, value]) => `${key}=${value}`),
    caches: cacheNames,
    files,
    buckets,
    cookies: document.cookie,
  };
}

/** Names of the databases of this page's origin, those in buckets too. */
export const storedDatabases = async (): Promise<string[]> => (await takeStorageCensus()).databases;
