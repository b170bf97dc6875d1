import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeManyItems } from '../support/many-items.js';
import { openBrowser, openPage, recommend, scriptTagPage, view } from '../support/shop-page.js';
import { startTappedServer, type TappedServer } from '../support/tapped-server.js';
import { writeSnapshot } from '../support/write-snapshot.js';

describe('a second visit', () => {
  let folder: string;
  let server: TappedServer;
  let context: BrowserContext;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'windowshop-second-'));
    await writeSnapshot(join(folder, 'snapshot'), encodeManyItems());
    server = await startTappedServer({
      '/': scriptTagPage('data-ws-capture="off"'),
      '/icon.svg': { html: '<svg xmlns="http://www.w3.org/2000/svg"/>', headers: { 'content-type': 'image/svg+xml' } },
      '/ws/': { folder: resolve('dist') },
      '/snapshot/': { folder: join(folder, 'snapshot') },
    });
    context = await openBrowser(server, await mkdtemp(join(folder, 'profile-')));
  }, 60_000);

  afterAll(async () => {
    await context?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const snapshotRequests = () => server.requests.map(({ url }) => url).filter((url) => url.startsWith('/snapshot/'));

  test('needs no file of the snapshot but the manifest, and answers the same', async () => {
    const first = await openPage(context, server.origin);
    await view(first.page, ['item-7']);
    const before = await recommend(first.page);
    expect(snapshotRequests()).toHaveLength(6);
    await expect.poll(() => keptFiles(first.page)).toHaveLength(6);
    await first.page.close();

    server.forget();
    const second = await openPage(context, server.origin);
    const after = await recommend(second.page);
    expect(after.ids).toEqual(before.ids);
    expect(snapshotRequests()).toEqual(['/snapshot/manifest.json']);
    expect(second.complaints).toEqual([]);
    await second.page.close();
  });

  test('while the server of the snapshot is away answers from the copy, and says that it is stale', async () => {
    const { page } = await openPage(context, server.origin);
    await page.route('**/snapshot/**', (route) => route.abort());
    await page.reload();
    expect((await recommend(page)).source).toBe('personal');
    const info = await page.evaluate(() => withSdk(async (sdk) => sdk.snapshot.info()));
    expect(info).toMatchObject({ items: 3000, stale: true });
    await page.close();
  });

  test('after everything was erased finds nothing, and fetches all again', async () => {
    const { page } = await openPage(context, server.origin);
    await recommend(page);
    await page.evaluate(() => withSdk((sdk) => sdk.profile.clear()));
    expect(await keptFiles(page)).toEqual([]);
    server.forget();
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
