import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBrowser, openPage } from '../support/shop-page.js';
import { type Site, startTappedServer, type TappedServer } from '../support/tapped-server.js';
import { encodeTentsAndTeapots, TENTS_AND_TEAPOTS } from '../support/tents-and-teapots.js';

// All that the contract asks of a strict policy; nothing inline, no style, Trusted Types.
const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; worker-src 'self'; require-trusted-types-for 'script'";
const TAG =
  'data-ws-snapshot="/snapshot/manifest.json" data-ws-worker="/ws/worker.js" data-ws-consent="granted" data-ws-config="/config.json"';
const CONFIG = {
  placements: { more: { title: 'More like this', limit: 4 }, yours: { strategy: 'for-you', limit: 4 } },
};

/** A product page of a shop that knows nothing of windowshop but its two tags; from item 10 on it says nothing at all. */
const productPage = (item: number, script = `<script async src="/ws/auto.js" ${TAG}></script>`): string => {
  const data = item < 10 && {
    '@context': 'https://schema.org',
    '@type': 'Product',
    sku: `item-${item}`,
    url: `/p/item-${item}`,
  };
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>item ${item}</title><link rel="icon" href="/icon.svg">
${script}<script type="application/ld+json">${JSON.stringify(data)}</script>
<window-shop placement="more" reasons></window-shop><window-shop placement="yours"></window-shop>`;
};

describe('a shop of two tags, under a strict policy', () => {
  let folder: string;
  let server: TappedServer;
  let context: BrowserContext;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'windowshop-shelf-'));
    const { manifest, files } = encodeTentsAndTeapots('', (item) => ({
      ...{ url: `https://shop.example/p/item-${item}`, image: '/icon.svg', price: 10 + item },
    }));
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
    const headers = { 'content-security-policy': POLICY };
    const site: Site = {
      '/ws/': { folder: resolve('dist') },
      '/snapshot/': { folder },
      '/config.json': { html: JSON.stringify(CONFIG), headers: { 'content-type': 'application/json' } },
      '/icon.svg': { html: '<svg xmlns="http://www.w3.org/2000/svg"/>', headers: { 'content-type': 'image/svg+xml' } },
      '/module': { html: productPage(1, `<script type="module" src="/ws/auto.mjs" ${TAG}></script>`), headers },
    };
    for (let item = 0; item < TENTS_AND_TEAPOTS; item += 1)
      site[`/p/item-${item}`] = { html: productPage(item), headers };
    server = await startTappedServer(site);
  });

  beforeEach(async () => {
    await context?.close();
    context = await openBrowser(server, await mkdtemp(join(folder, 'profile-')));
    // The catalogue names the shop's public host; what the browser asks of that is answered by the test.
    await context.route('https://shop.example/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({ status: 302, headers: { location: server.origin + pathname } });
    });
  });

  afterAll(async () => {
    await context?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const shelf = (page: Page, placement: string) => page.locator(`window-shop[placement="${placement}"]`);
  const titles = (page: Page, placement: string): Promise<string[]> =>
    shelf(page, placement).locator('[part="title"]').allTextContents();
  const ready = async (page: Page): Promise<void> => {
    for (const placement of ['more', 'yours'])
      await shelf(page, placement).and(page.locator('[state="ready"]')).waitFor();
  };

  test('names its product, fills its shelves without repeats, and nothing is refused', async () => {
    const { page, complaints } = await openPage(context, `${server.origin}/p/item-1`);
    await ready(page);
    await expect.poll(() => titles(page, 'more')).toEqual(['Tent 3', 'Tent 5', 'Tent 7', 'Tent 9']);
    const yours = await titles(page, 'yours');
    expect(yours).toHaveLength(4);
    expect(yours.filter((title) => ['Tent 1', 'Tent 3', 'Tent 5', 'Tent 7', 'Tent 9'].includes(title))).toEqual([]);
    expect(await shelf(page, 'more').locator('[part="heading"]').textContent()).toBe('More like this');
    expect(await shelf(page, 'more').locator('[part="price"]').first().textContent()).toBe('€13.00');
    const { recent } = await page.evaluate(() => withSdk((sdk) => sdk.profile.get()));
    expect(recent).toEqual(['item-1']);
    expect(complaints).toEqual([]);
  });

  test('a page without structured data is known by its address', async () => {
    const { page } = await openPage(context, `${server.origin}/p/item-11?ref=mail`);
    await expect.poll(() => titles(page, 'more')).toEqual(['Tent 1', 'Tent 3', 'Tent 5', 'Tent 7']);
    await expect
      .poll(async () => (await page.evaluate(() => withSdk((sdk) => sdk.profile.get()))).recent, { timeout: 5_000 })
      .toEqual(['item-11']);
  });

  test('a choice survives the navigation that it causes', async () => {
    const { page } = await openPage(context, `${server.origin}/p/item-1`);
    await ready(page);
    await page.evaluate(() => withSdk(async (sdk) => void (await sdk.ready)));
    const before = await page.evaluate(() => withSdk(async (sdk) => (await sdk.profile.get()).events));
    await shelf(page, 'more').getByRole('link', { name: 'Tent 3', exact: true }).click();
    await page.waitForURL('**/p/item-3');
    await ready(page);
    const { events, recent } = await page.evaluate(() => withSdk((sdk) => sdk.profile.get()));
    // The choice, and the page and the product it led to; lists that were seen may add to it.
    expect(events).toBeGreaterThanOrEqual(before + 3);
    expect(recent).toEqual(['item-3', 'item-1']);
  });

  test('“not for me” is kept, on the page and beyond', async () => {
    const { page } = await openPage(context, `${server.origin}/p/item-1`);
    await ready(page);
    await expect.poll(() => titles(page, 'more')).toContain('Tent 3');
    const card = shelf(page, 'more').getByRole('listitem').filter({ hasText: 'Tent 3' });
    await card.hover();
    await card.getByRole('button', { name: 'Options for Tent 3' }).click();
    await card.getByRole('button', { name: 'Why this?' }).click();
    await card.getByText('Similar to “Tent 1”').last().waitFor();
    await card.getByRole('button', { name: 'Not for me' }).click();
    expect(await titles(page, 'more')).toEqual(['Tent 5', 'Tent 7', 'Tent 9']);
    await page.mouse.move(0, 0);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await expect.poll(() => titles(page, 'more')).toHaveLength(4);
    await page.reload();
    await ready(page);
    expect(await titles(page, 'more')).not.toContain('Tent 3');
    expect(await titles(page, 'yours')).not.toContain('Tent 3');
  });

  test('a soft navigation brings the shelves of the new page', async () => {
    const { page } = await openPage(context, `${server.origin}/p/item-1`);
    await expect.poll(() => titles(page, 'more')).toEqual(['Tent 3', 'Tent 5', 'Tent 7', 'Tent 9']);
    await page.evaluate(() => {
      history.pushState(null, '', '/p/item-2');
      const data = { '@type': 'Product', sku: 'item-2', url: '/p/item-2' };
      const script = document.querySelector('script[type="application/ld+json"]') as HTMLScriptElement;
      const next = document.createElement('script');
      next.type = script.type;
      // Data, which Trusted Types take for a program when it is set as text.
      next.append(document.createTextNode(JSON.stringify(data)));
      script.replaceWith(next);
    });
    await expect.poll(() => titles(page, 'more')).toEqual(['Teapot 0', 'Teapot 4', 'Teapot 6', 'Teapot 8']);
  });

  test('works from a module as well', async () => {
    const { page, complaints } = await openPage(context, `${server.origin}/module`);
    await ready(page);
    await expect.poll(() => titles(page, 'more')).toEqual(['Tent 3', 'Tent 5', 'Tent 7', 'Tent 9']);
    expect(complaints).toEqual([]);
  });

  test('a shopper who comes back by the cache finds the page alive', async () => {
    const { page } = await openPage(context, `${server.origin}/p/item-1`);
    await ready(page);
    await page.goto(`${server.origin}/p/item-2`);
    await ready(page);
    await page.goBack();
    await ready(page);
    expect(await titles(page, 'more')).toHaveLength(4);
    const { recent } = await page.evaluate(() => withSdk((sdk) => sdk.profile.get()));
    expect(recent.sort()).toEqual(['item-1', 'item-2']);
  });
});
