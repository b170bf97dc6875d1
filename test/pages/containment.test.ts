import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sdk } from '../../src/index.js';
import { chromiumPath, webgpuFlags } from '../support/chromium.js';
import { encodeManyItems } from '../support/many-items.js';
import { type Site, startTappedServer, type TappedServer } from '../support/tapped-server.js';
import { arrivalsFrom, startListening, WAYS_OUT } from '../support/ways-out.js';
import { writeSnapshot } from '../support/write-snapshot.js';

/** A shop's page; how to start stands in its address. */
const PAGE = `<!doctype html><html lang="en"><title>shop</title><link rel="icon" href="data:,"><body><h1>Tents</h1>
<script type="module" src="/program.js"></script>`;
const PROGRAM = `
import { init } from '/ws/index.js';
const { device = 'auto', worker, snapshot = '/snapshot/manifest.json' } = Object.fromEntries(new URLSearchParams(location.search));
const consent = { personalization_storage: 'granted' };
window.sdk = init({ snapshot, capture: false, device, consent, ...(worker && { worker: worker === 'off' ? false : worker }) });
`;

/** Signs that mean something in a policy or in HTML. */
const ODD_FOLDER = "/a&copy;b,%20'%C3%BC'/";

/** What the README tells to send along with a worker file; ORIGIN stands for that of the page. */
const RECIPES = {
  self: "default-src 'none'; connect-src ORIGIN/snapshot/; script-src 'self' 'wasm-unsafe-eval'",
  folder: "default-src 'none'; connect-src ORIGIN/snapshot/; script-src ORIGIN/folder/ 'wasm-unsafe-eval'",
};

describe('a contained worker', () => {
  let folder: string;
  let shop: TappedServer;
  let host: Awaited<ReturnType<typeof startListening>>;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'windowshop-containment-'));
    await writeSnapshot(folder, encodeManyItems());
    const site: Site = {
      '/shop': { html: PAGE },
      '/no-frames': { html: PAGE, headers: policy("frame-src 'none'; frame-ancestors 'none'") },
      '/no-children': {
        html: PAGE,
        headers: policy("default-src 'self'; child-src 'none'; worker-src blob:; img-src data:"),
      },
      '/program.js': { html: PROGRAM, headers: { 'content-type': 'text/javascript' } },
      '/elsewhere': { html: '<!doctype html><title>elsewhere</title>' },
      '/ws/': { folder: resolve('dist') },
      '/self/': { folder: resolve('dist'), headers: {} },
      '/folder/': { folder: resolve('dist'), headers: {} },
      '/snapshot/': { folder },
      [ODD_FOLDER]: { folder },
      '/out/': { html: '' },
    };
    shop = await startTappedServer(site);
    for (const [name, recipe] of Object.entries(RECIPES))
      Object.assign(site[`/${name}/`].headers as object, policy(recipe.replaceAll('ORIGIN', shop.origin)));
    host = await startListening();
    browser = await chromium.launch({
      ...(chromiumPath ? { executablePath: chromiumPath } : {}),
      args: ['--no-sandbox', ...webgpuFlags],
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
  });

  afterAll(async () => {
    await browser?.close();
    await Promise.all([shop?.close(), host?.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  /** A page of a shopper of its own, with the SDK ready. */
  async function open(path: string, before?: () => void): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    if (before) await page.addInitScript(before);
    await page.goto(shop.origin + path);
    await page.waitForFunction(() => window.sdk !== undefined);
    await page.evaluate(() => window.sdk.ready);
    return { page, complaints };
  }

  test('of any page is not: each way out leads out, and is noticed', async () => {
    const page = await browser.newPage();
    await page.goto(`${shop.origin}/elsewhere`);
    const [worker] = await Promise.all([
      page.waitForEvent('worker'),
      page.evaluate(() => {
        window.kept = new window.Worker(URL.createObjectURL(new Blob([''])));
      }),
    ]);
    expect(await arrivalsFrom(worker, host, shop)).toEqual([...WAYS_OUT].sort());
    await page.context().close();
  });

  test('can reach nobody, by none of them, and the snapshot all the time', async () => {
    const { page, complaints } = await open('/shop');
    expect(page.workers()).toHaveLength(1);
    expect(complaints).toEqual([]);
    expect(await arrivalsFrom(page.workers()[0], host, shop)).toEqual([]);
    shop.forget();
    await page.evaluate(() => window.sdk.snapshot.refresh());
    expect(shop.requests.map(({ url }) => url)).toEqual(['/snapshot/manifest.json']);
    expect(await list(page)).toHaveLength(8);
    await page.close();
  });

  test.each([
    ['self', ['import-shop', 'worker-shop']],
    ['folder', []],
  ] as const)('from a file with the recipe of "%s" reaches %j', async (name, open_) => {
    const { page, complaints } = await open(`/shop?worker=/${name}/worker.js&device=webgpu`);
    expect(complaints).toEqual([]);
    const { device } = await state(page);
    expect(device).toMatchObject({ name: 'webgpu', worker: true });
    expect(device.reason).toContain('the policy of its file');
    expect(await arrivalsFrom(page.workers()[0], host, shop)).toEqual(open_);
    await page.close();
  });

  test.each(['js', 'wasm', 'webgpu'])(
    'scores by %s as the main thread does, keeps its copy and its lock',
    async (name) => {
      const { page: main } = await open('/shop?worker=off');
      const right = await list(main);
      await main.close();

      const { page, complaints } = await open(`/shop?device=${name}`);
      expect(await list(page)).toEqual(right);
      const { device, locks } = await state(page);
      expect(device).toMatchObject({ name, worker: true });
      expect(device.reason).not.toContain('contained');
      expect(locks).toHaveLength(1);
      await expect.poll(async () => (await state(page)).kept).toBe(true);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  test.each(['/no-frames', '/no-children'])('is possible at %s, without a violation', async (path) => {
    const { page, complaints } = await open(path);
    const { device } = await state(page);
    expect(device.worker).toBe(true);
    expect(device.reason).not.toContain('contained');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('finds a snapshot in a folder of whatever name', async () => {
    const address = encodeURIComponent(`${ODD_FOLDER}manifest.json`);
    const { page, complaints } = await open(`/shop?snapshot=${address}`);
    expect((await state(page)).device.reason).not.toContain('contained');
    expect(await list(page)).toHaveLength(8);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('is not tried where no policy can name the host of the snapshot', async () => {
    const { page } = await open('/shop?snapshot=http://[::1]:9/manifest.json');
    expect(page.workers()).toHaveLength(1);
    expect(page.frames()).toHaveLength(1);
    await page.close();
  });

  test('is in a frame that nobody sees, and that goes with the SDK', async () => {
    const { page } = await open('/shop');
    expect(page.frames()).toHaveLength(2);
    const host = page.locator('body > div');
    expect(await host.evaluate(({ hidden, inert, ariaHidden }: HTMLElement) => [hidden, inert, ariaHidden])).toEqual([
      true,
      true,
      'true',
    ]);
    expect(await host.evaluate((element) => element.getClientRects().length)).toBe(0);
    expect(await page.locator('body').ariaSnapshot()).toBe('- heading "Tents" [level=1]');
    expect(await page.evaluate(() => [window.length, document.querySelectorAll('iframe').length])).toEqual([0, 0]);
    await page.evaluate(() => window.sdk.destroy());
    await expect.poll(() => page.frames().length).toBe(1);
    expect(await host.count()).toBe(0);
    expect(page.workers()).toHaveLength(0);
    await page.close();
  });

  test('answers with objects of the page', async () => {
    const { page } = await open('/shop');
    const areOwn = await page.evaluate(async () => {
      const { items } = await window.sdk.recommend({ limit: 2 });
      return [items, items[0].product, items[0].reasons].every((value) => value instanceof Object);
    });
    expect(areOwn).toBe(true);
    await page.close();
  });

  test('whose frame the page takes out is replaced by one without, and the same call is answered', async () => {
    const { page, complaints } = await open('/shop');
    const items = await page.evaluate(async () => {
      document.querySelector('body > div')?.remove();
      return (await window.sdk.recommend({ strategy: 'similar', itemId: 'item-1', limit: 8 })).items.length;
    });
    expect(items).toBe(8);
    await expect.poll(async () => (await state(page)).device.reason).toContain('cannot be contained here');
    expect(page.workers()).toHaveLength(1);
    expect(await page.locator('body > div').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('is given up where the page lets no element of others in', async () => {
    const { page, complaints } = await open('/shop', () => {
      new MutationObserver(() => document.querySelector('body > div')?.remove()).observe(document, {
        childList: true,
        subtree: true,
      });
    });
    const { device } = await state(page);
    expect(device.worker).toBe(true);
    expect(device.reason).toContain('cannot be contained here');
    expect(await list(page)).toHaveLength(8);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('is alive when the shopper comes back by the cache', async () => {
    const { page, complaints } = await open('/shop');
    const before = await state(page);
    expect(before.locks).toHaveLength(1);
    await page.evaluate(() => {
      addEventListener('pageshow', ({ persisted }) => {
        window.isBack = persisted;
      });
    });
    await page.goto(`${shop.origin}/elsewhere`);
    await page.goBack({ waitUntil: 'commit' });
    await page.waitForFunction(() => window.isBack !== undefined);
    expect(await page.evaluate(() => window.isBack)).toBe(true);
    expect(await list(page)).toHaveLength(8);
    // The very same worker: its lock is named anew at each start.
    expect(await state(page)).toEqual({ ...before, kept: true });
    expect(complaints).toEqual([]);
    await page.close();
  });
});

const policy = (text: string): Record<string, string> => ({ 'content-security-policy': text });

/** A list that does not depend on the clock, all of it. */
async function list(page: Page): Promise<unknown[]> {
  await untilWhole(page);
  return page.evaluate(async () => {
    const { items } = await window.sdk.recommend({ strategy: 'similar', itemId: 'item-1', limit: 8, timeout: 10_000 });
    return items.map(({ id, score, reasons }) => ({ id, score, reasons }));
  });
}

/** On a busy machine the head of the snapshot makes the SDK ready before the rest is there. */
const untilWhole = (page: Page) => page.waitForFunction(() => window.sdk.snapshot.info() !== undefined);

async function state(page: Page): Promise<{ device: Sdk['device']; locks: LockInfo[]; kept: boolean }> {
  await untilWhole(page);
  return page.evaluate(async () => {
    const { held = [] } = await navigator.locks.query();
    const root = await navigator.storage.getDirectory();
    const kept = await root.getDirectoryHandle('windowshop-snapshot').then(
      () => true,
      () => false,
    );
    return {
      device: { ...window.sdk.device },
      locks: held.filter(({ name }) => name?.startsWith('windowshop-')),
      kept,
    };
  });
}

declare global {
  interface Window {
    sdk: Sdk;
    /** Not to be collected. */
    kept: unknown;
    isBack?: boolean;
  }
}
