import type { ServedManifest } from '../src/core/scoring-protocol.js';
import { COPY_FOLDER } from '../src/core/snapshot/layout.js';
import type { Floor } from '../src/core/snapshot/trust.js';
import { utf8Decode, utf8Encode } from '../src/core/snapshot/utf8.js';
import type { Verdict } from './backends/verdict.js';
import { withDeadline } from './deadline.js';
import { KERNEL_NAMES } from './kernels/scan-kernel.js';

const MANIFEST = 'manifest.json';
const VERDICT = 'verdict.json';
/** Beside the folder, which may be erased. */
const FLOOR = 'windowshop-floor.json';
/** Begins the name of what stands in while a file is written, over which a browser may be killed. */
const SPARE = 'spare-';
/** Another tab, or a worker that has just ended, holds a file for as long as it takes to read or write it. */
const ERASE_TRIES = 30;
const ERASE_PAUSE_MS = 100;
/** The network has the same bytes: nobody waits longer for the storage to answer. */
const READ_LIMIT_MS = 3000;
/** Writing a large snapshot to a slow disk may take its time, but what follows must have its turn. */
const CHANGE_LIMIT_MS = 10_000;

/** What is written between two looks at whether it is still wanted: an erasure waits for the file to be let go. */
const SLICE_BYTES = 1 << 20;

/** A file of the origin private file system, open for reading and writing; only workers have it. */
interface SyncAccessHandle {
  read(buffer: Uint8Array, options?: { at: number }): number;
  write(buffer: Uint8Array, options?: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}

interface FileHandle extends Omit<FileSystemFileHandle, 'createWritable'> {
  createWritable?: FileSystemFileHandle['createWritable'];
  createSyncAccessHandle(options?: { mode: 'read-only' | 'readwrite' }): Promise<SyncAccessHandle>;
}

/**
 * Keeps the files of a snapshot on the device, so that the next visit needs no network but for the manifest. They are
 * read straight to where they are used, into WASM memory too, which neither Cache Storage nor IndexedDB can. What is
 * read counts only when its hash is right, so a torn file is a missing one. Nothing here rejects: a browser without
 * storage simply keeps nothing.
 */
export class SnapshotStore {
  /** What changes the folder happens one after the other. */
  #tail: Promise<unknown> = Promise.resolve();
  /** The folder as an earlier visit has left it. */
  #folder: Promise<FileSystemDirectoryHandle | undefined> | undefined;

  /** The manifest of the snapshot kept for an address, as it was served. */
  async readManifest(manifestUrl: string): Promise<ServedManifest | undefined> {
    return orNothing(async () => {
      const kept = (await readWhole(await openFolder(false), MANIFEST)) as KeptManifest;
      if (kept.url !== manifestUrl) return undefined;
      const bytes = utf8Encode(kept.text);
      return { bytes, ...(kept.signatures && { signatures: Uint8Array.from(kept.signatures) }) };
    });
  }

  /** The latest release that was taken from an address; nobody but the browser erases it. */
  async readFloor(manifestUrl: string): Promise<Floor | undefined> {
    return orNothing(async () => {
      const { url, floor } = (await readWhole(await navigator.storage.getDirectory(), FLOOR)) as KeptFloor;
      return url === manifestUrl ? floor : undefined;
    });
  }

  async keepFloor(manifestUrl: string, floor: Floor): Promise<void> {
    const kept: KeptFloor = { url: manifestUrl, floor };
    await this.#inOrder(async (givenUp) => {
      const root = await navigator.storage.getDirectory();
      await replace(root, FLOOR, JSON.stringify(kept), givenUp);
      // What a browser that was killed over it has left: Chromium writes aside to files that begin like the one they replace.
      const swaps = [`${FLOOR}.`, `${SPARE}${FLOOR}.`];
      for (const name of await namesIn(root))
        if (swaps.some((swap) => name.startsWith(swap))) await removeIfFree(root, name);
    });
  }

  /** What was measured on an earlier visit, for this version of the snapshot. */
  async readVerdict(version: string): Promise<Verdict | undefined> {
    return orNothing(async () => {
      const kept = (await readJson(await openFolder(false), VERDICT)) as Verdict & { version: string };
      const isSound = kept.version === version && KERNEL_NAMES.includes(kept.kernel) && typeof kept.reason === 'string';
      return isSound ? { kernel: kept.kernel, isGpuFaster: kept.isGpuFaster === true, reason: kept.reason } : undefined;
    });
  }

  async keepVerdict(version: string, verdict: Verdict): Promise<void> {
    const text = JSON.stringify({ version, ...verdict });
    await this.#inOrder(async (givenUp) => write(await openFolder(true), VERDICT, utf8Encode(text), givenUp));
  }

  /**
   * Begins to look at what is kept, while something else is waited for: a browser takes some milliseconds to find out
   * that there is nothing.
   */
  lookAhead(): void {
    this.#folder ??= orNothing(() => openFolder(false));
  }

  /** Fills `target` with a file; false when there is none of this length. */
  async read(name: string, target: Uint8Array): Promise<boolean> {
    this.lookAhead();
    const folder = await this.#folder;
    if (folder === undefined) return false;
    const isRead = await orNothing(async (givenUp) => {
      const handle = await openToRead(folder, name);
      try {
        // By now the target may hold what came from the network.
        givenUp.throwIfAborted();
        return handle.getSize() === target.length && handle.read(target, { at: 0 }) === target.length;
      } finally {
        handle.close();
      }
    });
    return isRead ?? false;
  }

  /** Deletes a file that is not what its name says, so that {@link keep} writes it again. */
  async drop(name: string): Promise<void> {
    await this.#inOrder(async () => (await openFolder(false)).removeEntry(name));
  }

  /**
   * Keeps a snapshot, and lets go of what is not part of it.
   *
   * @param files  The bytes of every file, by name.
   */
  async keep(
    manifestUrl: string,
    served: ServedManifest,
    files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  ): Promise<void> {
    const { bytes, signatures } = served;
    const manifest: KeptManifest = {
      url: manifestUrl,
      text: utf8Decode(bytes),
      ...(signatures && { signatures: Array.from(signatures) }),
    };
    await this.#inOrder(async (givenUp) => {
      const folder = await openFolder(true);
      for (const [name, bytes] of files)
        if ((await sizeOf(folder, name)) !== bytes.length) await write(folder, name, bytes, givenUp);
      await replace(folder, MANIFEST, JSON.stringify(manifest), givenUp);
      for (const name of await namesIn(folder)) {
        givenUp.throwIfAborted();
        if (!files.has(name) && name !== MANIFEST && name !== VERDICT) await removeIfFree(folder, name);
      }
    });
  }

  /** Deletes everything kept; while another tab holds a file of it, again and again for a while. */
  async erase(): Promise<void> {
    await this.#inOrder(async (givenUp) => {
      const root = await navigator.storage.getDirectory();
      for (let tries = ERASE_TRIES; ; tries--) {
        givenUp.throwIfAborted();
        try {
          return await root.removeEntry(COPY_FOLDER, { recursive: true });
        } catch (error) {
          if (tries === 1 || (error as DOMException).name !== 'NoModificationAllowedError') throw error;
          await new Promise((resolve) => setTimeout(resolve, ERASE_PAUSE_MS));
        }
      }
    });
  }

  #inOrder(change: (givenUp: AbortSignal) => Promise<void>): Promise<void> {
    const done = this.#tail.then(() => orNothing(change, CHANGE_LIMIT_MS));
    this.#tail = done;
    return done;
  }
}

interface KeptManifest {
  url: string;
  /** As it was served. */
  text: string;
  /** Bytes. */
  signatures?: number[];
}

interface KeptFloor {
  url: string;
  floor: Floor;
}

const readText = async (folder: FileSystemDirectoryHandle, name: string): Promise<string> =>
  (await (await folder.getFileHandle(name)).getFile()).text();

const readJson = async (folder: FileSystemDirectoryHandle, name: string): Promise<unknown> =>
  JSON.parse(await readText(folder, name));

/** What {@link replace} has written: the spare, where the file itself is torn. */
const readWhole = (folder: FileSystemDirectoryHandle, name: string): Promise<unknown> =>
  readJson(folder, name).catch(() => readJson(folder, SPARE + name));

/** Writes a text so that it is whole, the old or the new, whenever the browser is killed; not again where it stands already. */
async function replace(
  folder: FileSystemDirectoryHandle,
  name: string,
  text: string,
  givenUp: AbortSignal,
): Promise<void> {
  if ((await readText(folder, name).catch(() => undefined)) === text) return;
  for (const each of [SPARE + name, name]) await write(folder, each, utf8Encode(text), givenUp);
  await removeIfFree(folder, SPARE + name);
}

/** Another tab may be writing it, or have removed it. */
const removeIfFree = (folder: FileSystemDirectoryHandle, name: string): Promise<void> =>
  orNothing(() => folder.removeEntry(name));

async function openFolder(create: boolean): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(COPY_FOLDER, { create });
}

async function openToRead(folder: FileSystemDirectoryHandle, name: string): Promise<SyncAccessHandle> {
  const file = (await folder.getFileHandle(name)) as FileHandle;
  // Several tabs may read at the same time; browsers that do not know the mode take turns.
  return file.createSyncAccessHandle({ mode: 'read-only' });
}

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

/** -1 where there is none. */
const sizeOf = (folder: FileSystemDirectoryHandle, name: string): Promise<number> =>
  folder.getFileHandle(name).then(
    async (file) => (await file.getFile()).size,
    () => -1,
  );

async function write(
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  givenUp: AbortSignal,
): Promise<void> {
  givenUp.throwIfAborted();
  const file = (await folder.getFileHandle(name, { create: true })) as FileHandle;
  givenUp.throwIfAborted();
  if (file.createWritable === undefined) return writeInPlace(file, bytes, givenUp);
  return writeAside(await file.createWritable(), bytes, givenUp);
}

/**
 * Never keeps the thread waiting. Closing a {@link SyncAccessHandle} does, in Chromium, and for ever where the data of the
 * site was cleared while it was open: reading holds one for a moment, writing a large snapshot for much longer.
 */
async function writeAside(
  writable: FileSystemWritableFileStream,
  bytes: Uint8Array<ArrayBuffer>,
  givenUp: AbortSignal,
): Promise<void> {
  try {
    for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
      givenUp.throwIfAborted();
      await writable.write(bytes.subarray(at, at + SLICE_BYTES));
    }
    givenUp.throwIfAborted();
    await writable.close();
  } catch (error) {
    await orNothing(() => writable.abort());
    throw error;
  }
}

/** Safari before 26 has nothing else. */
async function writeInPlace(file: FileHandle, bytes: Uint8Array, givenUp: AbortSignal): Promise<void> {
  const handle = await file.createSyncAccessHandle();
  try {
    givenUp.throwIfAborted();
    handle.truncate(0);
    handle.write(bytes, { at: 0 });
    handle.flush();
  } finally {
    handle.close();
  }
}

/**
 * Undefined where storage cannot be had: there is none (plain http, a private window), nothing is in it, another tab holds
 * the file, it is full, or it does not answer. All of them are `DOMException`s or missing functions, and none needs
 * handling: the network has the same bytes.
 *
 * @param work  Is told when nobody waits for it any more: whatever it does from then on would be in somebody's way.
 */
async function orNothing<T>(
  work: (givenUp: AbortSignal) => Promise<T>,
  limitMs = READ_LIMIT_MS,
): Promise<T | undefined> {
  const giveUp = new AbortController();
  try {
    return await withDeadline(work(giveUp.signal), limitMs, 'the copy on the device');
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError || error instanceof SyntaxError) return undefined;
    throw error;
  } finally {
    giveUp.abort();
  }
}
