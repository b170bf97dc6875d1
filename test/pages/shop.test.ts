import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { departments } from '../../src/sample/departments/departments.js';
import { sampleCatalog } from '../../src/sample/index.js';
import { chromiumPath } from '../support/chromium.js';
import { takeStorageCensus } from '../support/storage-census.js';
import {
  type OpenShop,
  openShop,
  openTappedBrowser,
  type ShopperPage,
  settled,
  type TappedBrowser,
} from './shop-visit.js';

const catalog = sampleCatalog();
const products = new Map(catalog.map((product) => [product.id, product]));
/** One variant of each model of a range. */
const inStock = (range: string) => {
  const variants = catalog.filter(({ category, stock }) => category[2] === range && stock > 0);
  return variants.filter(({ groupId }, i) => variants.findIndex((other) => other.groupId === groupId) === i);
};
const departmentOf = (id: string): string | undefined => products.get(id)?.category[0];
const NOTHING = { records: [], localStorage: [], sessionStorage: [], caches: [], files: [], buckets: [], cookies: '' };

describe.skipIf(!chromiumPath)('the sample shop', () => {
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

  const visit = (page: Page, path: string) => page.goto(shop.origin + path);
  const look = async (page: Page, ids: string[]): Promise<void> => {
    for (const id of ids) {
      await visit(page, `/p/${id}`);
      await settled(page);
      await page.waitForFunction(() => withSdk(async (sdk) => (await sdk.profile.get()).recent.length > 0));
    }
  };
  const sayYes = async ({ page }: ShopperPage): Promise<void> => {
    await visit(page, '/');
    await page.getByRole('button', { name: 'Yes, remember' }).click();
    await page.waitForFunction(() =>
      withSdk(async (sdk) => (await sdk.profile.get()).persistence === 'indexeddb' && sdk.consent.get()),
    );
  };
  const idsIn = (page: Page, row: string): Promise<string[]> =>
    page
      .locator(`${row} a`)
      .evaluateAll((links) =>
        links.map((link) => decodeURIComponent(link.getAttribute('href') ?? '').replace('/p/', '')),
      );

  test('stores nothing before the choice, nothing after a no, and keeps the journey after a yes', async () => {
    const shopper = await browser.newShopper();
    const { page, complaints } = shopper;
    const [mug] = inStock('Mugs');
    for (const path of ['/', '/c/garden', `/p/${mug.id}`, '/search?q=mug', '/cart']) {
      await visit(page, path);
      await settled(page);
      expect(await page.getByRole('button', { name: 'Yes, remember' }).isVisible(), path).toBe(true);
    }
    expect(await page.evaluate(takeStorageCensus)).toEqual({ ...NOTHING, databases: [] });

    await page.getByRole('button', { name: 'No, forget me' }).click();
    await look(page, []);
    await visit(page, `/p/${mug.id}`);
    await settled(page);
    expect(await page.evaluate(takeStorageCensus)).toMatchObject({
      records: [],
      localStorage: ['shop.choice="denied"'],
    });

    await page.getByRole('button', { name: 'Change my mind' }).click();
    await page.getByRole('button', { name: 'Yes, remember' }).click();
    await look(page, [mug.id]);
    await visit(page, '/');
    const profile = await page.evaluate(() => withSdk((sdk) => sdk.profile.get()));
    expect(profile).toMatchObject({ persistence: 'indexeddb', recent: [mug.id] });
    expect(complaints).toEqual([]);
  });

  test('makes the home page personal after five views of one department', async () => {
    const shopper = await browser.newShopper();
    await sayYes(shopper);
    const { page, complaints } = shopper;
    const viewed = ['Plant Pots', 'Watering Cans', 'Trowels & Forks', 'Window Boxes', 'House Plants'].map(
      (range) => inStock(range)[0].id,
    );
    await look(page, viewed);
    await visit(page, '/');
    await page.locator('#picks[data-source=personal]').waitFor();
    const picks = await idsIn(page, '#picks-list');
    expect(picks).toHaveLength(8);
    expect(picks.filter((id) => departmentOf(id) === 'Garden').length).toBeGreaterThanOrEqual(6);
    expect(picks.filter((id) => viewed.includes(id))).toEqual([]);

    await visit(page, '/c/garden');
    await page.locator('#picks[data-source=personal]').waitFor();
    expect((await idsIn(page, '#picks-list')).map(departmentOf)).toEqual(Array(4).fill('Garden'));
    expect(complaints).toEqual([]);
  });

  test('suggests on the cart page what goes with the cart, and remembers the purchase', async () => {
    const shopper = await browser.newShopper();
    await sayYes(shopper);
    const { page, complaints } = shopper;
    const [tent] = inStock('Trekking Tents');
    await visit(page, `/p/${tent.id}`);
    await page.getByRole('button', { name: 'Put in cart' }).click();
    await page.getByRole('link', { name: 'Cart' }).click();
    await page.locator('#picks-list .card').first().waitFor();
    const complements = departments
      .flatMap(({ categories }) => categories.flatMap(({ ranges }) => ranges))
      .find(({ name }) => name === 'Trekking Tents')?.goesWith;
    const ranges = (await idsIn(page, '#picks-list')).map((id) => products.get(id)?.category[2]);
    expect(ranges.filter((range) => complements?.includes(range ?? '')).length).toBeGreaterThanOrEqual(2);
    expect(ranges).not.toContain('Trekking Tents');
    await page.screenshot({ path: 'test-output/shop-cart.png', fullPage: true });

    await page.getByRole('combobox', { name: /^Quantity of/ }).selectOption('2');
    await page.waitForFunction(
      (id) =>
        withSdk(async (sdk) =>
          (await sdk.profile.get()).cart.some(({ itemId, quantity }) => itemId === id && quantity === 2),
        ),
      tent.id,
    );
    await page.getByRole('link', { name: 'Go to checkout' }).click();
    await page.getByRole('button', { name: 'Place the order' }).click();
    await page.waitForURL('**/thank-you?');
    await page.waitForFunction(() => withSdk(async (sdk) => (await sdk.profile.get()).owned.length > 0));
    expect(await page.evaluate(() => withSdk((sdk) => sdk.profile.get()))).toMatchObject({
      owned: [tent.id],
      cart: [],
    });
    expect(await page.locator('#cart-count').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test('re-orders search results for the shopper, says what moved, and can be switched back', async () => {
    const shopper = await browser.newShopper();
    await sayYes(shopper);
    const { page, complaints } = shopper;
    await visit(page, '/search?q=wool');
    await settled(page);
    const shopOrder = await idsIn(page, '#results');
    expect(await page.locator('#order').isVisible(), 'nothing to go by yet').toBe(false);

    await look(
      page,
      inStock('Scarves')
        .slice(0, 5)
        .map(({ id }) => id),
    );
    await visit(page, '/search?q=wool');
    await page.locator('#order').waitFor();
    const ownOrder = await idsIn(page, '#results');
    expect(ownOrder).not.toEqual(shopOrder);
    expect([...ownOrder].sort()).toEqual([...shopOrder].sort());
    expect(await page.locator('.card-moved').count()).toBeGreaterThan(0);
    const isKnit = (id: string): boolean => departmentOf(id) === 'Knitwear & Accessories';
    expect(ownOrder.slice(0, 10).filter(isKnit).length).toBeGreaterThanOrEqual(
      shopOrder.slice(0, 10).filter(isKnit).length,
    );

    await page.getByRole('radio', { name: 'The shop’s' }).check();
    expect(await idsIn(page, '#results')).toEqual(shopOrder);
    expect(await page.locator('.card-moved').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('shows in the drawer what the device knows, and erases it all', async () => {
    const shopper = await browser.newShopper();
    await sayYes(shopper);
    const { page, complaints } = shopper;
    await look(
      page,
      inStock('Headphones')
        .slice(0, 3)
        .map(({ id }) => id),
    );
    await visit(page, '/');
    await page.locator('#picks[data-source=personal]').waitFor();
    const opener = page.getByRole('button', { name: 'My device' });
    await opener.click();
    const drawer = page.getByRole('dialog', { name: 'What this device knows' });
    await drawer.getByText('in Audio › Listening').waitFor();
    await drawer.getByText('Picked for you (8)').waitFor();
    await drawer.getByText('/ws/auto.js').waitFor();
    expect(await drawer.locator('#known-recent img').count()).toBe(3);
    expect(await drawer.locator('#worked-device').textContent()).toMatch(/in plain JavaScript, in a worker/);
    await page.screenshot({ path: 'test-output/shop-drawer.png' });

    await page.keyboard.press('Escape');
    expect(await drawer.isVisible()).toBe(false);
    expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);

    await opener.click();
    await drawer.getByRole('button', { name: 'Pause remembering' }).click();
    await drawer.getByRole('button', { name: 'Remember again' }).click();
    const download = page.waitForEvent('download');
    await drawer.getByRole('button', { name: 'Save as a file' }).click();
    const file = await (await download).path();
    await drawer.getByRole('button', { name: 'Erase everything' }).click();
    await drawer.getByText('Erased.').waitFor();
    const { databases: _, ...kept } = await page.evaluate(takeStorageCensus);
    expect(kept).toEqual(NOTHING);

    await drawer.getByLabel('Bring a file').setInputFiles(file);
    await drawer.getByText(/This device now holds \d+ observations/).waitFor();
    expect(await drawer.locator('#known-recent img').count()).toBe(3);
    expect(complaints).toEqual([]);
  });

  const { id: product } = catalog.find(({ category }) => category[2] === 'Casseroles') ?? catalog[0];
  const pages = {
    home: '/',
    departments: '/c',
    category: '/c/kitchen-table/tableware',
    product: `/p/${product}`,
    search: '/search?q=wool',
    nothing: '/search?q=xyzzy',
    cart: '/cart',
    checkout: '/checkout',
    order: '/thank-you',
    privacy: '/privacy',
    lost: '/nowhere',
  };
  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

  test.each([
    ['desktop', 1280, 900],
    ['phone', 390, 844],
    ['narrow phone', 320, 640],
  ])(
    'is accessible on every page on a %s, and nothing is wider than the screen',
    async (name, width, height) => {
      const shopper = await browser.newShopper({ width, height });
      const { page, complaints } = shopper;
      const source = await readFile(axe, 'utf8');
      const check = async (what: string): Promise<void> => {
        await page.evaluate(source);
        const violations = await page.evaluate(async () => {
          const { axe } = window as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          };
          return (await axe.run()).violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`,
          );
        });
        expect(violations, `${what} at ${width}`).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${what} at ${width}`).toBeLessThanOrEqual(0);
      };
      await visit(page, '/');
      await settled(page);
      await check('the question');
      await sayYes(shopper);
      await look(
        page,
        inStock('Scarves')
          .slice(0, 3)
          .map(({ id }) => id),
      );
      await visit(page, `/p/${product}`);
      await page.getByRole('button', { name: 'Put in cart' }).click();
      for (const [key, path] of Object.entries(pages)) {
        await visit(page, path);
        await settled(page);
        await page.waitForTimeout(300);
        await check(key);
        await page.screenshot({
          path: join('test-output', `shop-${key}-${name.replace(' ', '-')}.png`),
          fullPage: true,
        });
      }
      await visit(page, '/');
      await page.getByRole('button', { name: 'My device' }).click();
      await page.locator('#asked-rows tr').first().waitFor();
      await check('the drawer');
      expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
    },
    120_000,
  );

  test('asks for nothing but pages, pictures, the program and the snapshot', () => {
    const own = /^\/($|[pc]\/|c$|cart$|checkout$|thank-you\?|search\?q=|privacy$|nowhere$|thank-you$)/;
    const files = /^\/(assets\/|pictures\/|ws\/|snapshot\/|favicon\.svg$|windowshop\.json$)/;
    expect(browser.requests.length).toBeGreaterThan(100);
    expect(browser.requests.filter((request) => !own.test(request) && !files.test(request))).toEqual([]);
  });
});
