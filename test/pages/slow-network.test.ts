import type { Route } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openShopOfManyItems, type ShopOfManyItems } from '../support/shop-of-many-items.js';
import { openPage, recommend, view } from '../support/shop-page.js';

/** Ids of the head: no item is popular here, so it holds the first ones of the catalogue. */
const HEAD = new Set(Array.from({ length: 256 }, (_, item) => `item-${item}`));

describe('a network on which the whole snapshot takes for ever', () => {
  let shop: ShopOfManyItems;

  beforeAll(async () => {
    shop = await openShopOfManyItems('data-ws-capture="off" data-ws-persistence="memory"');
  }, 60_000);

  afterAll(() => shop?.close());

  /** A page in which the embeddings do not arrive before `release` is called. */
  async function openSlowPage() {
    const waiting: Route[] = [];
    let isReleased = false;
    await shop.context.route('**/embeddings-*.bin', (route) => {
      if (isReleased) return route.continue();
      waiting.push(route);
    });
    const opened = await openPage(shop.context, shop.server.origin);
    return {
      ...opened,
      async release() {
        isReleased = true;
        await Promise.all(waiting.map((route) => route.continue()));
        await shop.context.unroute('**/embeddings-*.bin');
      },
    };
  }

  test('answers from the most popular items, and from all of them as soon as they are there', async () => {
    const { page, complaints, release } = await openSlowPage();
    await view(page, ['item-7']);
    const early = await recommend(page);
    expect(early.source).toBe('personal');
    for (const id of early.ids) expect(HEAD).toContain(id);
    expect(await page.evaluate(() => withSdk(async (sdk) => sdk.snapshot.info()))).toBeUndefined();

    await release();
    await expect.poll(async () => (await recommend(page)).ids.some((id) => !HEAD.has(id))).toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('fills a list that cannot wait with popular items', async () => {
    const { page, release } = await openSlowPage();
    const ask = () =>
      page.evaluate(() =>
        withSdk(async (sdk) => {
          const { source, items } = await sdk.recommend({ limit: 4, timeout: 200 });
          return { source, count: items.length };
        }),
      );
    await expect.poll(ask).toEqual({ source: 'fallback', count: 4 });
    await release();
    await page.close();
  });
});
