import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Route } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleCatalog } from '../../src/sample/index.js';
import { chromiumPath } from '../support/chromium.js';
import { flawsOf } from './shop-flaws.js';
import { look, type OpenShop, openShop, openTappedBrowser, sayYes, settled, type TappedBrowser } from './shop-visit.js';

const inStock = (range: string): string[] =>
  sampleCatalog()
    .filter(({ category, stock }) => category[2] === range && stock > 0)
    .map(({ id }) => id);
const [casserole] = inStock('Casseroles');

const PAGES = {
  home: '/',
  departments: '/c',
  category: '/c/kitchen-table/tableware',
  product: `/p/${casserole}`,
  search: '/search?q=wool',
  nothing: '/search?q=xyzzy',
  cart: '/cart',
  checkout: '/checkout',
  order: '/thank-you',
  privacy: '/privacy',
  lost: '/nowhere',
};

describe.skipIf(!chromiumPath)('every page of the sample shop', () => {
  let shop: OpenShop;
  let browser: TappedBrowser;

  beforeAll(async () => {
    await mkdir('test-output', { recursive: true });
    shop = await openShop();
    browser = await openTappedBrowser(shop);
  });

  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  // Side by side: much of it is waiting until a page has settled.
  test.concurrent.each([
    ['desktop', 1280, 900],
    ['phone', 390, 844],
    ['small-phone', 320, 640],
  ])(
    'is accessible and fits the screen of a %s',
    async (name, width, height) => {
      const { page, complaints } = await browser.newShopper({ width, height });
      await page.goto('/');
      await settled(page);
      expect(await flawsOf(page), 'with the question').toEqual([]);
      await page.screenshot({ path: join('test-output', `shop-question-${name}.png`) });

      await sayYes(page);
      await look(page, inStock('Scarves').slice(0, 3));
      await page.goto(`/p/${casserole}`);
      await page.getByRole('button', { name: 'Put in cart' }).click();
      for (const [key, path] of Object.entries(PAGES)) {
        await page.goto(path);
        await settled(page);
        await page.waitForLoadState('networkidle');
        expect(await flawsOf(page), key).toEqual([]);
        await page.screenshot({ path: join('test-output', `shop-${key}-${name}.png`), fullPage: true });
      }

      await page.goto('/');
      await page.getByRole('button', { name: 'My device' }).click();
      await page.locator('#asked-rows tr').first().waitFor();
      expect(await flawsOf(page), 'with the drawer').toEqual([]);
      await page.screenshot({ path: join('test-output', `shop-drawer-${name}.png`) });
      // The page that does not exist answers 404, which Chromium logs.
      expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
    },
    120_000,
  );

  test.concurrent.each([
    ['letters twice as large', 360, 640, 32],
    ['a screen of 180 pixels', 180, 320, 16],
  ])(
    'fits with %s, its name clear of the tools',
    async (name, width, height, fontSize) => {
      const { page } = await browser.newShopper({ width, height });
      await page.addInitScript((size) => {
        document.addEventListener('DOMContentLoaded', () => {
          document.documentElement.style.fontSize = `${size}px`;
        });
      }, fontSize);
      await page.goto(`/p/${casserole}`);
      await page.getByRole('button', { name: 'Yes, remember' }).click();
      await page.getByRole('button', { name: 'Put in cart' }).click();
      for (const [key, path] of Object.entries(PAGES)) {
        await page.goto(path);
        await settled(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), key).toBe(0);
        const [logo, ...tools] = await page
          .locator('.logo > span, .tool')
          .evaluateAll((boxes) => boxes.map((box) => box.getBoundingClientRect().toJSON() as DOMRect));
        expect(tools).toHaveLength(2);
        for (const { left, top } of tools) expect(left >= logo.right || top >= logo.bottom, key).toBe(true);
        await page.screenshot({ path: join('test-output', `shop-${key}-${name.replaceAll(' ', '-')}.png`) });
      }
      await page.goto('/cart');
      const title = page.locator('.cart-title');
      expect(
        await title.evaluate((line) => line.clientWidth / Number.parseFloat(getComputedStyle(line).fontSize)),
      ).toBeGreaterThan(5);
    },
    120_000,
  );

  test('keeps no place for a history that is not there, and makes no heading up', async () => {
    const { page } = await browser.newShopper();
    const awaited: Route[] = [];
    await page.context().route('**/snapshot/*.bin', (route) => void awaited.push(route));
    await page.goto(`/p/${casserole}`);
    const shelf = (placement: string) => page.locator(`window-shop[placement=${placement}]`);
    await shelf('product-similar').and(page.locator('[state=loading]')).waitFor();
    expect(await shelf('product-similar').locator('.frame').first().isVisible()).toBe(true);
    expect(await shelf('product-recent').isVisible()).toBe(false);
    expect(await page.getByText('You may also like').filter({ visible: true }).count()).toBe(0);

    await page.context().unroute('**/snapshot/*.bin');
    for (const route of awaited) await route.continue();
    await settled(page);
    expect(await shelf('product-similar').getByRole('heading').textContent()).toBe('More like this');
    expect(await shelf('product-recent').isVisible()).toBe(false);
    await page.waitForLoadState('networkidle');
  });

  test('asks for nothing but pages, pictures, the program and the snapshot', () => {
    const pages = /^\/($|[pc]\/|(c|cart|checkout|thank-you|privacy|nowhere)$|search\?q=)/;
    const files = /^\/(assets\/|pictures\/|ws\/|snapshot\/|favicon\.svg$|windowshop\.json$)/;
    expect(browser.requests.length).toBeGreaterThan(100);
    expect(browser.requests.filter((request) => !pages.test(request) && !files.test(request))).toEqual([]);
  });
});
