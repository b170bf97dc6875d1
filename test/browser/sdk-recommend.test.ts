import { afterEach, describe, expect, test } from 'vitest';
import type { RecommendResult } from '../../src/index.js';
import { codesOf, forgetPages, startPage, TEAPOTS, TENTS, view } from './sdk-pages.js';

afterEach(forgetPages);

const idsOf = ({ items }: RecommendResult): string[] => items.map(({ id }) => id);
const BY_POPULARITY = Array.from({ length: 20 }, (_, i) => `item-${i}`);

describe('recommend', () => {
  test('waits for its turn when the SDK has only just started, and then has its time', async () => {
    const { sdk } = await startPage();
    void view(sdk, 'item-1');
    const { items, source, tookMs, resultId } = await sdk.recommend({ limit: 4 });
    expect(source).toBe('personal');
    for (const { id } of items) expect(TENTS).toContain(id);
    expect(tookMs).toBeGreaterThan(0);
    expect(resultId).toMatch(/^[0-9a-f]{16}$/);
  });

  test('takes an event into account as soon as it is acknowledged, and even before', async () => {
    const { sdk } = await startPage();
    await sdk.ready;
    await view(sdk, 'item-1');
    expect(TENTS).toEqual(expect.arrayContaining(idsOf(await sdk.recommend({ limit: 3 }))));
    void sdk.record('purchase', { transaction_id: 't', items: [{ item_id: 'item-0' }] });
    const { items } = await sdk.recommend({ limit: 3, diversity: 0 });
    expect(items[0].reasons[0]).toMatchObject({ code: 'bought', itemIds: ['item-0'] });
  });

  test('fills in the page: the product it shows is the anchor, and a cart page starts from the cart', async () => {
    const { sdk } = await startPage();
    await sdk.record('page_view', { page_type: 'product' });
    await sdk.record('view_item', { items: [{ item_id: 'item-2' }] });
    const similar = await sdk.recommend({ limit: 3 });
    expect(similar.items.map(({ strategy }) => strategy)).toEqual(['similar', 'similar', 'similar']);
    expect(idsOf(similar)).not.toContain('item-2');
    await sdk.record('add_to_cart', { items: [{ item_id: 'item-3' }] });
    await sdk.record('page_view', { page_type: 'cart', page_location: `${location.origin}/cart` });
    expect(idsOf(await sdk.recommend({ limit: 20, fallback: ['popular'] }))).not.toContain('item-3');
  });

  test('lets the placement decide what the request does not', async () => {
    const { sdk } = await startPage({
      placements: { best: { strategy: 'popular', limit: 3, rules: { exclude: ['item-0'] } } },
      rules: [{ id: 'no-item-1', exclude: ['item-1'], placements: ['best'] }],
    });
    expect(idsOf(await sdk.recommend({ placement: 'best' }))).toEqual(['item-2', 'item-3', 'item-4']);
    expect(idsOf(await sdk.recommend({ placement: 'best', limit: 1 }))).toEqual(['item-2']);
  });

  test('rejects a wrong argument, naming it, and nothing else', async () => {
    const { sdk } = await startPage();
    await expect(sdk.recommend({ limit: -1 })).rejects.toThrow(
      'recommend: limit must be a whole number from 1 to 200, got -1',
    );
    await expect(sdk.recommend([{}, { strategy: 'best' as never }])).rejects.toThrow(
      'recommend: strategy must be one of',
    );
    await expect(sdk.recommend(7 as never)).rejects.toThrow('recommend: the argument must be an object, got 7');
    expect(await sdk.recommend([])).toEqual([]);
    expect((await sdk.recommend({ itemId: 'nowhere', strategy: 'similar' })).source).toBe('fallback');
  });

  test('rejects with the reason of an abort', async () => {
    const { sdk } = await startPage();
    const caller = new AbortController();
    const asked = sdk.recommend({ signal: caller.signal });
    caller.abort('changed my mind');
    await expect(asked).rejects.toBe('changed my mind');
    await expect(sdk.recommend([{}, { signal: caller.signal }])).rejects.toBe('changed my mind');
    await expect(sdk.rerank(['a'], { id: String, signal: caller.signal })).rejects.toBe('changed my mind');
  });

  test('gives the same items for the same seed, explored ones too', async () => {
    const lists = [];
    for (let i = 0; i < 2; i++) {
      const { sdk, page } = await startPage({ seed: 7, persistence: 'memory' });
      const { resultId, ...result } = await sdk.recommend({ limit: 6, explore: 0.5 });
      lists.push([resultId, ...idsOf(result as RecommendResult)]);
      page.close();
    }
    expect(lists[1]).toEqual(lists[0]);
  });
});

describe('while what answers has not come', () => {
  /** None of the files that follow the script ever arrives. */
  const neverArrives = (page: Window & typeof globalThis): void => {
    Object.assign(page, { __vitest_browser_runner__: { wrapDynamicImport: () => new Promise(() => {}) } });
  };

  test('an abort rejects with its reason at once', async () => {
    const { sdk } = await startPage({}, { breakIt: neverArrives });
    const caller = new AbortController();
    const { signal } = caller;
    const asked = [
      sdk.recommend({ signal }),
      sdk.recommend([{}, { signal }]),
      sdk.rerank(['a'], { id: String, signal }),
    ];
    caller.abort('changed my mind');
    asked.push(sdk.recommend({ signal, timeout: 0 }));
    const outcomes = await Promise.race([
      Promise.allSettled(asked),
      new Promise((resolve) => setTimeout(resolve, 5000)),
    ]);
    expect(outcomes).toEqual(asked.map(() => ({ status: 'rejected', reason: 'changed my mind' })));
  });

  test('a signal that is none is as good as none', async () => {
    const { sdk } = await startPage({}, { breakIt: neverArrives });
    expect(await sdk.recommend([{ timeout: 10, signal: 7 as never }])).toMatchObject([{ items: [] }]);
  });
});

describe('several lists of a page', () => {
  test('asked for together show no item twice', async () => {
    const { sdk } = await startPage();
    const lists = await sdk.recommend([
      { placement: 'a', limit: 5, strategy: 'popular' },
      { placement: 'b', limit: 5, strategy: 'popular' },
    ]);
    expect(lists.map(({ placement }) => placement)).toEqual(['a', 'b']);
    expect(new Set(lists.flatMap(idsOf)).size).toBe(10);
  });

  test('asked for one by one, even at the same time, show no item twice', async () => {
    const { sdk } = await startPage();
    const lists = await Promise.all(
      ['a', 'b', 'c'].map((placement) => sdk.recommend({ placement, limit: 4, strategy: 'popular' })),
    );
    expect(lists.flatMap(idsOf)).toEqual(BY_POPULARITY.slice(0, 12));
  });

  test('asked for again show what they showed; without dedupe what others show', async () => {
    const { sdk } = await startPage();
    const first = await sdk.recommend({ placement: 'a', limit: 3, strategy: 'popular' });
    expect(idsOf(await sdk.recommend({ placement: 'a', limit: 3, strategy: 'popular' }))).toEqual(idsOf(first));
    const repeating = { placement: 'b', limit: 3, strategy: 'popular', dedupe: false } as const;
    expect(idsOf(await sdk.recommend(repeating))).toEqual(idsOf(first));
  });

  test('of another page are forgotten', async () => {
    const { sdk } = await startPage();
    const request = { limit: 3, strategy: 'popular' } as const;
    const first = await sdk.recommend({ placement: 'a', ...request });
    await sdk.record('page_view', { page_location: `${location.origin}/elsewhere` });
    expect(idsOf(await sdk.recommend({ placement: 'b', ...request }))).toEqual(idsOf(first));
  });
});

describe('a result', () => {
  test('goes on with more of the same list, without repeats', async () => {
    const { sdk } = await startPage();
    const first = await sdk.recommend({ limit: 4, strategy: 'popular' });
    await view(sdk, 'item-19', 'item-17');
    const second = await first.more();
    const third = await second.more(3);
    expect([first, second, third].map(idsOf)).toEqual([
      BY_POPULARITY.slice(0, 4),
      BY_POPULARITY.slice(4, 8),
      BY_POPULARITY.slice(8, 11),
    ]);
    expect(third.items.map(({ rank }) => rank)).toEqual([8, 9, 10]);
    await expect(third.more(0)).rejects.toThrow('more: limit must be a whole number from 1 to 200, got 0');
    expect(idsOf(await third.more(200))).toHaveLength(9);
  });

  test('passes over what other lists show by then, and what was dismissed', async () => {
    const { sdk } = await startPage();
    const first = await sdk.recommend({ placement: 'a', limit: 4, strategy: 'popular' });
    await sdk.recommend({ placement: 'b', limit: 2, strategy: 'popular' });
    await sdk.record('dismiss_item', { item_id: 'item-6' });
    expect(idsOf(await first.more())).toEqual(['item-7', 'item-8', 'item-9', 'item-10']);
  });

  test('records once that it was seen, and each click', async () => {
    const { sdk, told } = await startPage({ placements: { shelf: { title: 'Shelf' } } });
    const { viewed, selected, resultId } = await sdk.recommend({ placement: 'shelf', limit: 2, strategy: 'popular' });
    viewed();
    viewed();
    selected('item-1');
    selected('unknown');
    await sdk.profile.export();
    const reference = { item_list_id: 'shelf', item_list_name: 'Shelf', result_id: resultId };
    const seen = [
      { item_id: 'item-0', index: 0 },
      { item_id: 'item-1', index: 1 },
    ];
    expect(told.record).toEqual([
      { name: 'view_item_list', params: { items: seen, ...reference }, source: 'api' },
      { name: 'select_item', params: { items: [seen[1]], ...reference }, source: 'api' },
      { name: 'select_item', params: { items: [{ item_id: 'unknown' }], ...reference }, source: 'api' },
    ]);
  });

  test('has prices and stock as the shop says them', async () => {
    const asked: string[][] = [];
    const started = await startPage({
      currency: 'EUR',
      live: async (ids) => {
        asked.push(ids);
        return { 'item-0': { price: 3 }, 'item-1': { available: false } };
      },
    });
    const result = await started.sdk.recommend({ limit: 3, strategy: 'popular' });
    expect(asked).toEqual([['item-0', 'item-1', 'item-2']]);
    expect(result.items.map(({ id, rank }) => [id, rank])).toEqual([
      ['item-0', 0],
      ['item-2', 1],
    ]);
    expect(result.items[0].product).toMatchObject({ price: 3, currency: 'EUR' });
    expect(idsOf(await result.more(2))).toEqual(['item-3', 'item-4']);
    expect(codesOf(started)).toEqual([]);
  });

  test('is not held up by a shop that throws, which is reported', async () => {
    const started = await startPage({
      live: () => {
        throw new Error('no prices today');
      },
    });
    expect((await started.sdk.recommend({ limit: 3 })).items).toHaveLength(3);
    expect(started.told.error.map(({ message }) => message)).toEqual(['live: no prices today']);
  });
});

describe('while it is debugged', () => {
  test('items that the snapshot lacks are told once each, however they are named', async () => {
    const { sdk, told } = await startPage({ debug: true });
    await view(sdk, 'ITEM-1');
    for (const named of [{}, { itemId: 'ITEM-1' }, { itemId: ['item-2', 'nowhere'] }])
      await sdk.recommend({ limit: 2, ...named });
    await expect.poll(() => told.error.length).toBe(2);
    expect(told.error.map(({ code, message }) => [code, message])).toEqual([
      ['config_invalid', 'The item "ITEM-1" of this page is not in the snapshot.'],
      ['config_invalid', 'The item "nowhere" of this page is not in the snapshot.'],
    ]);
  });
});

describe('when the worker falls silent', () => {
  const start = async (options = {}) => {
    const started = await startPage(options);
    await started.sdk.recommend({ placement: 'warm-up', limit: 1, strategy: 'popular' });
    // It is spoken to through a port of the page.
    started.page.window.MessagePort.prototype.postMessage = () => {};
    return started;
  };

  test('popular products are shown after one second, less what must be left out', async () => {
    const { sdk, page } = await start();
    await sdk.record('add_to_cart', { items: [{ item_id: 'item-2' }] });
    await sdk.record('dismiss_item', { item_id: 'item-3' });
    await view(sdk, 'item-10');
    const rules = { exclude: ['item-4'], filter: { category: 'Teapots' } };
    const [a, b] = await sdk.recommend([
      { placement: 'a', limit: 3, rules },
      { placement: 'b', limit: 3 },
    ]);
    // item-0 stands in the list of the warm-up.
    expect(idsOf(a)).toEqual(['item-6', 'item-8', 'item-12']);
    expect(idsOf(b)).toEqual(['item-1', 'item-4', 'item-5']);
    expect(a.source).toBe('fallback');
    expect(a.items[0].reasons).toMatchObject([{ code: 'fallback', weight: 1 }]);
    expect(a.tookMs).toBeGreaterThan(950);
    expect(a.tookMs).toBeLessThan(2000);
    expect(idsOf(await b.more(2))).toEqual(['item-7', 'item-9']);
    const ofSameKind = { limit: 3, rules: { filter: { category: { $same: true as const } } } };
    const [ofTent, ofUnknown] = await sdk.recommend([
      { placement: 'c', itemId: 'item-1', ...ofSameKind },
      { placement: 'd', itemId: 'nowhere', ...ofSameKind },
    ]);
    expect(idsOf(ofTent)).toEqual(['item-11', 'item-13', 'item-15']);
    expect(idsOf(ofUnknown)).toEqual([]);
    expect(page.complaints).toEqual([]);
  });

  test('an explicit time counts from the call; the list may also stay empty', async () => {
    const { sdk } = await start({ placements: { quick: { timeout: 40 } } });
    const quick = await sdk.recommend({ placement: 'quick', limit: 2 });
    expect(quick.items).toHaveLength(2);
    expect(quick.tookMs).toBeLessThan(500);
    expect(await sdk.recommend({ timeout: 0, fallback: false })).toMatchObject({ items: [], source: 'fallback' });
  });

  test('the order of a list is kept, and the profile told without tastes', async () => {
    const { sdk } = await start();
    await view(sdk, 'item-1');
    const entries = TEAPOTS.map((sku) => ({ sku }));
    const reranked = await sdk.rerank(entries, { id: ({ sku }) => sku });
    expect(reranked.map(({ entry }) => entry)).toEqual(entries);
    expect(await sdk.profile.get()).toMatchObject({ recent: ['item-1'], tastes: [] });
  });
});

test('an explicit time that passes before the SDK is ready is answered with nothing', async () => {
  const { sdk } = await startPage();
  expect(await sdk.recommend({ timeout: 1 })).toMatchObject({ items: [], source: 'fallback' });
  expect((await sdk.recommend()).items).toHaveLength(8);
});

describe('rerank', () => {
  test('puts what the shopper likes first, and leaves unknown entries in their places', async () => {
    const { sdk } = await startPage();
    await view(sdk, 'item-1');
    const entries = ['item-2', 'unknown', 'item-4', 'item-3'];
    const reranked = await sdk.rerank(entries, { id: String, strength: 1 });
    expect(reranked.map(({ entry }) => entry)).toEqual(['item-3', 'unknown', 'item-2', 'item-4']);
    expect(reranked[0]).toMatchObject({ from: 3, reasons: [{ code: 'viewed', itemIds: ['item-1'] }] });
    await expect(sdk.rerank({} as never, { id: String })).rejects.toThrow('rerank: entries must be a list');
    await expect(sdk.rerank([], { id: 'sku' as never })).rejects.toThrow('rerank: id must be a function, got "sku"');
  });
});
