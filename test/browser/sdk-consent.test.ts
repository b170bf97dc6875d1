import { afterEach, describe, expect, test, vi } from 'vitest';
import { askToDelete, hideBuckets, openJournalDatabase } from '../support/journal-place.js';
import { takeStorageCensus } from '../support/storage-census.js';
import { codesOf, forgetPages, type OpenedPage, startPage, storedRecords, view } from './sdk-pages.js';

afterEach(forgetPages);

const NOTHING = {
  ...{ databases: [], records: [], localStorage: [], sessionStorage: [] },
  ...{ caches: [], files: [], buckets: [], cookies: '' },
};

const GRANTED = { personalization_storage: 'granted' } as const;
const DENIED = { personalization_storage: 'denied' } as const;

type WithDataLayer = OpenedPage['window'] & { dataLayer?: unknown[] };

/** As a tag manager does it: the arguments object itself is pushed. */
function gtag(page: OpenedPage, ...args: unknown[]): void {
  const window = page.window as WithDataLayer;
  window.dataLayer ??= [];
  window.dataLayer.push(
    (function (..._: unknown[]) {
      // biome-ignore lint/complexity/noArguments: a data layer tells gtag() calls from pushes by this very object.
      return arguments;
    })(...args),
  );
}

describe('before the choice', () => {
  test('nothing is stored, and nothing that was stored is read or deleted', async () => {
    const earlier = await startPage();
    await view(earlier.sdk, 'item-2');
    await earlier.sdk.destroy();
    const stored = await storedRecords();

    const { sdk } = await startPage({ consent: 'auto' });
    await view(sdk, 'item-1');
    expect(await sdk.profile.get()).toMatchObject({ recent: ['item-1'], persistence: 'memory' });
    expect((await sdk.recommend({ limit: 3 })).source).toBe('personal');
    await sdk.profile.pause();
    await sdk.destroy();
    expect(await storedRecords()).toEqual(stored);
  });

  test('a visit leaves no trace in any storage', async () => {
    const body = '<main data-ws-item="item-1"></main>';
    const { sdk } = await startPage({ consent: 'auto', capture: true }, { body });
    await sdk.recommend();
    await view(sdk, 'item-3');
    expect((await sdk.profile.get()).recent).toEqual(['item-3', 'item-1']);
    expect(await takeStorageCensus()).toEqual(NOTHING);
    await sdk.destroy();
  });
});

describe('consent that is granted', () => {
  test('moves what memory holds to storage, beside what is there, and is told', async () => {
    const earlier = await startPage();
    await earlier.sdk.record('view_item', { items: [{ item_id: 'item-2' }] }, { timestamp: Date.now() - 60_000 });
    await earlier.sdk.destroy();

    const { sdk, told } = await startPage({ consent: 'auto' });
    await view(sdk, 'item-1');
    await sdk.consent.set(GRANTED);
    expect(told.consent).toEqual([{ personalization_storage: 'granted', analytics_storage: 'unknown' }]);
    expect(await sdk.profile.get()).toMatchObject({
      recent: ['item-1', 'item-2'],
      persistence: 'indexeddb',
      events: 2,
    });
    const next = await startPage();
    expect((await next.sdk.profile.get()).recent).toEqual(['item-1', 'item-2']);
  });

  test('by a signal of the page counts at once, and an event recorded before it is carried along', async () => {
    const { sdk, page } = await startPage({ consent: 'auto' });
    gtag(page, 'consent', 'default', { personalization_storage: 'denied' });
    await sdk.ready;
    await view(sdk, 'item-1');
    expect(sdk.consent.get().personalization_storage).toBe('unknown');
    gtag(page, 'consent', 'update', { personalization_storage: 'granted' });
    await expect.poll(() => sdk.consent.get().personalization_storage).toBe('granted');
    await sdk.profile.export();
    expect(await storedRecords()).toHaveLength(2);
  });

  test('is taken back by unknown: the storage is left alone from then on', async () => {
    const { sdk } = await startPage();
    await view(sdk, 'item-1');
    const stored = await storedRecords();
    await sdk.consent.set({ personalization_storage: 'unknown' });
    await view(sdk, 'item-3');
    expect(await sdk.profile.get()).toMatchObject({ recent: ['item-3'], persistence: 'memory' });
    expect(await storedRecords()).toEqual(stored);
  });

  test('stores nothing where the site wants memory only', async () => {
    const { sdk } = await startPage({ persistence: 'memory' });
    const opened = vi.spyOn(IDBFactory.prototype, 'open');
    await view(sdk, 'item-1');
    expect(await sdk.profile.get()).toMatchObject({ recent: ['item-1'], persistence: 'memory' });
    expect(opened).not.toHaveBeenCalled();
    opened.mockRestore();
    expect(await storedRecords()).toEqual([]);
  });
});

describe('consent that is denied', () => {
  test('deletes what was stored, records nothing, and leaves lists that rest on the page', async () => {
    const { sdk, told } = await startPage();
    await view(sdk, 'item-1');
    await sdk.consent.set(DENIED);
    expect(await takeStorageCensus()).toEqual(NOTHING);
    expect(await sdk.profile.get()).toMatchObject({ events: 0, recent: [], persistence: 'memory' });
    told.record.length = 0;
    await sdk.record('page_view', { page_type: 'product', page_location: `${location.origin}/p/4` });
    await view(sdk, 'item-4');
    const list = await sdk.recommend({ limit: 3 });
    expect(list.source).toBe('context');
    expect(list.items.map(({ strategy }) => strategy)).toEqual(['similar', 'similar', 'similar']);
    await sdk.profile.import(JSON.stringify({ format: 'windowshop-profile', formatVersion: 1, events: [] }));
    expect(told.record).toEqual([]);
    expect(await takeStorageCensus()).toEqual(NOTHING);
  });

  test('from the start deletes what an earlier visit left', async () => {
    const earlier = await startPage();
    await view(earlier.sdk, 'item-1');
    await earlier.sdk.destroy();
    const { sdk } = await startPage({ consent: DENIED });
    await sdk.ready;
    expect(await takeStorageCensus()).toEqual(NOTHING);
  });

  test('and granted again starts anew', async () => {
    const { sdk } = await startPage();
    await view(sdk, 'item-1');
    await sdk.consent.set(DENIED);
    await view(sdk, 'item-3');
    await sdk.consent.set(GRANTED);
    await view(sdk, 'item-5');
    expect(await sdk.profile.get()).toMatchObject({ recent: ['item-5'], persistence: 'indexeddb' });
  });

  test('wins over events on their way', async () => {
    const { sdk } = await startPage();
    await sdk.ready;
    const recording = Array.from({ length: 30 }, (_, i) => view(sdk, `item-${i}`));
    const denying = sdk.consent.set(DENIED);
    await Promise.all([...recording, denying]);
    expect(await takeStorageCensus()).toEqual(NOTHING);
  });
});

describe('a shopper who pauses', () => {
  test('is not recorded until resuming, also after a reload, and keeps the profile', async () => {
    const first = await startPage();
    await view(first.sdk, 'item-1');
    await first.sdk.profile.pause();
    await view(first.sdk, 'item-3');
    expect(first.told.record).toHaveLength(1);
    first.page.close();

    const { sdk } = await startPage();
    await view(sdk, 'item-5');
    expect(await sdk.profile.get()).toMatchObject({ recent: ['item-1'], paused: true });
    expect((await sdk.recommend({ limit: 3 })).source).toBe('personal');
    await sdk.profile.resume();
    await view(sdk, 'item-7');
    expect(await sdk.profile.get()).toMatchObject({ recent: ['item-7', 'item-1'], paused: false });
  });

  test('is not recorded either while consent is still unknown on the next page', async () => {
    const first = await startPage();
    await first.sdk.profile.pause();
    await first.sdk.destroy();
    const { sdk } = await startPage({ consent: 'auto' });
    await view(sdk, 'item-1');
    await sdk.consent.set(GRANTED);
    expect(await sdk.profile.get()).toMatchObject({ recent: [], paused: true });
  });

  test('stays paused through erasing everything', async () => {
    const { sdk } = await startPage();
    await sdk.profile.pause();
    await sdk.profile.clear();
    expect((await sdk.profile.get()).paused).toBe(true);
  });
});

describe('storage that fails', () => {
  test.each<[string, (page: Window & typeof globalThis) => void]>([
    [
      'is missing',
      (page) => {
        hideBuckets(page);
        Object.defineProperty(page, 'indexedDB', { value: undefined });
      },
    ],
    [
      'throws',
      (page) => {
        page.IDBFactory.prototype.open = () => {
          throw new DOMException('denied', 'SecurityError');
        };
      },
    ],
  ])('from the start (%s) leaves the journey in memory, and says so once', async (_, breakIt) => {
    const started = await startPage({}, { breakIt });
    const { sdk, page } = started;
    await view(sdk, 'item-1');
    expect(await sdk.profile.get()).toMatchObject({ recent: ['item-1'], persistence: 'memory' });
    expect((await sdk.recommend({ limit: 3 })).source).toBe('personal');
    await sdk.profile.clear();
    expect((await sdk.profile.get()).events).toBe(0);
    expect(codesOf(started)).toEqual(['storage_unavailable']);
    expect(page.complaints).toEqual([]);
  });

  test.each([
    ['UnknownError', 'storage_unavailable', ['item-9', 'item-7', 'item-5', 'item-3', 'item-1']],
    // The oldest were dropped to make room, which was not enough.
    ['QuotaExceededError', 'storage_full', ['item-9', 'item-7', 'item-5', 'item-3']],
  ])('later with %s is replaced by memory, which goes on with all that is known: %s', async (name, code, recent) => {
    const started = await startPage();
    const { sdk, page } = started;
    await view(sdk, 'item-1', 'item-3');
    page.window.IDBObjectStore.prototype.add = () => {
      throw new DOMException('', name);
    };
    await view(sdk, 'item-5', 'item-7');
    await view(sdk, 'item-9');
    expect(await sdk.profile.get()).toMatchObject({ recent, persistence: 'memory' });
    expect(codesOf(started)).toEqual([code]);
    expect(page.complaints).toEqual([]);
  });

  test('because another page does not let go is given up after three seconds', async () => {
    const stubborn = await openJournalDatabase(1);
    const deleting = await askToDelete();
    const started = await startPage();
    await view(started.sdk, 'item-1');
    expect((await started.sdk.profile.get()).persistence).toBe('memory');
    expect(codesOf(started)).toEqual(['storage_unavailable']);
    stubborn.close();
    await new Promise((resolve) => {
      deleting.onsuccess = resolve;
    });
  });
});
