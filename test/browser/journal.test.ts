import { wrap } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deleteStored } from '../../src/journey/delete-stored.js';
import { IndexedDbJournal } from '../../src/journey/indexeddb-journal.js';
import type { JournalChange } from '../../src/journey/journal.js';
import { MemoryJournal } from '../../src/journey/memory-journal.js';
import type { JournalDatabase } from '../../src/journey/open-database.js';
import { askToDelete, openJournalDatabase } from '../support/journal-place.js';
import { DAY, describeJournal, idOf, Mirror, NOW, openTab, optionsOf, UNLIMITED, view } from './journal.contract.js';

beforeEach(deleteStored);
afterEach(() => {
  vi.restoreAllMocks();
});

describeJournal({ name: 'memory', create: (options) => new MemoryJournal(options) });
describeJournal({ name: 'indexeddb', create: (options) => new IndexedDbJournal(options) });

/** What really stands in the database, by store. */
async function readDatabase(): Promise<Record<string, unknown[]>> {
  const database = (await openJournalDatabase()) as unknown as JournalDatabase;
  const stores = [...database.objectStoreNames];
  const contents = await Promise.all(stores.map((store) => database.getAll(store)));
  database.close();
  return Object.fromEntries(stores.map((store, i) => [store, contents[i]]));
}

const storedIds = async (): Promise<string[]> => (await readDatabase()).events.map((event) => idOf(event as never));

describe('after a reload', () => {
  test('everything acknowledged is there, in time order, and the pause holds', async () => {
    const first = await openTab();
    await first.journal.append(view('b', NOW - 1));
    await first.journal.append(view('a', NOW - 2));
    await first.journal.setPaused(true);
    await first.journal.close();
    const { journal, mirror } = await openTab();
    expect(mirror).toMatchObject({ ids: ['a', 'b'], paused: true });
    expect(await journal.append(view('c'))).toBe(false);
    await journal.setPaused(false);
    expect(await storedIds()).toEqual(['b', 'a']);
    await journal.close();
  });

  test('events too old to be kept are gone, from the storage too', async () => {
    const first = await openTab();
    await first.journal.append(view('old', NOW - 200 * DAY));
    await first.journal.append(view('young', NOW - 100 * DAY));
    await first.journal.close();
    const { journal } = await openTab({ maxAgeMs: 180 * DAY, maxEvents: 5000 });
    expect(await storedIds()).toEqual(['young']);
    await journal.close();
  });

  test('what was pruned by number is gone from the storage', async () => {
    const { journal } = await openTab({ ...UNLIMITED, maxEvents: 3 });
    await Promise.all(Array.from({ length: 10 }, (_, i) => journal.append(view(`i${i}`, NOW + i))));
    expect(await storedIds()).toEqual(['i7', 'i8', 'i9']);
    await journal.close();
  });
});

describe('a burst of events', () => {
  test('goes in few transactions, and a lone event in one of its own', async () => {
    const { journal, mirror } = await openTab();
    const transactions = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await journal.append(view('lone'));
    expect(transactions).toHaveBeenCalledTimes(1);
    await Promise.all(Array.from({ length: 100 }, (_, i) => journal.append(view(`i${i}`))));
    expect(transactions).toHaveBeenCalledTimes(2);
    expect(mirror.events).toHaveLength(101);
    await journal.close();
  });

  test('is acknowledged when its transaction completes, not when its requests succeed', async () => {
    const { journal } = await openTab();
    const order: string[] = [];
    const original = IDBDatabase.prototype.transaction;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
      const transaction = original.apply(this, args);
      transaction.addEventListener('complete', () => order.push('complete'));
      return transaction;
    });
    await journal.append(view('a')).then(() => order.push('acknowledged'));
    expect(order).toEqual(['complete', 'acknowledged']);
    await journal.close();
  });
});

describe('several tabs', () => {
  test('add up the same events, each once', async () => {
    const tabs = await Promise.all([openTab(), openTab(), openTab()]);
    await Promise.all(
      tabs.flatMap(({ journal }, tab) =>
        Array.from({ length: 100 }, async (_, i) => {
          // Some at once, some after others have been stored.
          await new Promise((resolve) => setTimeout(resolve, (i % 5) * 3));
          return journal.append(view(`${tab}-${i}`));
        }),
      ),
    );
    await Promise.all(tabs.map(({ journal }) => journal.recheck()));
    const stored = await storedIds();
    expect(new Set(stored).size).toBe(300);
    for (const { mirror, journal } of tabs) {
      expect(mirror.ids).toEqual(stored);
      await journal.close();
    }
  });

  test('that are asked twice to look again have looked before either answer', async () => {
    const [a, b] = await Promise.all([openTab(), openTab()]);
    await a.journal.append(view('from-a'));
    void b.journal.recheck();
    await b.journal.recheck();
    expect(b.mirror.ids).toEqual(['from-a']);
    await Promise.all([a.journal.close(), b.journal.close()]);
  });

  test('hear of each other without asking', async () => {
    const [a, b] = await Promise.all([openTab(), openTab()]);
    await a.journal.append(view('from-a'));
    await vi.waitFor(() => expect(b.mirror.ids).toEqual(['from-a']));
    await b.journal.setPaused(true);
    await vi.waitFor(() => expect(a.mirror.paused).toBe(true));
    await b.journal.setPaused(false);
    await a.journal.import([view('imported')], 'replace');
    await vi.waitFor(() => expect(b.mirror).toMatchObject({ ids: ['imported'], paused: false }));
    await Promise.all([a.journal.close(), b.journal.close()]);
  });

  test('hear of what one of them was writing when it was closed', async () => {
    const [a, b] = [await openTab(), await openTab()];
    const writing = a.journal.append(view('last'));
    await a.journal.close();
    expect(await writing).toBe(true);
    await vi.waitFor(() => expect(b.mirror.ids).toEqual(['last']), 5000);
    await b.journal.close();
  });

  test('look no more for what others have written while they close', async () => {
    const { journal } = await openTab();
    const looking = vi.spyOn(journal, 'recheck');
    const channel = new BroadcastChannel('windowshop');
    channel.postMessage('changed');
    void journal.append(view('last'));
    await journal.close();
    channel.close();
    expect(looking).not.toHaveBeenCalled();
  });

  test('obey a pause that they have not heard of yet', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const [a, b] = await Promise.all([openTab(), openTab()]);
    await a.journal.setPaused(true);
    expect(await b.journal.append(view('late'))).toBe(false);
    expect(b.mirror.paused).toBe(true);
    await Promise.all([a.journal.close(), b.journal.close()]);
    vi.unstubAllGlobals();
  });

  test('prune the same events', async () => {
    const few = { ...UNLIMITED, maxEvents: 5 };
    const [a, b] = await Promise.all([openTab(few), openTab(few)]);
    for (let i = 0; i < 10; i++) await (i % 2 ? a : b).journal.append(view(`i${i}`, NOW + i));
    expect(await storedIds()).toEqual(['i5', 'i6', 'i7', 'i8', 'i9']);
    await Promise.all([a.journal.close(), b.journal.close()]);
  });
});

describe('an erasure', () => {
  test('leaves nothing but a new epoch', async () => {
    const { journal } = await openTab();
    const [{ epoch }] = (await readDatabase()).meta as [{ epoch: string }];
    await journal.append(view('a'));
    await journal.clear();
    const { events, meta } = await readDatabase();
    expect(events).toEqual([]);
    expect(meta).toEqual([{ epoch: expect.stringMatching(/^\w+$/), revision: 0, paused: false }]);
    expect(meta).not.toMatchObject([{ epoch }]);
    await journal.close();
    expect(await caches.keys()).toEqual([]);
  });

  test('in one tab empties the others', async () => {
    const [a, b] = await Promise.all([openTab(), openTab()]);
    const inMemory = new Mirror();
    const memory = new MemoryJournal({ retention: UNLIMITED, now: () => NOW, onChange: inMemory.take });
    await memory.append(view('not stored'));
    await a.journal.append(view('a'));
    await b.journal.append(view('b'));
    await a.journal.clear();
    await vi.waitFor(() => expect([...b.mirror.ids, ...inMemory.ids]).toEqual([]));
    await Promise.all([a.journal.close(), b.journal.close(), memory.close()]);
  });

  test('wins over a tab that has not heard of it: what that was about to write is dropped', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const [a, b] = await Promise.all([openTab(), openTab()]);
    await b.journal.append(view('known'));
    await a.journal.clear();
    expect(await b.journal.append(view('recorded before b knew'))).toBe(false);
    expect(b.mirror.ids).toEqual([]);
    expect(await storedIds()).toEqual([]);
    expect(await b.journal.append(view('recorded after'))).toBe(true);
    expect(await storedIds()).toEqual(['recorded after']);
    await Promise.all([a.journal.close(), b.journal.close()]);
    vi.unstubAllGlobals();
  });

  test('in the middle of many writes leaves only what was recorded after it, in every tab', async () => {
    const tabs = await Promise.all([openTab(), openTab(), openTab()]);
    for (const { journal } of tabs) await journal.append(view('before'));
    let isCleared = false;
    const writing = tabs.map(async ({ journal }, tab) => {
      for (let i = 0; i < 60; i++) {
        const label = isCleared ? 'after' : 'before';
        await journal.append(view(`${label}-${tab}-${i}`));
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await tabs[0].journal.clear();
    isCleared = true;
    await Promise.all(writing);
    await Promise.all(tabs.map(({ journal }) => journal.recheck()));
    const stored = await storedIds();
    // Each tab may have one event that was labelled before and appended after the erasure had completed.
    expect(stored.filter((id) => id.startsWith('before')).length).toBeLessThanOrEqual(3);
    expect(stored.some((id) => id.startsWith('after'))).toBe(true);
    for (const { mirror, journal } of tabs) {
      expect(mirror.ids).toEqual(stored);
      await journal.close();
    }
  });
});

describe('what a tab is told', () => {
  /** A tab that has seen all there is, and each change that it is told from then on. */
  async function openListening() {
    const changes: JournalChange[] = [];
    const journal = new IndexedDbJournal({
      ...optionsOf(new Mirror(), UNLIMITED),
      onChange: (one) => changes.push(one),
    });
    await journal.open();
    changes.length = 0;
    return { journal, changes };
  }

  beforeEach(() => void vi.stubGlobal('BroadcastChannel', undefined));
  afterEach(() => void vi.unstubAllGlobals());

  test('is what has changed, and nothing where nothing has', async () => {
    const [a, b] = [await openListening(), await openListening()];
    await b.journal.recheck();
    expect(b.changes).toEqual([]);
    await a.journal.append(view('a'));
    await b.journal.recheck();
    expect(b.changes.splice(0)).toEqual([{ kind: 'added', events: [view('a')] }]);
    await a.journal.setPaused(true);
    expect(a.changes.at(-1)).toEqual({ kind: 'paused', paused: true });
    await b.journal.recheck();
    expect(b.changes.splice(0)).toEqual([{ kind: 'paused', paused: true }]);
    await a.journal.import([view('b')], 'replace');
    await b.journal.recheck();
    expect(b.changes.splice(0)).toMatchObject([{ kind: 'replaced', events: [view('b')], byErasure: false }]);
    await a.journal.clear();
    await b.journal.recheck();
    expect(b.changes).toMatchObject([{ kind: 'replaced', events: [], paused: true, byErasure: true }]);
    await Promise.all([a.journal.close(), b.journal.close()]);
  });

  test('of its waiting events is that none is kept which was recorded before an erasure', async () => {
    const [a, b] = [await openListening(), await openListening()];
    const waiting = [a.journal.append(view('1')), a.journal.append(view('2'))];
    const clearing = a.journal.clear();
    expect(await Promise.all(waiting)).toEqual([false, false]);
    await clearing;
    await b.journal.recheck();
    await a.journal.clear();
    // The first finds the erasure; the others wait for it meanwhile.
    const transaction = IDBDatabase.prototype.transaction;
    const isBegun = new Promise<void>((resolve) => {
      vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
        resolve();
        return transaction.apply(this, args);
      });
    });
    const found = b.journal.append(view('3'));
    await isBegun;
    const behind = [b.journal.append(view('4')), b.journal.append(view('5'))];
    expect(await Promise.all([found, ...behind])).toEqual([false, false, false]);
    expect(await b.journal.append(view('6'))).toBe(true);
    expect(await storedIds()).toEqual(['6']);
    await Promise.all([a.journal.close(), b.journal.close()]);
  });

  test('is that databases were deleted, each time they are', async () => {
    const { journal, changes } = await openListening();
    for (const id of ['a', 'b']) {
      await deleteStored();
      await journal.recheck();
      await deleteStored();
      changes.length = 0;
      await journal.recheck();
      expect(changes).toMatchObject([{ kind: 'replaced', events: [], byErasure: true }]);
      expect(await journal.append(view(id))).toBe(true);
    }
    await journal.close();
  });
});

describe('trouble with the connection', () => {
  test('another tab that upgrades or deletes is not held up, and the journal goes on afterwards', async () => {
    const { journal, mirror } = await openTab();
    await journal.append(view('lost'));
    await deleteStored();
    expect(await journal.append(view('dropped with the database'))).toBe(false);
    expect(await journal.append(view('new'))).toBe(true);
    expect(mirror.ids).toEqual(['new']);
    expect(await storedIds()).toEqual(['new']);
    await journal.close();
  });

  test('a connection that was closed is opened once more and the transaction repeated', async () => {
    const { journal, mirror } = await openTab();
    await journal.append(view('a'));
    const original = IDBDatabase.prototype.transaction;
    let failures = 1;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
      if (failures-- > 0) throw new DOMException('The database connection is closing.', 'InvalidStateError');
      return original.apply(this, args);
    });
    expect(await journal.append(view('b'))).toBe(true);
    expect(mirror.ids).toEqual(['a', 'b']);
    await journal.close();
  });

  test('a storage that keeps failing rejects with what it says', async () => {
    const { journal } = await openTab();
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('Internal error.', 'UnknownError');
    });
    await expect(journal.append(view('a'))).rejects.toMatchObject({ name: 'UnknownError' });
    await journal.close();
  });

  test('a full storage makes room by dropping the oldest quarter', async () => {
    const { journal, mirror } = await openTab();
    await Promise.all(Array.from({ length: 8 }, (_, i) => journal.append(view(`i${i}`, NOW + i))));
    const original = IDBObjectStore.prototype.add;
    let failures = 1;
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (failures-- > 0) throw new DOMException('', 'QuotaExceededError');
      return original.apply(this, args);
    });
    expect(await journal.append(view('new', NOW + 9))).toBe(true);
    expect(await storedIds()).toEqual(['i2', 'i3', 'i4', 'i5', 'i6', 'i7', 'new']);
    expect(mirror.ids).toEqual(await storedIds());
    await journal.close();
  });

  test('an event that cannot be stored for another reason drops nothing', async () => {
    const { journal } = await openTab();
    await journal.append(view('a'));
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('', 'DataCloneError');
    });
    await expect(journal.append(view('b'))).rejects.toMatchObject({ name: 'DataCloneError' });
    expect(await storedIds()).toEqual(['a']);
    await journal.close();
  });

  test('a database that is deleted again and again is given up', async () => {
    const { journal } = await openTab();
    await deleteStored();
    const get = IDBObjectStore.prototype.get;
    // Empty again, each time that it is looked into.
    vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore) {
      return get.call(this, 'nothing of this name');
    });
    await expect(journal.append(view('a'))).rejects.toMatchObject({
      name: 'AbortError',
      message: 'The database is deleted again and again',
    });
    vi.restoreAllMocks();
    await journal.close();
  });

  test('a later version of the database is used as far as it is known', async () => {
    const first = await openTab();
    await first.journal.append(view('a'));
    await first.journal.close();
    const later = await openJournalDatabase(7, (database) => void database.createObjectStore('more'));
    later.close();
    const { journal, mirror } = await openTab();
    expect(await journal.append(view('b'))).toBe(true);
    expect(mirror.ids).toEqual(['a', 'b']);
    await journal.close();
  });

  test('a database of the name that somebody left empty is made anew', async () => {
    (await openJournalDatabase()).close();
    const { journal } = await openTab();
    expect(await journal.append(view('a'))).toBe(true);
    await journal.close();
  });

  test('an opening that never ends gives up after three seconds', async () => {
    // A connection that does not let go, and a deletion that waits for it: every later opening waits behind that.
    const stubborn = await openJournalDatabase(1);
    const deleting = await askToDelete();
    const startedAt = performance.now();
    await expect(openTab()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - startedAt).toBeLessThan(4000);
    stubborn.close();
    await wrap(deleting);
  });
});
