import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeManyItems } from '../support/many-items.js';
import { openBrowser, openPage, scriptTagPage, view } from '../support/shop-page.js';
import { startTappedServer, type TappedServer } from '../support/tapped-server.js';
import { writeSnapshot } from '../support/write-snapshot.js';

describe('a GPU whose process crashes', () => {
  let folder: string;
  let server: TappedServer;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'windowshop-crash-'));
    await writeSnapshot(folder, encodeManyItems());
    server = await startTappedServer({
      '/js': scriptTagPage('data-ws-device="js" data-ws-capture="off"'),
      '/webgpu': scriptTagPage('data-ws-device="webgpu" data-ws-capture="off"'),
      '/icon.svg': { html: '<svg xmlns="http://www.w3.org/2000/svg"/>', headers: { 'content-type': 'image/svg+xml' } },
      '/ws/': { folder: resolve('dist') },
      '/snapshot/': { folder },
    });
    context = await openBrowser(server, await mkdtemp(join(folder, 'profile-')));
    ({ page, complaints } = await openPage(context, `${server.origin}/webgpu`));
  }, 60_000);

  afterAll(async () => {
    await context?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Crashes the GPU process over five calls, and tells what they were answered. */
  async function crashOverCalls() {
    const browser = await context.newCDPSession(page);
    const answers = Promise.all(Array.from({ length: 5 }, () => ask(page)));
    // The session ends with the process it asks to crash, so its answer may not come.
    browser.send('Browser.crashGpuProcess').catch(() => {});
    return answers;
  }

  const reason = () => page.evaluate(() => withSdk(async (sdk) => sdk.device.reason));
  const losses = () => page.evaluate(() => window.losses);

  test('is replaced within the call: same items, one report, nothing in the console', async () => {
    await view(page, ['item-7', 'item-100']);
    // On a busy machine the head answers before the whole is there.
    await expect.poll(async () => (await ask(page)).device.name, { timeout: 20_000 }).toBe('webgpu');
    const before = await ask(page);
    expect(before.device).toMatchObject({ name: 'webgpu', worker: true });
    await page.evaluate(() =>
      withSdk(async (sdk) => {
        window.losses = [];
        sdk.on('error', ({ code }) => window.losses.push(code));
      }),
    );
    for (const answer of await crashOverCalls()) expect(answer.ids).toEqual(before.ids);

    await expect.poll(async () => (await ask(page)).device.name).toBe('wasm');
    await expect.poll(losses).toEqual(['device_lost']);
    const after = await ask(page);
    expect(after.ids).toEqual(before.ids);
    expect(after.device).toMatchObject({ name: 'wasm', worker: true });
    expect(after.device.reason).toMatch(/^wasm: WebGPU failed: /);
    expect(complaints).toEqual([]);
  });

  test('comes back, is replaced within the call a second time, and is off from then on', async () => {
    const before = await ask(page);
    // Not by asking for lists: it comes back in idle time.
    await expect.poll(reason, { timeout: 20_000 }).toBe('webgpu: came back after a loss');
    expect((await ask(page)).ids).toEqual(before.ids);

    for (const answer of await crashOverCalls()) expect(answer.ids).toEqual(before.ids);
    // The answers may have been faster than the crash: a loss is noticed by whoever asks next.
    await expect.poll(async () => (await ask(page)).device.reason).toMatch(/^wasm: /);
    // Longer than it took to come back the first time.
    await page.waitForTimeout(8000);
    const after = await ask(page);
    expect(after.device.reason).toMatch(/^wasm: WebGPU failed: /);
    expect(after.ids).toEqual(before.ids);
    expect(await losses()).toEqual(['device_lost']);
    expect(complaints).toEqual([]);
  });

  test('gave the answers of js all along', async () => {
    const js = await openPage(context, `${server.origin}/js`);
    expect((await ask(js.page)).ids).toEqual((await ask(page)).ids);
  });
});

/** The whole list each time: usually a page shows no item twice. */
const ask = (page: Page) =>
  page.evaluate(() =>
    withSdk(async (sdk) => {
      const { items } = await sdk.recommend({ limit: 50, dedupe: false, timeout: 10_000 });
      return { ids: items.map(({ id }) => id), device: { ...sdk.device } };
    }),
  );

declare global {
  interface Window {
    losses: string[];
  }
}
