import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildSnapshot } from '../../../src/builder/build-snapshot.js';
import { detectLocale } from '../../../src/builder/features/detect-locale.js';
import { CATALOG_VOCABULARY } from '../../../src/builder/fields/catalog-fields.js';
import { parseMappings } from '../../../src/builder/fields/column-map.js';
import { collectCatalog } from '../../../src/cli/feeds/collect-feeds.js';
import { Progress } from '../../../src/cli/progress.js';
import { sampleCatalog } from '../../../src/sample/index.js';
import { FOREIGN_TITLES } from '../../support/foreign-titles.js';
import { dataFolder, hasData, missingData } from '../../support/real-data.js';

test.each([
  ['en', ['The best tent for you', 'Cup with handle and lid']],
  ['de', ['Zelt für zwei Personen', 'Tasse mit Henkel und Deckel']],
  ['fr', ['Tente pour deux avec sac', 'Tasse et soucoupe sans anse']],
  ['fi', ['Teltta ja makuupussi', 'Kuppi ilman kantta']],
  ['nb', ['Telt med bunn og stenger', 'Kopp uten hank']],
  ['id', ['Tenda untuk dua orang', 'Cangkir dengan tutup']],
  ['zh', ['自然堂 雪域精粹纯粹滋润霜', 'CHANDO 面霜']],
  ['ja', ['テントとカップ', '新しい靴']],
  ['ru', ['Палатка для двоих']],
])('%s is told by its script or its small words', (locale, texts) => {
  expect(detectLocale(texts)).toBe(locale);
});

test.each([
  ['hu', 'Hungarian'],
  ['vi', 'Vietnamese'],
  ['ro', 'Romanian'],
])('%s is told by its letters too, composed or not', (locale, language) => {
  const titles = FOREIGN_TITLES[language];
  expect(detectLocale(titles)).toBe(locale);
  expect(detectLocale(titles.map((title) => title.normalize('NFD')))).toBe(locale);
});

describe('nothing tells', () => {
  test.each([
    ['names', ['Google KeepCup', 'YouTube Tee S', 'Mug M']],
    ['devices', ['iPhone 15 Pro Max', 'Galaxy Tab Pro']],
    ['numbers', ['42', '1 000']],
    ['no text', []],
    ['two languages', ['The best tent for you and a cup with lid', 'Zelt für zwei und Tasse mit Deckel']],
    ['goods in English among letters that it lacks', ['Wooden toy Ünö', 'Steel mug Çelik']],
  ])('of %s', (_, texts) => {
    expect(detectLocale(texts)).toBeUndefined();
  });

  test('and a snapshot is in English then', () => {
    const items = [{ product: { id: '1', title: 'KeepCup' }, description: '' }];
    const catalog = { items, rows: 1, rejections: [], unreadable: {} };
    expect(buildSnapshot({ catalog }, { dim: 8, minShoppers: 1 }).content.locale).toBe('en');
  });
});

test.each(Object.entries(FOREIGN_TITLES))('titles without small words are not taken for English: %s', (_, titles) => {
  expect(titles).toHaveLength(20);
  expect(detectLocale(titles)).not.toBe('en');
});

describe('English titles are told by small words and goods', () => {
  test('of the sample shop', () => {
    expect(detectLocale(sampleCatalog().map(({ title }) => title))).toBe('en');
  });

  describe.each([
    ['amazon-beauty', 'items.jsonl.gz', ['id=item_id']],
    ['amazon18-office-industrial', 'industrial.items.jsonl.gz', ['id=item_id']],
    ['amazon18-office-industrial', 'office.items.jsonl.gz', ['id=item_id']],
    ['amazon18-scientific-small', 'Scientific.text.gz', ['id=item_id:token', 'title=text:token_seq']],
    ['amazon-uk-toys-catalogue', 'products.csv.gz', ['id=uniq_id', 'title=product_name']],
  ])('of %s', (folder, file, columns) => {
    test.skipIf(!hasData(folder))(
      `${file}${missingData(folder)}`,
      async () => {
        const mappings = parseMappings(columns, CATALOG_VOCABULARY);
        const path = join(dataFolder, folder, file);
        const { items } = await collectCatalog({ path, format: 'auto', mappings }, new Progress({ write: () => {} }));
        expect(items.length).toBeGreaterThan(1000);
        expect(detectLocale(items.map(({ product }) => product.title))).toBe('en');
      },
      60_000,
    );
  });
});
