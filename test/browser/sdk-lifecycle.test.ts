import { afterEach, describe, expect, test } from 'vitest';
import type { Sdk } from '../../src/index.js';
import { codesOf, forgetPages, KEPT, openPage, startPage, view } from './sdk-pages.js';

afterEach(forgetPages);

describe('init', () => {
  test('returns at once, and ready follows', async () => {
    const page = await openPage();
    const sdk = page.init(KEPT);
    expect(sdk.device).toEqual({ name: 'js', worker: false, reason: 'js: nothing has started yet' });
    expect(sdk.snapshot.info()).toBeUndefined();
    expect(await sdk.ready).toBe(sdk);
    expect(sdk.device).toMatchObject({ name: 'wasm', worker: true });
    expect(sdk.snapshot.info()).toMatchObject({ items: 20, locale: 'en', stale: false });
    expect(page.complaints).toEqual([]);
  });

  test('gives the living SDK to whoever calls it again, and a new one after the end', async () => {
    const page = await openPage();
    const sdk = page.init(KEPT);
    expect(page.init({ snapshot: '/elsewhere.json', device: 'webgpu' })).toBe(sdk);
    expect(page.init(undefined as never)).toBe(sdk);
    await sdk.destroy();
    const next = page.init(KEPT);
    expect(next).not.toBe(sdk);
    expect((await next.recommend({ limit: 2 })).items).toHaveLength(2);
  });

  test('throws for a wrong option and leaves no SDK behind', async () => {
    const page = await openPage();
    expect(() => page.init({} as never)).toThrow('init: snapshot is missing');
    expect(() => page.init({ ...KEPT, device: 'gpu' as never })).toThrow('init: device must be one of');
    expect(page.init(KEPT)).toBeDefined();
  });

  test('runs the callbacks of the page in order, and later ones at once', async () => {
    const page = await openPage();
    const calls: string[] = [];
    page.window.windowshop = [() => calls.push('first'), () => calls.push('second')];
    const queue = page.window.windowshop;
    const sdk = page.init(KEPT);
    queue.push((given) => calls.push(given === sdk ? 'third' : 'a stranger'));
    expect(calls).toEqual(['first', 'second', 'third']);
    expect(page.window.windowshop).toBe(queue);
  });

  test('is not misled by what a page has put on Object.prototype', async () => {
    const page = await openPage({
      breakIt: ({ Object: PageObject, Array: PageArray }) => {
        PageObject.assign(PageObject.prototype, {
          snapshot: '/elsewhere.json',
          limit: 1,
          capture: ['none'],
          strategy: 7,
        });
        PageObject.assign(PageArray.prototype, { toJSON: () => '[patched]' });
      },
    });
    const { sdk, told } = page.start({ ...KEPT });
    await view(sdk, 'item-1');
    expect((await sdk.recommend()).items).toHaveLength(8);
    expect(JSON.parse(await (await sdk.profile.export()).text()).events).toHaveLength(1);
    expect([...told.error, ...page.complaints]).toEqual([]);
  });
});

describe('without a snapshot', () => {
  test.each([
    ['an address that nobody answers', 'http://127.0.0.1:9/manifest.json', 'snapshot_unreachable'],
    ['a page instead of a manifest', '/', 'snapshot_invalid'],
  ])('ready settles, lists are empty, and the developer is told once: %s', async (_, snapshot, code) => {
    const started = await startPage({ snapshot });
    const { sdk, told, page } = started;
    await sdk.ready;
    await view(sdk, 'item-1');
    expect(await sdk.recommend()).toMatchObject({ items: [], source: 'fallback' });
    expect(await sdk.recommend([{}, { placement: 'a' }])).toMatchObject([{ items: [] }, { items: [], placement: 'a' }]);
    expect(await sdk.rerank(['b', 'a'], { id: String })).toMatchObject([
      { entry: 'b', from: 0 },
      { entry: 'a', from: 1 },
    ]);
    expect(await sdk.snapshot.refresh()).toBe(false);
    expect((await sdk.profile.get()).recent).toEqual(['item-1']);
    expect(codesOf(started)).toEqual([code]);
    expect(told.snapshot.map(({ status }) => status)).toEqual(['failed']);
    expect(page.complaints).toEqual([]);
  });
});

describe('listeners', () => {
  test('hear of the snapshot, of what is recorded, and of the profile', async () => {
    const { sdk, told } = await startPage();
    await sdk.ready;
    const bytes = sdk.snapshot.info()?.bytes;
    expect(told.snapshot.slice(-2)).toEqual([
      { status: 'downloading', loaded: bytes, total: bytes },
      { status: 'ready' },
    ]);
    await sdk.record('view_item', { items: [{ item_id: 'item-1', price: '5' as never }], extra: 1 } as never);
    expect(told.record).toEqual([
      { name: 'view_item', params: { items: [{ item_id: 'item-1', price: 5 }] }, source: 'api' },
    ]);
    await expect.poll(() => told.profile.length).toBe(1);
    expect(told.profile[0]).toMatchObject({ events: 1, recent: ['item-1'] });
  });

  test('hear of the profile at most once per second', async () => {
    const { sdk, told } = await startPage();
    await sdk.ready;
    const until = performance.now() + 1500;
    for (let i = 0; performance.now() < until; i++) await view(sdk, `item-${i}`);
    expect(told.profile.length).toBeLessThanOrEqual(2);
    const { events } = await sdk.profile.get();
    await expect.poll(() => told.profile.at(-1)?.events, { timeout: 3000 }).toBe(events);
  });

  test('can be taken off, and what they throw or change harms nobody', async () => {
    const { sdk, told, page } = await startPage();
    const calls: number[] = [];
    const off = sdk.on('record', () => calls.push(1));
    sdk.on('record', ({ params }) => {
      Object.assign(params, { items: [] });
      throw new Error('from the shop');
    });
    await view(sdk, 'item-1');
    off();
    await view(sdk, 'item-3');
    expect(calls).toEqual([1]);
    expect(told.record).toHaveLength(2);
    expect((await sdk.profile.get()).recent).toEqual(['item-3', 'item-1']);
    expect(page.complaints).toEqual(['Error: from the shop', 'Error: from the shop']);
  });
});

test('a listener that is none, or for an event that there is not, is refused', async () => {
  const { sdk } = await startPage();
  expect(() => sdk.on('click' as never, () => {})).toThrow('on: event must be one of record, profile');
  expect(() => sdk.on('record', 5 as never)).toThrow('on: listener must be a function, got 5');
});

describe('update', () => {
  test('changes the language of reasons and titles, and the placements', async () => {
    const { sdk } = await startPage({ placements: { shelf: { title: { en: 'For you', de: 'Für Sie' }, limit: 3 } } });
    await view(sdk, 'item-1');
    const before = await sdk.recommend({ placement: 'shelf' });
    expect(before).toMatchObject({ title: 'For you', placement: 'shelf' });
    expect(before.items[0].reasons[0].text).toMatch(/^Because you viewed .*Tent 1/);
    sdk.update({ locale: 'de-CH' });
    const after = await sdk.recommend({ placement: 'shelf' });
    expect(after.title).toBe('Für Sie');
    expect(after.items[0].reasons[0].text).toMatch(/^Weil Sie .*Tent 1.* angesehen haben$/);
    sdk.update({ placements: { shelf: { limit: 2 } } });
    expect((await sdk.recommend({ placement: 'shelf' })).items).toHaveLength(2);
  });

  test('throws for a wrong option; a mistake in the configuration costs that field and is reported', async () => {
    const started = await startPage();
    expect(() => started.sdk.update({ locale: 5 as never })).toThrow('update: locale must be a text, got 5');
    started.sdk.update({ placements: { shelf: { limit: -1 as never, strategy: 'popular' } }, rules: [{} as never] });
    expect((await started.sdk.recommend({ placement: 'shelf' })).items).toHaveLength(8);
    expect(started.told.error.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'config_invalid: placements.shelf.limit must be a whole number from 1 to 200, got -1',
      'config_invalid: rules[0].id must be a text, got undefined',
    ]);
  });
});

describe('destroy', () => {
  test('ends every call with a rejection that says so, but record, which never rejects', async () => {
    const { sdk, page } = await startPage();
    await view(sdk, 'item-1');
    const { more, viewed } = await sdk.recommend();
    const onItsWay = sdk.recommend();
    const destroying = sdk.destroy();
    await expect(onItsWay).rejects.toMatchObject({ code: 'destroyed' });
    await destroying;
    const calls: (() => Promise<unknown>)[] = [
      () => sdk.recommend(),
      () => more(),
      () => sdk.rerank([], { id: String }),
      () => sdk.profile.get(),
      () => sdk.profile.export(),
      () => sdk.profile.clear(),
      () => sdk.consent.set({ personalization_storage: 'denied' }),
      () => sdk.snapshot.refresh(),
    ];
    for (const call of calls)
      await expect(call()).rejects.toMatchObject({ name: 'WindowshopError', code: 'destroyed' });
    await expect(sdk.record('view_item', { items: [{ item_id: 'item-3' }] })).resolves.toBeUndefined();
    viewed();
    await sdk.destroy();
    expect(page.complaints).toEqual([]);
  });

  test('may be asked for by a callback of the queue, and makes room for another SDK at once', async () => {
    const page = await openPage();
    page.window.windowshop = [(sdk) => void sdk.destroy()];
    const sdk = page.init(KEPT);
    await expect(sdk.recommend()).rejects.toMatchObject({ code: 'destroyed' });
    expect(await sdk.ready).toBe(sdk);
    const next = page.init(KEPT);
    void next.destroy();
    expect(page.init(KEPT)).not.toBe(next);
    expect(page.complaints).toEqual([]);
  });

  test('settles ready, and keeps what was stored', async () => {
    const { sdk } = await startPage({ snapshot: 'http://127.0.0.1:9/manifest.json' });
    const storing = view(sdk, 'item-1');
    const { ready } = sdk;
    await sdk.destroy();
    expect(await ready).toBe(sdk);
    await storing;
    const again = await startPage();
    expect((await again.sdk.profile.get()).recent).toEqual(['item-1']);
  });
});

test('the element has a face of its own, under which it records', async () => {
  const { sdk, told } = await startPage();
  const face = (sdk as Sdk & Record<symbol, Sdk>)[Symbol.for('windowshop.element')];
  const { items, viewed, selected } = await face.recommend({ limit: 1 });
  viewed();
  selected(items[0].id);
  await face.record('dismiss_item', { item_id: 'item-5' });
  expect(told.record.map(({ name, source }) => `${source}: ${name}`)).toEqual([
    'element: view_item_list',
    'element: select_item',
    'element: dismiss_item',
  ]);
  expect(Object.keys(sdk)).not.toContain('element');
});
