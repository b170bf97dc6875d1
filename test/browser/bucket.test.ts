import { wrap } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deleteStored } from '../../src/journey/delete-stored.js';
import { IndexedDbJournal } from '../../src/journey/indexeddb-journal.js';
import { hideBuckets, loseDatabase, showBuckets } from '../support/journal-place.js';
import { storedDatabases, takeStorageCensus } from '../support/storage-census.js';
import { describeJournal, NOW, openTab, view } from './journal.contract.js';

afterEach(async () => {
  vi.restoreAllMocks();
  showBuckets();
  await Promise.all([deleteStored(), wrap(indexedDB.deleteDatabase('shop'))]);
});

/** A tab of a windowshop, or in a browser, that knows no storage buckets. */
async function openEarlierTab() {
  hideBuckets();
  const tab = await openTab();
  showBuckets();
  return tab;
}

/** A visit in default storage that leaves no second copy, as it was before there was one. */
async function visitEarlier(...ids: string[]): Promise<void> {
  const { journal } = await openEarlierTab();
  for (const [i, id] of ids.entries()) await journal.append(view(id, NOW - 10 + i));
  await journal.close();
  for (const name of await caches.keys()) await caches.delete(name);
}

describe('without storage buckets', () => {
  beforeEach(() => hideBuckets());
  describeJournal({ name: 'indexeddb', create: (options) => new IndexedDbJournal(options) });

  test('the journal stands in default storage', async () => {
    const { journal } = await openTab();
    await journal.append(view('a'));
    showBuckets();
    expect(await storedDatabases()).toEqual(['windowshop']);
    await journal.close();
  });
});

describe('with storage buckets', () => {
  test('the journal stands in one of its own', async () => {
    const { journal } = await openTab();
    await journal.append(view('a'));
    expect(await storedDatabases()).toEqual(['windowshop:windowshop']);
    await journal.close();
  });

  test('what was recorded in default storage before is moved, with its pause, and deleted there', async () => {
    const earlier = await openEarlierTab();
    await earlier.journal.append(view('a', NOW - 2));
    await earlier.journal.append(view('b', NOW - 1));
    await earlier.journal.setPaused(true);
    await earlier.journal.close();
    const { journal, mirror } = await openTab();
    expect(mirror).toMatchObject({ ids: ['a', 'b'], paused: true, restored: 0, base: undefined });
    expect(await storedDatabases()).toEqual(['windowshop:windowshop']);
    await journal.close();
  });

  test('several tabs that move it at once move each event once', async () => {
    await visitEarlier('a', 'b', 'b', 'c');
    const tabs = await Promise.all([openTab(), openTab(), openTab()]);
    for (const { journal, mirror } of tabs) {
      await journal.recheck();
      expect(mirror.ids).toEqual(['a', 'b', 'b', 'c']);
      await journal.close();
    }
  });

  test('what a tab without them goes on recording is moved at the next start', async () => {
    const old = await openEarlierTab();
    await old.journal.append(view('a', NOW - 3));
    const first = await openTab();
    await first.journal.append(view('b', NOW - 2));
    hideBuckets();
    await old.journal.append(view('dropped with the database that was moved'));
    await old.journal.append(view('c', NOW - 1));
    await old.journal.close();
    showBuckets();
    const { journal, mirror } = await openTab();
    expect(mirror.ids).toEqual(expect.arrayContaining(['a', 'b', 'c']));
    await Promise.all([journal.close(), first.journal.close()]);
  });

  test('a tab without them, which takes the bucket for lost, leaves the second copy to those with it', async () => {
    const visit = await openTab();
    await visit.journal.append(view('a', NOW - 2));
    await visit.journal.close();
    const first = await openTab();
    const old = await openEarlierTab();
    expect(old.mirror.restored).toBe(1);
    await old.journal.append(view('b', NOW - 1));
    await old.journal.close();
    const second = await openTab();
    await first.journal.append(view('c', NOW));
    await Promise.all([first.journal.close(), second.journal.close()]);
    await loseDatabase();
    const { journal, mirror } = await openTab();
    expect(mirror.restored).toBe(1);
    expect(mirror.log.shopperAt(NOW).recent).toEqual(['c', 'b', 'a']);
    await journal.close();
  });

  test('a lost bucket beside a forgotten database is restored, and the database moved', async () => {
    const first = await openTab();
    await first.journal.append(view('a', NOW - 20));
    await first.journal.close();
    hideBuckets();
    const copy = await caches.keys();
    expect(copy).toHaveLength(1);
    showBuckets();
    await loseDatabase();
    // A database of another epoch, of which no copy was kept.
    const request = indexedDB.open('windowshop', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('events', { keyPath: 'key', autoIncrement: true }).add(view('b', NOW));
      request.transaction?.objectStore('events').createIndex('by-timestamp', 'timestamp');
      request.result.createObjectStore('meta').put({ epoch: 'other', revision: 0, paused: false }, 'journal');
    };
    await new Promise((resolve) => {
      request.onsuccess = resolve;
    });
    request.result.close();
    const { journal, mirror } = await openTab();
    expect(mirror).toMatchObject({ ids: ['b'], restored: 1 });
    expect(mirror.log.shopperAt(NOW).recent).toEqual(['b', 'a']);
    await journal.close();
  });

  test('a database of the shop is left alone, whether one of ours stands beside it or not', async () => {
    (await wrap<IDBDatabase>(indexedDB.open('shop', 1))).close();
    await visitEarlier('a');
    const first = await openTab();
    expect(first.mirror.ids).toEqual(['a']);
    expect(await storedDatabases()).toEqual(['shop', 'windowshop:windowshop']);
    await first.journal.clear();
    await first.journal.close();
    const opening = vi.spyOn(IDBFactory.prototype, 'open');
    const second = await openTab();
    // That of the bucket alone.
    expect(opening).toHaveBeenCalledTimes(1);
    await second.journal.close();
  });

  test('a database of our name that somebody left empty is deleted, and changes nothing beside that', async () => {
    const first = await openTab();
    await first.journal.append(view('a'));
    const metaOf = async () => (await takeStorageCensus()).records.filter((record) => record.includes('/meta'));
    const before = await metaOf();
    (await wrap<IDBDatabase>(indexedDB.open('windowshop', 1))).close();
    const { journal, mirror } = await openTab();
    expect(mirror).toMatchObject({ ids: ['a'], restored: 0 });
    expect(await storedDatabases()).toEqual(['windowshop:windowshop']);
    expect(await metaOf()).toEqual(before);
    await Promise.all([first.journal.close(), journal.close()]);
  });

  test('a database of our name with stores of somebody else stays until all is to be erased', async () => {
    const request = indexedDB.open('windowshop', 1);
    request.onupgradeneeded = () => void request.result.createObjectStore('theirs');
    (await wrap<IDBDatabase>(request)).close();
    const { journal, mirror } = await openTab();
    await journal.append(view('a'));
    expect(mirror.ids).toEqual(['a']);
    expect(await storedDatabases()).toEqual(['windowshop', 'windowshop:windowshop']);
    await journal.close();
  });

  test('erasing takes what still stands in default storage along', async () => {
    const { journal } = await openTab();
    await journal.append(view('a'));
    await visitEarlier('b');
    await journal.clear();
    expect(await storedDatabases()).toEqual(['windowshop:windowshop']);
    const next = await openTab();
    expect(next.mirror.events).toEqual([]);
    await Promise.all([journal.close(), next.journal.close()]);
  });

  test('deleting what is stored leaves nothing anywhere, and a tab goes on with what is recorded after it', async () => {
    const { journal, mirror } = await openTab();
    await journal.append(view('a'));
    await deleteStored();
    expect(await takeStorageCensus()).toMatchObject({ databases: [], records: [], caches: [], buckets: [] });
    expect(await journal.append(view('recorded before'))).toBe(false);
    expect(await journal.append(view('b'))).toBe(true);
    expect(mirror.ids).toEqual(['b']);
    await journal.close();
  });

  test('a tab that opens it while it is deleted goes on in a new one', async () => {
    const { journal, mirror } = await openTab();
    const manager = (navigator as unknown as { storageBuckets: { open(name: string): Promise<unknown> } })
      .storageBuckets;
    const deleted = await manager.open('windowshop');
    await deleteStored();
    vi.spyOn(manager, 'open').mockResolvedValueOnce(deleted).mockResolvedValueOnce(deleted);
    await journal.recheck();
    expect(await journal.append(view('a'))).toBe(true);
    expect(mirror.ids).toEqual(['a']);
    await journal.close();
  });
});
