import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumFlags, chromiumPath, webgpuFlags } from '../support/chromium.js';
import { dataFolder, hasData, missingData } from '../support/real-data.js';
import { takeStorageCensus } from '../support/storage-census.js';
import { startTappedServer, type TappedServer } from '../support/tapped-server.js';

const POLISHES = ['1', '2', '146', '147', '148'];
const SHAMPOOS = ['34', '60', '181', '350', '361'];

/** What a test needs of a result, in a form that can leave the page. */
interface Answer {
  source: string;
  ids: string[];
  nails: number;
  causes: string[];
  weightSums: number[];
  device: { name: string; worker: boolean; reason: string };
}

const shopPage = (attributes = ''): { html: string } => ({
  html: `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,">
<script async src="/ws/auto.js" data-ws-snapshot="/snapshot/manifest.json" data-ws-consent="granted" ${attributes}></script>`,
});

describe.skipIf(!hasData('amazon-beauty'))(`a real shop${missingData('amazon-beauty')}`, () => {
  let folder: string;
  let server: TappedServer;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'windowshop-beauty-'));
    const beauty = join(dataFolder, 'amazon-beauty');
    await promisify(execFile)(process.execPath, [
      ...['dist/cli.js', 'build', '--catalog', join(beauty, 'items.jsonl.gz')],
      ...['--map', 'id=item_id', '--map', 'brand=brand_inferred', '--map', 'category=attributes'],
      ...['--events', join(beauty, 'sequences.txt.gz'), '--events-format', 'sequences'],
      ...['--out', join(folder, 'snapshot'), '--json'],
    ]);
    server = await startTappedServer({
      '/': shopPage(),
      '/js': shopPage('data-ws-device="js"'),
      '/webgpu': shopPage('data-ws-device="webgpu"'),
      '/ws/': { folder: resolve('dist') },
      '/snapshot/': { folder: join(folder, 'snapshot') },
    });
  }, 120_000);

  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('five views of nail polish are remembered, answered, and erased', async () => {
    const page = await openShop('/');
    await view(page, POLISHES);
    const first = await recommend(page);
    expect(first.source).toBe('personal');
    expect(first.nails).toBeGreaterThanOrEqual(7);
    expect(first.ids).toHaveLength(10);
    expect(first.ids.filter((id) => POLISHES.includes(id))).toEqual([]);
    expect(first.causes.every((id) => POLISHES.includes(id))).toBe(true);
    for (const sum of first.weightSums) expect(sum).toBeCloseTo(1, 9);
    expect(first.device).toMatchObject({ name: 'js', worker: true });

    await page.reload();
    const again = await recommend(page);
    expect(again.source).toBe('personal');
    expect(again.nails).toBeGreaterThanOrEqual(7);

    await page.evaluate(() => withSdk((sdk) => sdk.profile.clear()));
    expect((await recommend(page)).source).toBe('fallback');
    const census = await page.evaluate(takeStorageCensus);
    expect(census.records).toEqual([]);
    expect({ ...census, databases: [], records: [] }).toEqual({
      ...{ databases: [], records: [], localStorage: [], sessionStorage: [] },
      ...{ caches: [], files: [], buckets: [], cookies: '' },
    });
    await page.reload();
    expect((await recommend(page)).source).toBe('fallback');
  });

  test('webgpu and js answer with the same items in the same order', async () => {
    const answers = [];
    for (const path of ['/js', '/webgpu']) {
      const page = await openShop(path);
      await view(page, POLISHES);
      answers.push(await recommend(page, 50));
    }
    const [js, webgpu] = answers;
    expect(js.device.name).toBe('js');
    expect(webgpu.device).toMatchObject({ name: 'webgpu', worker: true });
    expect(webgpu.ids).toEqual(js.ids);
  });

  test('the network cannot tell a shopper of nail polish from a shopper of shampoo', async () => {
    const logs = [];
    for (const items of [POLISHES, SHAMPOOS]) {
      server.forget();
      const page = await openShop('/');
      await view(page, items);
      await recommend(page);
      await page.goto('about:blank');
      logs.push(server.requests.map((request) => ({ ...request })));
    }
    const [polish, shampoo] = logs;
    expect(shampoo).toEqual(polish);
    expect(polish.map(({ url }) => url).filter((url) => !/^\/($|ws\/|snapshot\/)/.test(url))).toEqual([]);
    expect(polish.every(({ method, body }) => method === 'GET' && body === '')).toBe(true);
  });

  /** A browser of its own for each shopper, all of whose requests pass the tap. */
  async function openShop(path: string): Promise<Page> {
    const profile = await mkdtemp(join(folder, 'profile-'));
    const context = await chromium.launchPersistentContext(profile, {
      ...(chromiumPath ? { executablePath: chromiumPath } : {}),
      args: [...chromiumFlags, ...webgpuFlags, ...server.browserFlags],
    });
    contexts.push(context);
    await context.addInitScript(() => {
      window.withSdk = (use) =>
        new Promise((resolve, reject) => {
          window.windowshop ??= [];
          window.windowshop.push((sdk) => void use(sdk).then(resolve, reject));
        });
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => expect.soft(error).toBeUndefined());
    await page.goto(server.origin + path);
    return page;
  }
});

async function view(page: Page, ids: string[]): Promise<void> {
  await page.evaluate(
    (items) =>
      withSdk(async (sdk) => {
        for (const item_id of items) await sdk.record('view_item', { items: [{ item_id }] });
      }),
    ids,
  );
}

function recommend(page: Page, limit = 10): Promise<Answer> {
  return page.evaluate(
    (count) =>
      withSdk(async (sdk) => {
        const { source, items } = await sdk.recommend({ limit: count });
        return {
          source,
          ids: items.map(({ id }) => id),
          nails: items.filter(({ product }) => product.category?.includes('Nails')).length,
          causes: items.flatMap(({ reasons }) => reasons.flatMap(({ itemIds = [] }) => itemIds)),
          weightSums: items.map(({ reasons }) => reasons.reduce((sum, { weight }) => sum + weight, 0)),
          device: sdk.device,
        };
      }),
    limit,
  );
}

declare global {
  interface Window {
    /** Put into the page by the test: waits for the SDK and hands it over. */
    withSdk<T>(use: (sdk: import('../../src/index.js').Sdk) => Promise<T>): Promise<T>;
  }
  function withSdk<T>(use: (sdk: import('../../src/index.js').Sdk) => Promise<T>): Promise<T>;
}
