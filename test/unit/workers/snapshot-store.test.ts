import { afterEach, describe, expect, test, vi } from 'vitest';
import { COPY_FOLDER } from '../../../src/core/snapshot/layout.js';
import type { Floor } from '../../../src/core/snapshot/trust.js';
import { SnapshotStore } from '../../../workers/snapshot-store.js';
import { MemoryFolder } from '../../support/memory-files.js';

const ADDRESS = 'https://shop.test/snapshot/manifest.json';
const never = (): Promise<never> => new Promise(() => {});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** And whether the browser has them. */
const WAYS_TO_WRITE: [string, boolean][] = [
  ['writing aside', true],
  ['writing in place', false],
];

function storeIn(root: MemoryFolder): SnapshotStore {
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => root } });
  return new SnapshotStore();
}

/** A store in a folder that answers no more after so many calls. */
function storeThatFallsSilent(afterCalls: number): SnapshotStore {
  const root = new MemoryFolder();
  let calls = 0;
  vi.stubGlobal('navigator', {
    storage: { getDirectory: async () => (++calls > afterCalls ? never() : root) },
  });
  return new SnapshotStore();
}

const bytes = Uint8Array.of(1, 2, 3);
const keep = (store: SnapshotStore): Promise<void> => store.keep(ADDRESS, { bytes }, new Map([['items', bytes]]));

describe('a store of snapshots', () => {
  test.each(WAYS_TO_WRITE)('gives back what it keeps, %s', async (_, hasWritables) => {
    const store = storeIn(new MemoryFolder(hasWritables));
    await keep(store);
    const target = new Uint8Array(3);
    expect(await store.read('items', target)).toBe(true);
    expect(target).toEqual(bytes);
  });

  test('that does not answer any more has nothing, and ends every call', async () => {
    const store = storeThatFallsSilent(1);
    await keep(store);
    vi.useFakeTimers();
    const calls = Promise.all([
      store.read('items', new Uint8Array(3)),
      store.readManifest(ADDRESS),
      store.readFloor(ADDRESS),
      keep(store),
      store.erase(),
    ]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await calls).toEqual([false, undefined, undefined, undefined, undefined]);
  });

  test('that answers late leaves what came from the network as it is', async () => {
    const root = new MemoryFolder();
    await keep(storeIn(root));
    const folder = await root.getDirectoryHandle(COPY_FOLDER, { create: false });
    const { getFileHandle } = folder;
    vi.useFakeTimers();
    folder.getFileHandle = async (...given) => {
      await new Promise((resolve) => setTimeout(resolve, 4000));
      return getFileHandle.apply(folder, given);
    };
    const target = new Uint8Array(3);
    const reading = new SnapshotStore().read('items', target);
    await vi.advanceTimersByTimeAsync(3500);
    expect(await reading).toBe(false);
    await vi.advanceTimersByTimeAsync(3500);
    expect(target).toEqual(new Uint8Array(3));
  });

  test('that is given up while a file is written never closes it', async () => {
    const root = new MemoryFolder();
    const store = storeIn(root);
    await keep(store);
    vi.useFakeTimers();
    const folder = await root.getDirectoryHandle(COPY_FOLDER, { create: false });
    const file = await folder.getFileHandle('items');
    const { createWritable } = file;
    const slowly = async () => {
      await new Promise((resolve) => setTimeout(resolve, 15_000));
      return createWritable?.();
    };
    Object.assign(file, { createWritable: slowly });
    const longer = Uint8Array.of(4, 5, 6, 7);
    const keeping = store.keep(ADDRESS, { bytes }, new Map([['items', longer]]));
    await vi.advanceTimersByTimeAsync(20_000);
    await keeping;
    expect(file.bytes).toEqual(bytes);
  });

  test.each(WAYS_TO_WRITE)('that is killed over a change has the old or the new, %s', async (_, hasWritables) => {
    const root = new MemoryFolder(hasWritables);
    const floorOf = (sequence: number): Floor => ({ shopId: 'shop', sequence, version: 'v', key: 'k' });
    const store = storeIn(root);
    await store.keepFloor(ADDRESS, floorOf(3));
    await keep(store);
    const killed: MemoryFolder[] = [];
    root.onChange = () => killed.push(root.copy());
    await store.keepFloor(ADDRESS, floorOf(4));
    await store.keep(ADDRESS, { bytes: Uint8Array.of(52) }, new Map([['items', bytes]]));
    expect(killed.length).toBeGreaterThanOrEqual(8);
    const found = new Set<string>();
    for (const folder of killed) {
      const next = storeIn(folder);
      const manifest = await next.readManifest(ADDRESS);
      found.add(`floor ${(await next.readFloor(ADDRESS))?.sequence}, manifest ${manifest?.bytes}`);
      // What the killed browser has left beside them goes.
      await next.keepFloor(ADDRESS, floorOf(5));
      await keep(next);
      expect([...folder.entries.keys()].sort()).toEqual(['windowshop-floor.json', COPY_FOLDER].sort());
      const copy = await folder.getDirectoryHandle(COPY_FOLDER, { create: false });
      expect([...copy.entries.keys()].sort()).toEqual(['items', 'manifest.json']);
    }
    expect([...found]).toEqual(['floor 3, manifest 1,2,3', 'floor 4, manifest 1,2,3', 'floor 4, manifest 52']);
  });
});
