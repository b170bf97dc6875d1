import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { beautyOptions } from '../../support/beauty.js';
import { dataFolder, hasData, missingData } from '../../support/real-data.js';
import { temporaryFolder, windowshop } from './run-cli.js';

const folder = await temporaryFolder();

/** Builds a real feed, checks what was built, and gives back the answer and the folder. */
async function build(...args: string[]) {
  const out = folder.out();
  const { code, json } = await windowshop('build', ...args, '--out', out, '--json');
  expect(code).toBe(0);
  const { ok, bytes, files } = (await windowshop('verify', out, '--json')).json;
  expect({ ok, bytes, files }).toEqual({ ok: true, bytes: json.bytes, files: json.files });
  expect((await windowshop('inspect', out, '--json')).json.items).toBe(json.items);
  return { json, out };
}

const nearest = async (out: string, item: string) =>
  (await windowshop('inspect', out, '--item', item, '--json')).json.nearest?.similar ?? [];

describe.skipIf(!hasData('amazon-beauty'))(`Amazon Beauty${missingData('amazon-beauty')}`, () => {
  /** Too few to learn from: that is for `test/pages/beauty.test.ts`. */
  const SHOPPERS = 400;

  test('next to nail polish there is nail polish', async () => {
    const { json, out } = await build(...(await beautyOptions(folder.path(''), SHOPPERS)));
    expect(json).toMatchObject({ items: 12_094, rejected: 7, events: 5266, users: SHOPPERS, unmatched: 3 });
    const titles = (await nearest(out, '1')).map(({ title }) => title);
    expect(titles.filter((title) => /nail|lacquer|polish|opi/i.test(title))).toHaveLength(10);
  }, 60_000);
});

describe.skipIf(!hasData('taobao-beauty-zh'))(`Taobao${missingData('taobao-beauty-zh')}`, () => {
  test('a Chinese catalogue is recognised, and creams lie next to creams', async () => {
    const catalog = join(dataFolder, 'taobao-beauty-zh', 'products.csv.gz');
    const { json, out } = await build('--catalog', catalog, '--map', 'brand=shop');
    expect(json).toMatchObject({ items: 3497, rejected: 0, locale: 'zh', currency: 'CNY' });
    const creams = (await nearest(out, 'A18164178225')).filter(({ title }) => /霜|乳/.test(title));
    expect(creams.length).toBeGreaterThanOrEqual(6);
  }, 60_000);
});

describe.skipIf(!hasData('amazon-uk-toys-catalogue'))(`UK toys${missingData('amazon-uk-toys-catalogue')}`, () => {
  test('a catalogue without a log is ranked by its ratings', async () => {
    const { json, out } = await build(
      ...['--catalog', join(dataFolder, 'amazon-uk-toys-catalogue', 'products.csv.gz')],
      ...['--map', 'id=uniq_id', '--map', 'title=product_name', '--map', 'category=amazon_category_and_sub_category'],
      ...['--map', 'brand=manufacturer', '--map', 'availability=number_available_in_stock'],
      ...['--map', 'rating_count=number_of_reviews', '--map', 'rating=average_rating'],
    );
    expect(json).toMatchObject({ items: 10_000, rejected: 0, events: 0 });
    const id = 'eac7efa5dbd3d667f26eb3d3ab504464';
    expect((await windowshop('inspect', out, '--item', id, '--json')).json.item).toMatchObject({
      ...{ title: 'Hornby 2014 Catalogue', brand: 'Hornby', price: 3.42, available: true, rating: 4.9 },
      category: ['Hobbies', 'Model Trains & Railway Sets', 'Rail Vehicles', 'Trains'],
    });
    const trains = (await nearest(out, id)).filter(({ title }) => /hornby/i.test(title));
    expect(trains.length).toBeGreaterThanOrEqual(8);
  }, 60_000);
});
