import { afterEach, describe, expect, test } from 'vitest';
import type { Profile } from '../../src/index.js';
import { EPOCH_RECORD, takeStorageCensus } from '../support/storage-census.js';
import { forgetPages, KEPT, openPage, startPage, storedRecords, TENTS, view } from './sdk-pages.js';

afterEach(forgetPages);

describe('the profile', () => {
  test('tells in words what the device knows', async () => {
    const { sdk } = await startPage();
    await view(sdk, 'item-1', 'item-3');
    await sdk.record('add_to_cart', { items: [{ item_id: 'item-5', quantity: 2 }] });
    await sdk.record('add_to_wishlist', { items: [{ item_id: 'item-7' }] });
    await sdk.record('purchase', { transaction_id: 't', items: [{ item_id: 'item-9' }] });
    await sdk.record('dismiss_item', { item_id: 'item-2' });
    const profile = await sdk.profile.get();
    expect(profile).toMatchObject({
      ...{ events: 6, paused: false, persistence: 'indexeddb', recent: ['item-3', 'item-1'] },
      ...{ cart: [{ itemId: 'item-5', quantity: 2 }], wishlist: ['item-7'], owned: ['item-9'], dismissed: ['item-2'] },
    });
    expect(profile.tastes).toMatchObject([{ field: 'category', value: 'Tents' }]);
    expect(profile.tastes[0].weight).toBeCloseTo(1, 9);
    expect(Date.parse(profile.firstSeen ?? '')).toBeLessThanOrEqual(Date.parse(profile.lastSeen ?? ''));
  });

  test('of somebody new is empty', async () => {
    const { sdk } = await startPage();
    expect(await sdk.profile.get()).toEqual({
      ...{ events: 0, paused: false, persistence: 'indexeddb', tastes: [], recent: [] },
      ...{ cart: [], wishlist: [], owned: [], dismissed: [] },
    });
  });

  test('is there after a reload, and the lists with it', async () => {
    const first = await startPage();
    await view(first.sdk, 'item-1');
    first.page.close();
    const { sdk } = await startPage();
    const { source, items } = await sdk.recommend({ limit: 3 });
    expect(source).toBe('personal');
    expect(TENTS).toEqual(expect.arrayContaining(items.map(({ id }) => id)));
  });

  test('holds at most as many events as the site keeps', async () => {
    const { sdk } = await startPage({ retention: { maxEvents: 5 } });
    for (let i = 0; i < 8; i++) await view(sdk, `item-${i}`);
    expect(await sdk.profile.get()).toMatchObject({
      events: 5,
      recent: ['item-7', 'item-6', 'item-5', 'item-4', 'item-3'],
    });
  });

  test('counts an order once, however often it is sent', async () => {
    const { sdk, told } = await startPage();
    const order = { transaction_id: 't', items: [{ item_id: 'item-1' }] };
    await Promise.all([sdk.record('purchase', order), sdk.record('purchase', order)]);
    await sdk.record('purchase', order);
    expect(await sdk.profile.get()).toMatchObject({ events: 1, owned: ['item-1'] });
    expect(told.record).toHaveLength(1);
  });

  test('drops events that mean nothing, and reports each', async () => {
    const { sdk, told } = await startPage();
    await sdk.record('view_item', { items: [] });
    await sdk.record('levitate' as never, {} as never);
    await sdk.record('view_item', undefined as never, 5 as never);
    expect(told.error.map(({ code }) => code)).toEqual(['event_invalid', 'event_invalid', 'event_invalid']);
    expect((await sdk.profile.get()).events).toBe(0);
  });

  test('takes events with a time of their own into its order', async () => {
    const { sdk } = await startPage();
    await view(sdk, 'item-1');
    const past = Date.now() - 5000;
    await sdk.record('view_item', { items: [{ item_id: 'item-3' }] }, { timestamp: past });
    const profile = await sdk.profile.get();
    expect(profile).toMatchObject({ recent: ['item-1', 'item-3'], firstSeen: new Date(past).toISOString() });
  });
});

describe('clear', () => {
  test('erases everything but the epoch, in every storage', async () => {
    const { sdk } = await startPage();
    await view(sdk, 'item-1', 'item-3');
    await sdk.profile.clear();
    expect((await sdk.recommend({ limit: 3 })).source).toBe('fallback');
    expect((await sdk.profile.get()).events).toBe(0);
    const census = await takeStorageCensus();
    expect({ ...census, databases: [], buckets: [] }).toEqual({
      ...{ databases: [], records: [expect.stringMatching(EPOCH_RECORD)], localStorage: [], sessionStorage: [] },
      ...{ caches: [], files: [], buckets: [], cookies: '' },
    });
    await view(sdk, 'item-5');
    expect((await sdk.profile.get()).recent).toEqual(['item-5']);
  });

  test('while consent is unknown erases what an earlier visit has left', async () => {
    const earlier = await startPage();
    await view(earlier.sdk, 'item-1');
    await earlier.sdk.destroy();
    const { sdk } = await startPage({ consent: 'auto' });
    await sdk.profile.clear();
    expect(await storedRecords()).toEqual([]);
  });

  test('in one tab empties the other', async () => {
    const [a, b] = await Promise.all([startPage(), startPage()]);
    await Promise.all([view(a.sdk, 'item-1'), view(b.sdk, 'item-3')]);
    await expect.poll(async () => (await a.sdk.profile.get()).events).toBe(2);
    await a.sdk.profile.clear();
    await expect.poll(async () => (await b.sdk.profile.get()).events).toBe(0);
    expect((await b.sdk.recommend({ limit: 3 })).source).toBe('fallback');
  });
});

test('what a tab holds in memory is erased from another tab too', async () => {
  const [stored, inMemory] = await Promise.all([startPage(), startPage({ consent: 'auto' })]);
  await inMemory.sdk.profile.clear();
  await view(inMemory.sdk, 'item-1');
  await stored.sdk.profile.clear();
  await expect.poll(async () => (await inMemory.sdk.profile.get()).events).toBe(0);
});

describe('several tabs', () => {
  test('share one journey, and are told of its changes', async () => {
    const [a, b] = await Promise.all([startPage(), startPage()]);
    await Promise.all([a.sdk.ready, b.sdk.ready]);
    await view(a.sdk, 'item-1');
    await expect.poll(() => b.told.profile.at(-1)?.recent).toEqual(['item-1']);
    expect((await b.sdk.recommend({ limit: 3 })).source).toBe('personal');
    expect(b.told.record).toEqual([]);
  });
});

describe('a profile file', () => {
  test('carries everything to another device', async () => {
    // Tastes fade while the test runs.
    const lasting = ({ tastes: _, ...profile }: Profile): Partial<Profile> => profile;
    const here = await startPage();
    await view(here.sdk, 'item-1', 'item-3');
    const file = await here.sdk.profile.export();
    expect(file.type).toBe('application/json');
    const before = lasting(await here.sdk.profile.get());
    await here.sdk.profile.clear();
    await here.sdk.destroy();

    const { sdk } = await startPage();
    expect(lasting(await sdk.profile.import(file))).toEqual(before);
    expect(lasting(await sdk.profile.import(await file.text()))).toEqual(before);
    await view(sdk, 'item-5');
    expect((await sdk.profile.import(file, 'merge')).recent).toEqual(['item-5', 'item-3', 'item-1']);
    expect(lasting(await sdk.profile.import(file, 'replace'))).toEqual(before);
  });

  test('holds what was recorded before the export, and does not hold up what is recorded after it', async () => {
    const { sdk } = await startPage();
    void view(sdk, 'item-1');
    const exporting = sdk.profile.export();
    const after = view(sdk, 'item-3');
    expect(JSON.parse(await (await exporting).text()).events).toHaveLength(1);
    await after;
    expect((await sdk.profile.get()).events).toBe(2);
  });

  test('that is wrong is refused whole, and changes nothing', async () => {
    const { sdk } = await startPage();
    await view(sdk, 'item-1');
    const file = JSON.parse(await (await sdk.profile.export()).text());
    file.events.push({ name: 'view_item', params: {}, timestamp: 1 });
    const { recent } = await sdk.profile.get();
    for (const wrong of ['', '[]', '{"format":"photo"}', JSON.stringify(file)])
      await expect(sdk.profile.import(wrong, 'replace')).rejects.toMatchObject({ code: 'profile_invalid' });
    await expect(sdk.profile.import(5 as never)).rejects.toThrow(
      'profile.import: file must be a Blob or a text, got 5',
    );
    await expect(sdk.profile.import('{}', 'mix' as never)).rejects.toThrow('profile.import: mode must be one of');
    expect(await sdk.profile.get()).toMatchObject({ events: 1, recent });
  });
});

describe('what the page shows', () => {
  test('counts once, whether read from the page or recorded by it', async () => {
    const page = await openPage({ body: '<main data-ws-item="item-1">' });
    page.window.windowshop = [(sdk) => void sdk.record('view_item', { items: [{ item_id: 'item-1' }] })];
    const { sdk, told } = page.start({ ...KEPT, capture: true });
    // The page is opened for the shopper after its product was looked at: capture has seen all there is.
    await sdk.record('page_view', {});
    await sdk.recommend();
    expect(told.record.map(({ name, source }) => `${source}: ${name}`)).toEqual(['api: view_item', 'api: page_view']);
  });

  test('read first counts once too, when the page records it a moment later', async () => {
    const { sdk, told } = await startPage({ capture: ['attributes'] }, { body: '<main data-ws-item="item-1">' });
    await expect.poll(() => told.record).toMatchObject([{ name: 'view_item', source: 'attributes' }]);
    await view(sdk, 'item-1');
    await view(sdk, 'item-3');
    expect(told.record.map(({ source }) => source)).toEqual(['attributes', 'api']);
    expect(await sdk.profile.get()).toMatchObject({ events: 2, recent: ['item-3', 'item-1'] });
  });
});
