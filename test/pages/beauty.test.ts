import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beautyOptions } from '../support/beauty.js';
import { hasData, missingData } from '../support/real-data.js';
import { type Answer, openBrowser, openPage, recommend, scriptTagPage, view } from '../support/shop-page.js';
import { EPOCH_RECORD, takeStorageCensus } from '../support/storage-census.js';
import { startTappedServer, type TappedServer } from '../support/tapped-server.js';

const POLISHES = ['1', '2', '146', '147', '148'];
const SHAMPOOS = ['34', '60', '181', '350', '361'];
/** To learn from: a fifth of them. */
const SHOPPERS = 4500;

describe.skipIf(!hasData('amazon-beauty'))(`a real shop${missingData('amazon-beauty')}`, () => {
  let folder: string;
  let server: TappedServer;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'windowshop-beauty-'));
    await promisify(execFile)(process.execPath, [
      ...['dist/cli.js', 'build', ...(await beautyOptions(folder, SHOPPERS))],
      ...['--out', join(folder, 'snapshot'), '--json'],
    ]);
    server = await startTappedServer({
      '/': scriptTagPage(),
      '/js': scriptTagPage('data-ws-device="js"'),
      '/webgpu': scriptTagPage('data-ws-device="webgpu"'),
      '/icon.svg': { html: '<svg xmlns="http://www.w3.org/2000/svg"/>', headers: { 'content-type': 'image/svg+xml' } },
      '/ws/': { folder: resolve('dist') },
      '/snapshot/': { folder: join(folder, 'snapshot') },
    });
  }, 400_000);

  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A new shopper: a browser with an empty profile. */
  async function openShop(path: string): Promise<{ page: Page; complaints: string[] }> {
    const context = await openBrowser(server, await mkdtemp(join(folder, 'profile-')));
    contexts.push(context);
    return openPage(context, server.origin + path);
  }

  const nailProducts = ({ categories }: Answer): number =>
    categories.filter((levels) => levels.includes('Nails')).length;

  test('five views of nail polish are answered, remembered, and erased', async () => {
    const { page, complaints } = await openShop('/');
    await view(page, POLISHES);
    const first = await recommend(page);
    expect(first.source).toBe('personal');
    expect(first.ids).toHaveLength(10);
    expect(nailProducts(first)).toBeGreaterThanOrEqual(7);
    expect(first.ids.filter((id) => POLISHES.includes(id))).toEqual([]);
    expect(first.causes.length).toBeGreaterThanOrEqual(10);
    expect(first.causes.filter((id) => !POLISHES.includes(id))).toEqual([]);
    for (const sum of first.weightSums) expect(sum).toBeCloseTo(1, 9);
    expect(first.device).toMatchObject({ name: 'wasm', worker: true });

    await page.reload();
    const again = await recommend(page);
    expect(again.source).toBe('personal');
    expect(nailProducts(again)).toBeGreaterThanOrEqual(7);

    await page.evaluate(() => withSdk((sdk) => sdk.profile.clear()));
    expect((await recommend(page)).source).toBe('fallback');
    const { databases: _, ...kept } = await page.evaluate(takeStorageCensus);
    expect(kept).toEqual({
      records: [expect.stringMatching(EPOCH_RECORD)],
      localStorage: [],
      sessionStorage: [],
      caches: [],
      files: [],
      buckets: ['windowshop'],
      cookies: '',
    });
    await page.reload();
    expect((await recommend(page)).source).toBe('fallback');
    expect(complaints).toEqual([]);
  }, 60_000);

  test('webgpu and js answer with the same items in the same order', async () => {
    const answers: Answer[] = [];
    for (const path of ['/js', '/webgpu']) {
      const { page } = await openShop(path);
      await view(page, POLISHES);
      answers.push(await recommend(page, 50));
    }
    const [js, webgpu] = answers;
    expect(js.device).toMatchObject({ name: 'js', worker: true });
    expect(webgpu.device).toMatchObject({ name: 'webgpu', worker: true });
    expect([js.source, webgpu.source]).toEqual(['personal', 'personal']);
    expect(webgpu.ids).toEqual(js.ids);
  }, 60_000);

  test('the network cannot tell a shopper of nail polish from a shopper of shampoo', async () => {
    const logs = [];
    for (const items of [POLISHES, SHAMPOOS]) {
      server.forget();
      const { page } = await openShop('/');
      await view(page, items);
      expect((await recommend(page)).source).toBe('personal');
      await page.goto('about:blank');
      logs.push([...server.requests]);
    }
    // Requests on several connections overtake each other; those of the snapshot follow one another.
    const sorted = logs.map((log) => [...log].sort((a, b) => a.url.localeCompare(b.url)));
    const [polish, shampoo] = sorted;
    expect(shampoo).toEqual(polish);
    for (const log of logs) {
      const roles = log.flatMap(({ url }) => /^\/snapshot\/([a-z]+)/.exec(url)?.[1] ?? []);
      expect(roles).toEqual(['manifest', 'head', 'items', 'embeddings', 'neighbors', 'catalog']);
    }
    expect(polish.map(({ url }) => url).filter((url) => !/^\/(icon\.svg|ws\/.+|snapshot\/.+)?$/.test(url))).toEqual([]);
    expect(polish.every(({ method, body }) => method === 'GET' && body === '')).toBe(true);
  }, 60_000);
});
