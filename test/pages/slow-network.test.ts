import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, Route } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeManyItems } from '../support/many-items.js';
import { openBrowser, openPage, recommend, scriptTagPage, view } from '../support/shop-page.js';
import { startTappedServer, type TappedServer } from '../support/tapped-server.js';
import { writeSnapshot } from '../support/write-snapshot.js';

/** Ids of the head: no item is popular here, so it holds the first ones of the catalogue. */
const HEAD = new Set(Array.from({ length: 256 }, (_, item) => `item-${item}`));

describe('a network on which the whole snapshot takes for ever', () => {
  let folder: string;
  let server: TappedServer;
  let context: BrowserContext;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'windowshop-slow-'));
    await writeSnapshot(join(folder, 'snapshot'), encodeManyItems());
    server = await startTappedServer({
      '/': scriptTagPage('data-ws-capture="off" data-ws-persistence="memory"'),
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

  /** A page in which the embeddings do not arrive before `release` is called. */
  async function openSlowPage() {
    const waiting: Route[] = [];
    let isReleased = false;
    await context.route('**/embeddings-*.bin', (route) => {
      if (isReleased) return route.continue();
      waiting.push(route);
    });
    const opened = await openPage(context, server.origin);
    return {
      ...opened,
      async release() {
        isReleased = true;
        await Promise.all(waiting.map((route) => route.continue()));
        await context.unroute('**/embeddings-*.bin');
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
