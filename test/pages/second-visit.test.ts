import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openShopOfManyItems, type ShopOfManyItems } from '../support/shop-of-many-items.js';
import { openPage, recommend, view } from '../support/shop-page.js';

describe('a second visit', () => {
  let shop: ShopOfManyItems;

  beforeAll(async () => {
    shop = await openShopOfManyItems('data-ws-capture="off"');
  }, 60_000);

  afterAll(() => shop?.close());

  const snapshotRequests = () =>
    shop.server.requests.map(({ url }) => url).filter((url) => url.startsWith('/snapshot/'));

  test('needs no file of the snapshot but the manifest, and answers the same', async () => {
    const first = await openPage(shop.context, shop.server.origin);
    await view(first.page, ['item-7']);
    const before = await recommend(first.page);
    expect(snapshotRequests()).toHaveLength(6);
    await expect.poll(() => keptFiles(first.page)).toHaveLength(6);
    await first.page.close();

    shop.server.forget();
    const second = await openPage(shop.context, shop.server.origin);
    const after = await recommend(second.page);
    expect(after.ids).toEqual(before.ids);
    expect(snapshotRequests()).toEqual(['/snapshot/manifest.json']);
    expect(second.complaints).toEqual([]);
    await second.page.close();
  });

  test('while the server of the snapshot is away answers from the copy, and says that it is stale', async () => {
    const { page } = await openPage(shop.context, shop.server.origin);
    await page.route('**/snapshot/**', (route) => route.abort());
    await page.reload();
    expect((await recommend(page)).source).toBe('personal');
    const info = await page.evaluate(() => withSdk(async (sdk) => sdk.snapshot.info()));
    expect(info).toMatchObject({ items: 3000, stale: true });
    await page.close();
  });

  test('after everything was erased finds nothing, and fetches all again', async () => {
    const { page } = await openPage(shop.context, shop.server.origin);
    await recommend(page);
    await page.evaluate(() => withSdk((sdk) => sdk.profile.clear()));
    expect(await keptFiles(page)).toEqual([]);
    shop.server.forget();
    await page.reload();
    await recommend(page);
    expect(snapshotRequests()).toHaveLength(6);
    await page.close();
  });
});

/** What the origin private file system holds. */
function keptFiles(page: Awaited<ReturnType<typeof openPage>>['page']): Promise<string[]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    try {
      const folder = await root.getDirectoryHandle('windowshop-snapshot');
      const names: string[] = [];
      for await (const name of folder.keys()) if (!name.startsWith('verdict')) names.push(name);
      return names;
    } catch {
      // A NotFoundError: nothing is kept.
      return [];
    }
  });
}
