import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { WindowshopError } from '../../src/core/windowshop-error.js';
import { deleteStored } from '../../src/journey/delete-stored.js';
import { JourneyStore, type JourneyStoreOptions, type Place } from '../../src/journey/journey-store.js';
import { loseDatabase } from '../support/journal-place.js';
import { storedDatabases } from '../support/storage-census.js';
import { NOW, order, UNLIMITED, view } from './journal.contract.js';

let opened: JourneyStore[] = [];
beforeEach(deleteStored);
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await Promise.all(opened.map((store) => store.close()));
  opened = [];
});

/** A page's store, and what it was told. */
async function open(place: Place = 'memory', options: Partial<JourneyStoreOptions> = {}) {
  const told = { changes: 0, erased: 0, errors: [] as WindowshopError[] };
  const store = new JourneyStore({
    retention: UNLIMITED,
    mayStore: true,
    now: () => NOW,
    onChange: () => told.changes++,
    onErased: () => told.erased++,
    onError: (error) => told.errors.push(error),
    ...options,
  });
  opened.push(store);
  await store.keepIn(place);
  return { store, told };
}

/** A visit that is over. */
async function visit(use: (store: JourneyStore) => Promise<unknown>): Promise<void> {
  const { store } = await open('indexeddb');
  await use(store);
  await store.close();
}

const recent = (store: JourneyStore): readonly string[] => store.shopperAt(NOW).recent;
const fileOf = (...ids: string[]): string =>
  JSON.stringify({
    format: 'windowshop-profile',
    formatVersion: 1,
    events: ids.map((id, i) => view(id, NOW - ids.length + i)),
  });

describe('what is known', () => {
  test('is nothing at first', async () => {
    const { store, told } = await open();
    expect(store.facts()).toEqual({
      events: 0,
      firstSeen: undefined,
      lastSeen: undefined,
      paused: false,
      persistence: 'memory',
    });
    expect(recent(store)).toEqual([]);
    expect(told).toEqual({ changes: 0, erased: 0, errors: [] });
  });

  test('is what was recorded, told once for each', async () => {
    const { store, told } = await open();
    expect(await store.record(view('a', NOW - 5))).toBe(true);
    expect(await store.record(view('b', NOW - 1))).toBe(true);
    expect(store.facts()).toMatchObject({ events: 2, firstSeen: NOW - 5, lastSeen: NOW - 1 });
    expect(recent(store)).toEqual(['b', 'a']);
    expect(told.changes).toBe(2);
  });

  test.each<Place>(['memory', 'indexeddb'])('counts each order once, in %s', async (place) => {
    const { store } = await open(place);
    expect(await Promise.all([store.record(order('t1')), store.record(order('t1'))])).toEqual([true, false]);
    expect(await store.record(order('t1'))).toBe(false);
    expect(await store.record(order('t2'))).toBe(true);
    expect(store.facts().events).toBe(2);
  });

  test('an order that could not be kept may be recorded again', async () => {
    const { store } = await open();
    await store.setPaused(true);
    expect(await store.record(order('t1'))).toBe(false);
    await store.setPaused(false);
    expect(await store.record(order('t1'))).toBe(true);
  });

  test('is settled when everything asked for counts', async () => {
    const { store } = await open('indexeddb');
    void store.record(view('a'));
    await store.settled();
    expect(store.facts().events).toBe(1);
    void store.import(fileOf('b', 'c'), 'merge');
    await store.settled();
    expect(store.facts().events).toBe(3);
  });
});

describe('behind a repeated order', () => {
  const recordBefore = async () => {
    const { store } = await open('indexeddb');
    await store.record(order('t1', NOW - 2));
    void store.record(view('before', NOW - 1));
    void store.record(order('t1'));
    return store;
  };

  test('what came before it counts when all is settled', async () => {
    const store = await recordBefore();
    await store.settled();
    expect(recent(store)).toEqual(['before']);
  });

  test('what came before it stands in the file', async () => {
    const store = await recordBefore();
    expect(JSON.parse(await store.export()).events).toEqual([order('t1', NOW - 2), view('before', NOW - 1)]);
  });
});

describe('a journey that moves to storage', () => {
  test('takes along what memory holds, and the next visit has it', async () => {
    const { store, told } = await open();
    await store.record(view('a', NOW - 1));
    await store.keepIn('indexeddb');
    expect(store.facts()).toMatchObject({ events: 1, persistence: 'indexeddb' });
    await store.record(view('b'));
    await store.close();
    expect(told.errors).toEqual([]);
    const next = await open('indexeddb');
    expect(recent(next.store)).toEqual(['b', 'a']);
    expect(next.told.changes).toBe(1);
  });

  test('keeps what is recorded while it moves', async () => {
    const { store } = await open();
    const moving = store.keepIn('indexeddb');
    expect(await store.record(view('meanwhile'))).toBe(true);
    await moving;
    expect(store.facts()).toMatchObject({ events: 1, persistence: 'indexeddb' });
  });

  test('finds a pause of an earlier visit, and forgets what came in before it knew', async () => {
    await visit(async (store) => {
      await store.record(view('kept'));
      await store.setPaused(true);
    });
    const { store } = await open();
    await store.record(view('not to be recorded'));
    await store.keepIn('indexeddb');
    expect(store.facts().paused).toBe(true);
    expect(recent(store)).toEqual(['kept']);
    expect(await store.record(view('neither'))).toBe(false);
  });

  test('ends that pause where the shopper did so on this page', async () => {
    await visit((store) => store.setPaused(true));
    const { store } = await open();
    await store.setPaused(false);
    await store.record(view('a'));
    await store.keepIn('indexeddb');
    expect(store.facts()).toMatchObject({ events: 1, paused: false });
    await store.close();
    expect((await open('indexeddb')).store.facts()).toMatchObject({ events: 1, paused: false });
  });

  test('takes along a pause of this page', async () => {
    const { store } = await open();
    await store.setPaused(true);
    await store.keepIn('indexeddb');
    await store.close();
    expect((await open('indexeddb')).store.facts().paused).toBe(true);
  });

  test('does so once', async () => {
    const { store } = await open('indexeddb');
    const opening = vi.spyOn(IDBFactory.prototype, 'open');
    await store.keepIn('indexeddb');
    expect(opening).not.toHaveBeenCalled();
  });

  test('stays in memory where there is no storage, and says so once', async () => {
    const { store, told } = await open();
    await store.record(view('a', NOW - 1));
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    await store.keepIn('indexeddb');
    await store.record(view('b'));
    expect(store.facts()).toMatchObject({ events: 2, persistence: 'memory' });
    expect(told.errors).toHaveLength(1);
    expect(told.errors[0]).toMatchObject({
      code: 'storage_unavailable',
      message: 'The storage of this browser cannot be used.',
      hint: 'The journey is kept in memory until the page ends.',
      cause: { name: 'SecurityError' },
    });
  });

  test('says that the browser has lost it, goes on from the second copy, and hands that out', async () => {
    await visit((store) => store.record(view('a', NOW - 1)));
    await loseDatabase();
    const { store, told } = await open('indexeddb');
    expect(told.errors).toHaveLength(1);
    expect(told.errors[0]).toMatchObject({
      code: 'storage_unavailable',
      message: 'The browser has lost the stored history of this shopper.',
      hint: 'Nothing is to be done: the profile was restored from its second copy, and recording goes on.',
    });
    expect(recent(store)).toEqual(['a']);
    expect(JSON.parse(await store.export())).toMatchObject({ events: [], earlier: { recent: ['a'] } });
    await store.clear();
    expect([recent(store), told.erased]).toEqual([[], 1]);
  });
});

describe('a journey that is kept nowhere', () => {
  test('is forgotten, deleted, and not gone on with', async () => {
    const { store, told } = await open('indexeddb');
    await store.record(view('a'));
    await store.keepIn('nowhere');
    expect(store.facts()).toMatchObject({ events: 0, persistence: 'memory' });
    expect(told.erased).toBe(1);
    expect(await storedDatabases()).toEqual([]);
    expect(await store.record(view('b'))).toBe(false);
    await store.import(fileOf('c'), 'merge');
    expect(store.facts().events).toBe(0);
  });

  test('empties other tabs', async () => {
    const [one, other] = [await open('indexeddb'), await open('indexeddb')];
    await one.store.record(view('a'));
    await vi.waitFor(() => expect(other.store.facts().events).toBe(1), 5000);
    await one.store.keepIn('nowhere');
    await vi.waitFor(() => expect([other.store.facts().events, other.told.erased]).toEqual([0, 1]), 5000);
  });

  test('leaves storage alone where that may not be used', async () => {
    await visit((store) => store.record(view('of an earlier visit')));
    const before = await storedDatabases();
    await open('nowhere', { mayStore: false });
    expect(await storedDatabases()).toEqual(before);
  });

  test('may be kept in memory again, empty; what is stored is not touched by that', async () => {
    const { store } = await open('indexeddb');
    await store.record(view('stored'));
    await store.keepIn('memory');
    expect(store.facts()).toMatchObject({ events: 0, persistence: 'memory' });
    expect(await store.record(view('in memory'))).toBe(true);
    expect((await open('indexeddb')).store.facts().events).toBe(1);
  });

  test('says what keeps it from being deleted', async () => {
    const { store, told } = await open();
    vi.spyOn(IDBFactory.prototype, 'deleteDatabase').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    await store.keepIn('nowhere');
    expect(told.errors).toMatchObject([{ code: 'storage_unavailable' }]);
  });
});

describe('an erasure', () => {
  test.each<Place>(['memory', 'indexeddb'])('in %s leaves nothing, and what comes after counts', async (place) => {
    const { store, told } = await open(place);
    await store.record(view('a'));
    await store.clear();
    expect([recent(store), told.erased]).toEqual([[], 1]);
    expect(await store.record(view('b'))).toBe(true);
    expect(recent(store)).toEqual(['b']);
  });

  test('by a page that keeps its own in memory deletes what an earlier visit has left', async () => {
    await visit((store) => store.record(view('a')));
    const { store } = await open('memory', { mayStore: false });
    await store.clear();
    expect(await storedDatabases()).toEqual([]);
  });

  test('does without storage where there is none', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const { store, told } = await open();
    await store.clear();
    expect(told.errors).toEqual([]);
  });

  test('of nothing is not told', async () => {
    const { store, told } = await open('indexeddb');
    await store.clear();
    expect([told.erased, told.changes]).toEqual([0, 0]);
  });

  test('in another tab is found by a page that comes back, and what waited meanwhile is part of it', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const [one, other] = [await open('indexeddb'), await open('indexeddb')];
    await one.store.record(view('a'));
    await other.store.recheck();
    expect(recent(other.store)).toEqual(['a']);
    await one.store.clear();
    const rechecking = other.store.recheck();
    const waiting = other.store.record(view('recorded before it knew'));
    await rechecking;
    expect(await waiting).toBe(false);
    expect([recent(other.store), other.told.erased]).toEqual([[], 1]);
    expect(await other.store.record(view('after'))).toBe(true);
  });
});

describe('a store that is closed', () => {
  test('has kept what was recorded right before, once, and complains of nothing', async () => {
    const { store, told } = await open('indexeddb');
    await store.record(view('a', NOW - 1));
    const recording = store.record(view('b'));
    await store.close();
    expect(await recording).toBe(true);
    expect(told.errors).toEqual([]);
    expect(store.facts()).toMatchObject({ events: 2, persistence: 'indexeddb' });
    expect(recent((await open('indexeddb')).store)).toEqual(['b', 'a']);
  });
});

describe('a pause', () => {
  test.each<Place>(['memory', 'indexeddb'])(
    'in %s holds from the call to the resumption, and is told',
    async (place) => {
      const { store, told } = await open(place);
      await store.record(view('a'));
      const changes = told.changes;
      const pausing = store.setPaused(true);
      expect(await store.record(view('b'))).toBe(false);
      await pausing;
      expect(store.facts()).toMatchObject({ paused: true, events: 1 });
      expect(told.changes).toBe(changes + 1);
      await store.setPaused(false);
      expect(await store.record(view('c'))).toBe(true);
      expect(recent(store)).toEqual(['c', 'a']);
    },
  );
});

describe('a file', () => {
  test('has what was recorded before it was asked for, and nothing from after it', async () => {
    const { store } = await open('indexeddb');
    void store.record(view('before'));
    const exporting = store.export();
    void store.record(view('after'));
    const { events, paused, exportedAt } = JSON.parse(await exporting);
    expect(events).toEqual([view('before')]);
    expect([paused, exportedAt]).toEqual([false, new Date(NOW).toISOString()]);
    await store.setPaused(true);
    expect(JSON.parse(await store.export())).toMatchObject({ paused: true, events: [view('before'), view('after')] });
  });

  test('that is read in is merged, or takes the place of everything', async () => {
    const { store } = await open('indexeddb');
    await store.record(view('a'));
    await store.import(fileOf('b'), 'merge');
    expect(recent(store)).toEqual(['a', 'b']);
    await store.import(fileOf('c'), 'replace');
    expect(recent(store)).toEqual(['c']);
  });

  test('that is none is refused, and all is as it was', async () => {
    const { store, told } = await open();
    await store.record(view('a'));
    await expect(store.import('{}', 'replace')).rejects.toMatchObject({ code: 'profile_invalid' });
    expect([recent(store), told.changes]).toEqual([['a'], 1]);
  });
});

describe('a storage that fails under an open page', () => {
  test.each([
    ['UnknownError', 'storage_unavailable', 'The storage of this browser cannot be used.'],
    ['QuotaExceededError', 'storage_full', 'The origin has no storage left.'],
  ])('with %s loses nothing: all goes on in memory, which is told once', async (name, code, message) => {
    const { store, told } = await open('indexeddb');
    await store.record(view('a', NOW - 2));
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('broken', name);
    });
    const recorded = await Promise.all([store.record(view('b', NOW - 1)), store.record(view('c'))]);
    expect(recorded).toEqual([true, true]);
    expect(recent(store)).toEqual(['c', 'b', 'a']);
    expect(store.facts()).toMatchObject({ events: 3, persistence: 'memory' });
    expect(told.errors).toHaveLength(1);
    expect(told.errors[0]).toMatchObject({
      code,
      message,
      hint: 'The journey is kept in memory until the page ends.',
      cause: { name },
    });
    await store.setPaused(true);
    await store.clear();
    expect(store.facts()).toMatchObject({ events: 0, paused: true });
  });
});
