import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from '../support/chromium.js';
import { dataFolder, hasData, missingData } from '../support/real-data.js';
import { flawsOf } from './shop-flaws.js';
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

const TOYS = 'amazon-uk-toys-catalogue';

describe.skipIf(!chromiumPath || !hasData(TOYS))(`the shop on a real catalogue${missingData(TOYS)}`, () => {
  let shop: OpenShop;
  let browser: TappedBrowser;

  beforeAll(async () => {
    await mkdir('test-output', { recursive: true });
    shop = await openShop([
      ...['--catalog', join(dataFolder, TOYS, 'products.csv.gz')],
      ...['--map', 'id=uniq_id', '--map', 'title=product_name', '--map', 'category=amazon_category_and_sub_category'],
      ...['--map', 'brand=manufacturer', '--map', 'availability=number_available_in_stock'],
      ...['--map', 'rating_count=number_of_reviews', '--map', 'rating=average_rating'],
    ]);
    browser = await openTappedBrowser(shop);
  });

  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });

  test('gives every item a page and a picture, and leads from each to others of the same shop', async () => {
    const { page, complaints } = await browser.newShopper();
    await sayYes(page);
    expect(await page.locator('footer').textContent()).toContain('10,000 products');
    await page.goto('/search?q=train');
    const trains = await idsIn(page, '#results');
    expect(trains.length).toBeGreaterThan(20);

    await look(page, trains.slice(0, 5));
    await settled(page);
    const similar = page.locator('window-shop[placement=product-similar] a[href^="/p/"]');
    expect(await similar.count()).toBeGreaterThanOrEqual(8);
    expect(await flawsOf(page)).toEqual([]);
    await page.screenshot({ path: 'test-output/shop-toys-product.png', fullPage: true });
    await similar.first().click();
    await page.getByRole('button', { name: 'Put in cart' }).or(page.getByText('Sold out for now.')).waitFor();

    await page.goto('/');
    await page.locator('#picks[data-source=personal]').waitFor();
    const pictures = await page
      .locator('img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).src));
    for (const picture of new Set(pictures)) expect((await page.request.get(picture)).status(), picture).toBe(200);
    expect(await flawsOf(page)).toEqual([]);
    await page.screenshot({ path: 'test-output/shop-toys-home.png', fullPage: true });
    expect(complaints).toEqual([]);
  });

  test('refuses a catalogue that the command line refuses, with its exit code', async () => {
    await expect(openShop(['--catalog', 'no-such-file.csv'])).rejects.toThrow(/closed with [12]:.*no-such-file\.csv/s);
    await expect(openShop(['--no-such-option'])).rejects.toThrow(/closed with 2:/);
  });
});
