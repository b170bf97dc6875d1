/** What a call can meet with instead of what it asked for. */
export type Manner =
  /** It throws at once. */
  | 'throws'
  /** Its promise rejects. */
  | 'rejects'
  /** Its promise, or its request with the whole transaction, is never settled. */
  | 'hangs'
  /** The IndexedDB transaction is aborted after the call. */
  | 'aborts'
  /** The same, for want of storage. */
  | 'overflows'
  /** The IndexedDB connection ends over the call. */
  | 'closes'
  /** The server answers with status 500. */
  | 'fails'
  /** Half of the body arrives, as if it were all. */
  | 'is cut'
  /** The headers arrive, and then nothing. */
  | 'stalls'
  /** The worker ends with an `error` event. */
  | 'errs'
  /** The worker runs, and says nothing. */
  | 'is silent'
  /** The worker ends a moment later, without a word. */
  | 'dies'
  /** The message is lost. */
  | 'is lost';

export interface Dependency {
  /** Where it is found, from the global object on. */
  path: string;
  manners: readonly Manner[];
}

const OF_PROMISES = ['throws', 'rejects', 'hangs'] as const;
const OF_REQUESTS = ['throws', 'aborts', 'hangs', 'closes'] as const;

const each = (manners: readonly Manner[], ...paths: string[]): Dependency[] => paths.map((path) => ({ path, manners }));

/** Code that is loaded on demand: the server's part, as no function of the page stands for it. */
export const CHUNKS = 'import()';

/**
 * Everything of the platform that may fail for windowshop. Timers are not among them: what says that something takes too
 * long is the one thing it has to rely on.
 */
export const DEPENDENCIES: readonly Dependency[] = [
  ...each(['throws', 'hangs', 'closes'], 'IDBFactory.prototype.open', 'IDBFactory.prototype.deleteDatabase'),
  ...each(['throws', 'closes'], 'IDBDatabase.prototype.transaction'),
  ...each([...OF_REQUESTS, 'overflows'], 'IDBObjectStore.prototype.add', 'IDBObjectStore.prototype.put'),
  ...each(
    OF_REQUESTS,
    'IDBObjectStore.prototype.get',
    'IDBObjectStore.prototype.getAll',
    'IDBObjectStore.prototype.clear',
    'IDBObjectStore.prototype.delete',
    'IDBObjectStore.prototype.count',
    'IDBIndex.prototype.getAll',
    'IDBIndex.prototype.getAllKeys',
  ),
  ...each(
    OF_PROMISES,
    'IDBFactory.prototype.databases',
    'StorageBucketManager.prototype.open',
    'StorageBucketManager.prototype.keys',
    'StorageBucketManager.prototype.delete',
    'CacheStorage.prototype.open',
    'CacheStorage.prototype.match',
    'CacheStorage.prototype.delete',
    'Cache.prototype.put',
    'Cache.prototype.delete',
    'LockManager.prototype.request',
    'LockManager.prototype.query',
    'StorageManager.prototype.getDirectory',
    'FileSystemDirectoryHandle.prototype.getDirectoryHandle',
    'FileSystemDirectoryHandle.prototype.getFileHandle',
    'FileSystemDirectoryHandle.prototype.removeEntry',
    'FileSystemFileHandle.prototype.createSyncAccessHandle',
    'FileSystemFileHandle.prototype.createWritable',
    'FileSystemWritableFileStream.prototype.write',
    'FileSystemWritableFileStream.prototype.close',
    'FileSystemFileHandle.prototype.getFile',
    'SubtleCrypto.prototype.digest',
    'WebAssembly.compile',
    'WebAssembly.instantiate',
    'GPU.prototype.requestAdapter',
    'GPUAdapter.prototype.requestDevice',
    'GPUBuffer.prototype.mapAsync',
    'Blob.prototype.text',
    'Response.prototype.text',
  ),
  ...each(
    ['throws'],
    'FileSystemSyncAccessHandle.prototype.read',
    'FileSystemSyncAccessHandle.prototype.close',
    'WebAssembly.validate',
    'WebAssembly.Memory',
    'WebAssembly.Module',
    'BroadcastChannel',
    'BroadcastChannel.prototype.postMessage',
    'MessageChannel',
    'Crypto.prototype.randomUUID',
    'AbortSignal.timeout',
    'Blob',
    'URL.createObjectURL',
    'DecompressionStream',
    'structuredClone',
    'Element.prototype.attachShadow',
    'Storage.prototype.getItem',
    'Storage.prototype.setItem',
  ),
  ...each(['throws', 'hangs'], 'requestIdleCallback'),
  ...each(['throws', 'rejects', 'hangs', 'fails', 'is cut', 'stalls'], 'fetch'),
  ...each(['throws', 'errs', 'is silent', 'dies'], 'Worker'),
  ...each(['throws', 'is lost'], 'Worker.prototype.postMessage', 'MessagePort.prototype.postMessage'),
  ...each(['rejects', 'hangs', 'fails', 'is cut'], CHUNKS),
];

/** One call that goes wrong, in whichever realm makes it. */
export interface Breakage {
  path: string;
  /** Number of the call in its realm, from 1. */
  call: number;
  manner: Manner;
}
