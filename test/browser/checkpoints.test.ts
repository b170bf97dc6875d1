import { beforeEach, describe, expect, test, vi } from 'vitest';
import { CheckpointStore } from '../../src/journey/checkpoint-store.js';
import { deleteStored } from '../../src/journey/delete-stored.js';
import { IndexedDbJournal } from '../../src/journey/indexeddb-journal.js';
import type { JournalDatabase } from '../../src/journey/open-database.js';
import { loseDatabase, openJournalDatabase } from '../support/journal-place.js';
import { DAY, Mirror, NOW, openTab, optionsOf, order, UNLIMITED, view } from './journal.contract.js';

beforeEach(deleteStored);

/** A visit that has recorded something, and what it knew of the shopper. */
async function visit() {
  const { journal, mirror } = await openTab();
  for (const event of [view('a', NOW - 2), view('b', NOW - 1), order('t1')]) await journal.append(event);
  await journal.close();
  return mirror.log.shopperAt(NOW);
}

/** What stands in the database beside the events. */
async function storedMeta(): Promise<unknown[]> {
  const database = (await openJournalDatabase()) as unknown as JournalDatabase;
  const records = await database.getAll('meta');
  database.close();
  return records;
}

const keptCheckpoint = () => new CheckpointStore().read();

async function damage(slot: string): Promise<void> {
  const [name] = await caches.keys();
  const cache = await caches.open(name);
  const held = (await cache.match(slot)) as Response;
  await cache.put(slot, new Response((await held.text()).replace('lamp', 'limp'), { headers: held.headers }));
}

describe('databases that the browser has lost', () => {
  test('are noticed at the next start, and the shopper is the same as before', async () => {
    const before = await visit();
    await loseDatabase();
    const { journal, mirror } = await openTab();
    expect(mirror.restored).toBe(1);
    expect(mirror.events).toEqual([]);
    expect(mirror.log.shopperAt(NOW)).toEqual(before);
    expect(mirror.log.hasOrder('t1')).toBe(true);
    await journal.close();
  });

  test('are restored once: the tabs and visits after that read the same shopper from the database', async () => {
    const before = await visit();
    await loseDatabase();
    const tabs = await Promise.all([openTab(), openTab(), openTab()]);
    expect(tabs.reduce((sum, { mirror }) => sum + mirror.restored, 0)).toBe(1);
    for (const { journal, mirror } of tabs) {
      expect(mirror.log.shopperAt(NOW)).toEqual(before);
      await journal.close();
    }
    const later = await openTab();
    expect(later.mirror.restored).toBe(0);
    expect(later.mirror.log.shopperAt(NOW)).toEqual(before);
    await later.journal.close();
  });

  test('may be lost again: what came after the first time is restored too', async () => {
    await visit();
    await loseDatabase();
    const second = await openTab();
    await second.journal.append(view('c', NOW + 1));
    await second.journal.close();
    await loseDatabase();
    const third = await openTab();
    expect(third.mirror.log.shopperAt(NOW + 1)).toEqual(second.mirror.log.shopperAt(NOW + 1));
    expect(third.mirror.log.shopperAt(NOW + 1).recent).toEqual(['c', 'b', 'a']);
    await third.journal.close();
  });

  test('while a page is open cost it nothing: what it was about to write is written', async () => {
    await visit();
    const { journal, mirror } = await openTab();
    await loseDatabase();
    expect(await journal.append(view('c', NOW + 1))).toBe(true);
    expect(mirror.restored).toBe(1);
    expect(mirror.log.shopperAt(NOW + 1).recent).toEqual(['c', 'b', 'a']);
    await journal.close();
  });

  test('do not end a pause', async () => {
    const first = await openTab();
    await first.journal.append(view('a'));
    await first.journal.setPaused(true);
    await first.journal.close();
    await loseDatabase();
    const { journal, mirror } = await openTab();
    expect(mirror.paused).toBe(true);
    await journal.close();
  });

  test('give back what took the place of everything, too', async () => {
    const { journal } = await openTab();
    await journal.append(view('a'));
    await vi.waitFor(async () => expect((await keptCheckpoint())?.shopper.recent).toEqual(['a']), 3000);
    await journal.import([view('b')], 'replace');
    await journal.close();
    await loseDatabase();
    const { journal: next, mirror } = await openTab();
    expect(mirror.log.shopperAt(NOW).recent).toEqual(['b']);
    await next.close();
  });

  test('give back nothing that is too old to be kept', async () => {
    await visit();
    await loseDatabase();
    await (await openTab()).journal.close();
    expect(await storedMeta()).toHaveLength(2);
    const mirror = new Mirror();
    const retention = { ...UNLIMITED, maxAgeMs: 180 * DAY };
    const journal = new IndexedDbJournal({ ...optionsOf(mirror, retention), now: () => NOW + 200 * DAY });
    await journal.open();
    await journal.close();
    expect(await storedMeta()).toHaveLength(1);
  });

  test('before there was anything to lose are a first visit', async () => {
    const { journal, mirror } = await openTab();
    expect(mirror).toMatchObject({ restored: 0, events: [], base: undefined });
    await journal.close();
  });
});

describe('a checkpoint', () => {
  test('that is torn leaves the one before it', async () => {
    const { journal } = await openTab();
    await journal.append(order('t1'));
    await journal.close();
    const next = await openTab();
    await next.journal.append(order('t2'));
    await next.journal.close();
    await damage('/windowshop-profile/b');
    await loseDatabase();
    const { journal: restored, mirror } = await openTab();
    expect([mirror.log.hasOrder('t1'), mirror.log.hasOrder('t2')]).toEqual([true, false]);
    // The next one goes to where the torn one was.
    await restored.append(order('t3'));
    await restored.close();
    await damage('/windowshop-profile/b');
    expect((await keptCheckpoint())?.shopper.orders.map(([id]) => id)).toEqual(['t1']);
  });

  test('follows each change of the journal by itself', async () => {
    const { journal } = await openTab();
    await journal.append(view('a'));
    await vi.waitFor(async () => expect((await keptCheckpoint())?.shopper.recent).toEqual(['a']), 3000);
    await journal.close();
  });

  test('of a tab that knows less does not take the place of one that knows more', async () => {
    const [a, b] = await Promise.all([openTab(), openTab()]);
    await a.journal.append(view('a'));
    await b.journal.append(view('b'));
    await b.journal.close();
    await a.journal.close();
    expect((await keptCheckpoint())?.shopper.recent).toEqual(['b', 'a']);
  });

  test('is not written by a tab that has missed an erasure', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const [a, b] = await Promise.all([openTab(), openTab()]);
    await b.journal.append(view('erased'));
    await a.journal.clear();
    await b.journal.close();
    await a.journal.close();
    expect(await keptCheckpoint()).toBeUndefined();
    vi.unstubAllGlobals();
  });
});

describe('an erasure', () => {
  test('takes the second copy along: databases lost after it bring nothing back', async () => {
    await visit();
    const { journal } = await openTab();
    await journal.clear();
    await journal.close();
    expect(await caches.keys()).toEqual([]);
    await loseDatabase();
    const { journal: next, mirror } = await openTab();
    expect(mirror).toMatchObject({ restored: 0, events: [], base: undefined });
    await next.close();
  });

  test('in a tab whose database is lost brings nothing back either', async () => {
    await visit();
    const { journal, mirror } = await openTab();
    await loseDatabase();
    await journal.clear();
    expect(mirror).toMatchObject({ restored: 0, events: [] });
    expect(await journal.append(view('after'))).toBe(true);
    expect(mirror.ids).toEqual(['after']);
    await journal.close();
  });

  test('takes what was restored along', async () => {
    await visit();
    await loseDatabase();
    const { journal, mirror } = await openTab();
    await journal.clear();
    expect(mirror).toMatchObject({ events: [], base: undefined });
    await journal.close();
    expect(await storedMeta()).toHaveLength(1);
  });
});

describe('deleting all that is stored', () => {
  test('waits no longer than three seconds for a tab that is frozen over its second copy', async () => {
    await visit();
    let thaw = (): void => {};
    const frozen = new CheckpointStore().exclusively(() => new Promise<void>((resolve) => (thaw = resolve)));
    await deleteStored();
    expect(await caches.keys()).toEqual([]);
    thaw();
    await frozen;
  });
});

describe('without Cache Storage', () => {
  test('the journal goes on without a second copy', async () => {
    vi.stubGlobal('caches', undefined);
    await visit();
    const { journal, mirror } = await openTab();
    expect(mirror.ids).toEqual(['a', 'b', 'lamp']);
    await journal.close();
    vi.unstubAllGlobals();
  });
});
