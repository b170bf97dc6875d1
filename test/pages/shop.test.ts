import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { departments } from '../../src/sample/departments/departments.js';
import { sampleCatalog } from '../../src/sample/index.js';
import { chromiumPath } from '../support/chromium.js';
import { EPOCH_RECORD, takeStorageCensus } from '../support/storage-census.js';
import { waitUntil } from '../support/wait-until.js';
import {
  idsIn,
  look,
  type OpenShop,
  openShop,
  openTappedBrowser,
  sayYes,
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

  test('stores nothing before the choice, nothing after a no, and keeps the journey after a yes', async () => {
    const shopper = await browser.newShopper();
    const { page, complaints } = shopper;
    const [mug] = inStock('Mugs');
    for (const path of ['/', '/c/garden', `/p/${mug.id}`, '/search?q=mug', '/cart']) {
      await page.goto(path);
      await settled(page);
      expect(await page.getByRole('button', { name: 'Yes, remember' }).isVisible(), path).toBe(true);
    }
    expect(await page.evaluate(takeStorageCensus)).toEqual({ ...NOTHING, databases: [] });

    await page.getByRole('button', { name: 'No, forget me' }).click();
    await page.goto(`/p/${mug.id}`);
    await settled(page);
    expect(await page.evaluate(takeStorageCensus)).toMatchObject({
      records: [],
      localStorage: ['shop.choice="denied"'],
    });

    await page.getByRole('button', { name: 'Change my mind' }).click();
    await page.getByRole('button', { name: 'Yes, remember' }).click();
    await look(page, [mug.id]);
    await page.goto('/');
    const profile = await page.evaluate(() => withSdk((sdk) => sdk.profile.get()));
    expect(profile).toMatchObject({ persistence: 'indexeddb', recent: [mug.id] });
    expect(complaints).toEqual([]);
  });

  test('puts its question next to the start of the page, over nothing that has the focus, and hands that on', async () => {
    const { page } = await browser.newShopper({ width: 390, height: 844 });
    await page.goto('/');
    await settled(page);
    await page.waitForLoadState('networkidle');
    const focus = () =>
      page.evaluate(async () => {
        // The page scrolls with the next frame.
        for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
        let focused = document.activeElement;
        while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
        const box = document.querySelector('#choice') as HTMLElement;
        return {
          text: focused?.textContent?.trim(),
          isCovered: !box.contains(focused) && (focused?.getBoundingClientRect().bottom ?? 0) > box.offsetTop,
        };
      });
    const walk: Awaited<ReturnType<typeof focus>>[] = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      walk.push(await focus());
    }
    const start = ['Skip to the goods', 'How it works', 'Yes, remember', 'No, forget me', 'Larch & Lantern'];
    expect(walk.slice(0, 5).map(({ text }) => text?.replace('\u00a0', ' '))).toEqual(start);
    expect(walk.filter(({ isCovered }) => isCovered)).toEqual([]);

    await page.goto('/');
    await page.getByRole('button', { name: 'No, forget me' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.getByRole('button', { name: 'Change my mind' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('choice');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect((await focus()).text).toBe('Change my mind');
  });

  test('makes the home page personal after five views of one department', async () => {
    const shopper = await browser.newShopper();
    const { page, complaints } = shopper;
    await sayYes(page);
    const viewed = ['Plant Pots', 'Watering Cans', 'Trowels & Forks', 'Window Boxes', 'House Plants'].map(
      (range) => inStock(range)[0].id,
    );
    await look(page, viewed);
    await page.goto('/');
    await page.locator('#picks[data-source=personal]').waitFor();
    const picks = await idsIn(page, '#picks-list');
    expect(picks).toHaveLength(8);
    expect(picks.filter((id) => departmentOf(id) === 'Garden').length).toBeGreaterThanOrEqual(5);
    expect(picks.filter((id) => viewed.includes(id))).toEqual([]);

    await page.goto('/c/garden');
    await page.locator('#picks[data-source=personal]').waitFor();
    expect((await idsIn(page, '#picks-list')).map(departmentOf)).toEqual(Array(4).fill('Garden'));
    expect(complaints).toEqual([]);
  });

  test('suggests on the cart page what goes with the cart, and remembers the purchase', async () => {
    const shopper = await browser.newShopper();
    const { page, complaints } = shopper;
    await sayYes(page);
    const [tent] = inStock('Trekking Tents');
    await page.goto(`/p/${tent.id}`);
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
    await waitUntil(
      page,
      (id) =>
        withSdk(async (sdk) =>
          (await sdk.profile.get()).cart.some(({ itemId, quantity }) => itemId === id && quantity === 2),
        ),
      tent.id,
    );
    await page.getByRole('link', { name: 'Go to checkout' }).click();
    await page.getByRole('button', { name: 'Place the order' }).click();
    await page.waitForURL('**/thank-you?');
    await waitUntil(page, () => withSdk(async (sdk) => (await sdk.profile.get()).owned.length > 0));
    expect(await page.evaluate(() => withSdk((sdk) => sdk.profile.get()))).toMatchObject({
      owned: [tent.id],
      cart: [],
    });
    expect(await page.locator('#cart-count').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test('re-orders search results for the shopper, says what moved, and can be switched back', async () => {
    const shopper = await browser.newShopper();
    const { page, complaints } = shopper;
    await sayYes(page);
    await page.goto('/search?q=wool');
    await settled(page);
    const shopOrder = await idsIn(page, '#results');
    expect(await page.locator('#order').isVisible(), 'nothing to go by yet').toBe(false);

    await look(
      page,
      inStock('Scarves')
        .slice(0, 5)
        .map(({ id }) => id),
    );
    await page.goto('/search?q=wool');
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

  test('names on its privacy page every place where something is kept', async () => {
    const { page } = await browser.newShopper();
    await sayYes(page);
    await look(page, [inStock('Mugs')[0].id]);
    await page.getByRole('button', { name: 'Put in cart' }).click();
    await expect
      .poll(() => page.evaluate(takeStorageCensus))
      .toMatchObject({
        caches: [expect.anything()],
        files: expect.arrayContaining([expect.anything()]),
      });
    const { databases, localStorage, caches, files, buckets } = await page.evaluate(takeStorageCensus);
    // `windowshop:windowshop` is the database in the bucket of that name.
    const kept = [databases, localStorage, caches, files, buckets]
      .flat()
      .map((name) => /[\w.-]+$/.exec(name.split(/[/=] ?/)[0])?.[0]);
    await page.goto('/privacy');
    const named = await page.locator('main code').allTextContents();
    expect(kept.filter((name) => !named.includes(name ?? ''))).toEqual([]);
  });

  test('shows in the drawer what the device knows, and erases it all', async () => {
    const shopper = await browser.newShopper();
    const { page, complaints } = shopper;
    await sayYes(page);
    await look(
      page,
      inStock('Headphones')
        .slice(0, 3)
        .map(({ id }) => id),
    );
    await page.goto('/');
    await page.locator('#picks[data-source=personal]').waitFor();
    const opener = page.getByRole('button', { name: 'My device' });
    await opener.click();
    const drawer = page.getByRole('dialog', { name: 'What this device knows' });
    await drawer.getByText('in Audio › Listening').waitFor();
    await drawer.getByText('Picked for you (8)').waitFor();
    await drawer.getByText('/ws/auto.js').waitFor();
    expect(await drawer.locator('#known-recent img').count()).toBe(3);
    expect(await drawer.locator('#worked-device').textContent()).toMatch(/through WebAssembly, in a worker/);
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
    expect(kept).toEqual({ ...NOTHING, records: [expect.stringMatching(EPOCH_RECORD)], buckets: ['windowshop'] });

    await drawer.getByLabel('Bring a file').setInputFiles(file);
    await drawer.getByText(/This device now holds \d+ observations/).waitFor();
    expect(await drawer.locator('#known-recent img').count()).toBe(3);
    expect(complaints).toEqual([]);
  });

  test('shows in the drawer all that was looked at, what is in the cart and on the page too', async () => {
    const { page, complaints } = await browser.newShopper();
    await sayYes(page);
    const [first, second] = inStock('Headphones').map(({ id }) => id);
    await look(page, [first]);
    await page.getByRole('button', { name: 'Put in cart' }).click();
    await look(page, [second]);
    await page.getByRole('button', { name: 'My device' }).click();
    await page.locator('#known-recent img').nth(1).waitFor();
    expect(await idsIn(page, '#known-recent')).toEqual([second, first]);
    expect(await page.locator('#known-recent-more').isVisible()).toBe(false);

    await page.goto('/');
    const others = inStock('Mugs').concat(inStock('Scarves'), inStock('Plant Pots'), inStock('Casseroles'));
    const seen = [...others.map(({ id }) => id), first, second];
    await page.evaluate(
      (ids) =>
        withSdk(async (sdk) => {
          for (const item_id of ids) await sdk.record('view_item', { items: [{ item_id }] });
        }),
      seen,
    );
    await page.getByRole('button', { name: 'My device' }).click();
    await page.getByText(`And ${seen.length - 24} more.`).waitFor();
    expect(await idsIn(page, '#known-recent')).toEqual(seen.reverse().slice(0, 24));
    expect(complaints).toEqual([]);
  });

  test('tells of a “not for me”, lists it in the drawer, and takes it back there', async () => {
    const { page, complaints } = await browser.newShopper();
    await sayYes(page);
    const [headphones] = inStock('Headphones');
    await look(page, [headphones.id]);
    await settled(page);
    const shelf = page.locator('window-shop[placement=product-similar]');
    const card = shelf.getByRole('listitem').first();
    const title = (await card.locator('[part=title]').textContent()) ?? '';
    await card.hover();
    await card.getByRole('button', { name: 'Options for' }).click();
    await card.getByRole('button', { name: 'Not for me' }).click();
    await page
      .getByRole('status')
      .filter({ hasText: `“${title}” will not be suggested again.` })
      .waitFor();
    const [id] = await page.evaluate(() => withSdk(async (sdk) => (await sdk.profile.get()).dismissed));
    expect(products.get(id)?.title).toBe(title);

    await page.getByRole('button', { name: 'My device' }).click();
    const row = page.locator('#known-dismissed li');
    await row.getByRole('link', { name: title }).waitFor();
    await page.screenshot({ path: 'test-output/shop-drawer-dismissed.png' });
    await row.getByRole('button', { name: `Take back: ${title}` }).click();
    await page.getByText('Taken back.').waitFor();
    await row.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => withSdk((sdk) => sdk.profile.get()))).toMatchObject({
      recent: [headphones.id],
      dismissed: [],
    });
    await page.reload();
    await settled(page);
    expect(await shelf.locator('[part=title]').allTextContents()).toContain(title);
    expect(complaints).toEqual([]);
  });
});
