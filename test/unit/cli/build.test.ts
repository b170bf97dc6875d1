import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { LearningSummary } from '../../../src/builder/learning-summary.js';
import { contentsOf, temporaryFolder, windowshop } from './run-cli.js';

const folder = await temporaryFolder();
const fixture = (name: string): string => join('test/fixtures/feeds', name);

/** Builds from a catalogue written here and gives back one of its items. */
async function itemOf(catalog: string | Uint8Array, id: string, ...options: string[]) {
  const out = folder.out();
  const built = await windowshop('build', '--catalog', await folder.file(catalog), '--out', out, '--json', ...options);
  expect(built.stderr).not.toContain('error');
  return (await windowshop('inspect', out, '--item', id, '--json')).json.item;
}

/** Builds from a catalogue written here. */
async function build(catalog: string | Uint8Array, ...options: string[]) {
  const out = folder.out();
  const result = await windowshop('build', '--catalog', await folder.file(catalog), '--out', out, '--json', ...options);
  return { ...result, out };
}

const lines = (...texts: string[]): string => `${texts.join('\n')}\n`;
const someRows = (count: number): string[] => Array.from({ length: count }, (_, i) => `${i},Item ${i}`);

describe('a build', () => {
  test('answers with what it made, and the folder holds just that', async () => {
    const { code, json, out } = await build(lines('id,title,price', '1,Tent,12', '2,Cup,3'));
    expect(code).toBe(0);
    expect(json).toMatchObject({ items: 2, events: 0, users: 0, rejected: 0, unmatched: 0, files: 5 });
    const contents = await contentsOf(out);
    const manifest = JSON.parse(Buffer.from(contents['manifest.json'], 'base64').toString());
    expect(Object.keys(contents).sort()).toEqual(
      [...manifest.files.map((file: { name: string }) => file.name), 'manifest.json'].sort(),
    );
    const bytes = Object.values(contents).reduce((sum, text) => sum + Buffer.from(text, 'base64').length, 0);
    expect(json.bytes).toBe(bytes);
    expect(manifest).toMatchObject({
      ...{ format: 'windowshop-snapshot', formatVersion: 5, builtAt: '2023-11-14T22:13:20Z' },
      ...{ locale: 'en', items: 2, dim: 96, minShoppers: 5, version: json.version },
    });
  });

  test('reads bare prices as the rest of the feed means them, and warns where it says nothing', async () => {
    const german = lines('Artikelnummer;Bezeichnung;Preis;Waehrung', '0;Sofa;1.299;EUR', '1;Tisch;49,90;EUR');
    expect(await itemOf(german, '0')).toMatchObject({ price: 1299 });
    const { stderr } = await build(lines('id;title;price', '0;Sofa;1.299', '1;Tisch;49'));
    expect(stderr).toContain('warning: 1 prices such as 1.299 are read with a decimal point');
    expect((await build(lines('id;title;price', '0;Sofa;1.299', '1;Tisch;49.90'))).stderr).not.toContain('warning');
  });

  test('gives the same bytes for the same input and options, others for others', async () => {
    const catalog = lines('id,title', ...someRows(30));
    const [a, b, c] = [await build(catalog), await build(catalog), await build(catalog, '--dim', '8')];
    expect(await contentsOf(a.out)).toEqual(await contentsOf(b.out));
    expect(c.json.version).not.toBe(a.json.version);
  });

  test('takes its options into the manifest', async () => {
    const { out } = await build(lines('id,title', '1,a'), '--dim', '8', '--locale', 'de_at', '--min-shoppers', '2');
    expect(JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'))).toMatchObject({
      ...{ dim: 8, locale: 'de-AT', minShoppers: 2 },
    });
  });

  test('is pruned to --max-bytes, or refused with the bytes that it needs', async () => {
    const catalog = lines('id,title', ...someRows(30));
    const ids = Array.from({ length: 30 }, (_, id) => id);
    // Every user meets all items, in an order of their own.
    const log = lines(...ids.map((user) => [`u${user}`, ...ids.slice(user), ...ids.slice(0, user)].join(' ')));
    const options = ['--events', await folder.file(log), '--events-format', 'sequences'];
    const whole = await build(catalog, ...options);
    const maxBytes = (whole.json.scoringBytes as number) - 600;
    const small = await build(catalog, ...options, '--max-bytes', `${maxBytes}`);
    expect(small.code).toBe(0);
    expect(small.json.scoringBytes).toBeLessThanOrEqual(maxBytes);
    expect((await windowshop('verify', small.out)).code).toBe(0);

    const { code, json, out } = await build(catalog, ...options, '--max-bytes', '1000');
    expect(code).toBe(1);
    expect(json).toMatchObject({ items: 30, error: { code: 'max_bytes_too_small' } });
    expect(json.error?.message).toMatch(/^30 items of 96 dimensions take \d+ bytes without a single neighbor/);
    await expect(readFile(join(out, 'manifest.json'))).rejects.toThrow('ENOENT');
  });

  test('replaces an earlier snapshot in the same folder and takes its files away', async () => {
    const { out } = await build(lines('id,title', '1,a'));
    const earlier = Object.keys(await contentsOf(out));
    const second = await folder.file(lines('id,title', '1,b'));
    expect((await windowshop('build', '--catalog', second, '--out', out)).code).toBe(0);
    const now = Object.keys(await contentsOf(out));
    expect(now).toHaveLength(5);
    expect(now.filter((name) => earlier.includes(name) && name !== 'manifest.json').length).toBeLessThan(4);
    expect((await windowshop('verify', out)).code).toBe(0);
  });

  test('tells in words what it does, on stderr, and what it made, on stdout', async () => {
    const catalog = await folder.file(lines('id,title', '1,a', '1,b', '2,c', '3,d', '4,e'));
    const { stdout, stderr } = await windowshop(
      'build',
      '--catalog',
      catalog,
      '--out',
      folder.out(),
      '--max-reject',
      '50',
    );
    expect(stderr).toContain('reading catalogue …\n');
    expect(stderr).toContain('rejected catalog: duplicate_id: line 3\n');
    expect(stdout).toMatch(/items {5}4\n/);
    expect(stdout).toMatch(/missing {3}4 url, 4 image, 4 price/);
    expect(stdout).not.toContain('learned');
  });

  test('says what can be wrong with a row that is broken', async () => {
    const { stderr } = await build(lines('id,title', '1,a', '2,b,c,d', ...someRows(9).slice(3)));
    expect(stderr).toContain('rejected catalog: broken_row: line 3 (a quote that nobody closes, more cells than');
  });
});

describe('what the log taught', () => {
  const catalog = lines('id,title', ...someRows(60));
  const told = async (log: string, ...options: string[]) => {
    const files = ['--catalog', await folder.file(catalog), '--events', await folder.file(log)];
    const args = ['build', ...files, '--events-format', 'sequences', '--dim', '8', ...options];
    const { json } = await windowshop(...args, '--out', folder.out(), '--json');
    return { learning: json.learning as LearningSummary, ...(await windowshop(...args, '--out', folder.out())) };
  };
  // Each user walks on from an item of their own; some skip one.
  const walk = (user: number): string =>
    [
      `u${user}`,
      ...Array.from({ length: 14 }, (_, step) => (user * 7 + step + (user % 3 && step > 6 ? 1 : 0)) % 60),
    ].join(' ');

  test('is told with what it is worth on steps that it was not shown', async () => {
    const { learning, stdout } = await told(lines(...Array.from({ length: 500 }, (_, user) => walk(user))));
    expect(learning).toMatchObject({ steps: 500 * 13, figures: { examples: expect.any(Number) } });
    const { figures, weights, lists } = learning as Required<LearningSummary>;
    expect(figures.hitRate).toBeGreaterThan(0.9);
    expect(figures.popularity.hitRate).toBeLessThan(0.5);
    expect(Object.keys(weights).length).toBeGreaterThan(5);
    expect(lists).toMatchObject({ viewedNext: { items: 60 }, boughtWith: { items: 0, neighbors: 0 } });
    expect(stdout).toMatch(/^learned {3}from 6500 steps from item to item$/m);
    expect(stdout).toMatch(
      /^ {10}of \d+ that it was not shown, [\d.]+ % led to one of its first 10 items, MRR [01]\.\d{4}$/m,
    );
    expect(stdout).toMatch(
      /^ {10}what speaks for them: (?:(?:lists|embeddings|content|popularity|repeats) [\d.]+ %(?:, |$))+/m,
    );
    expect(stdout).toMatch(/^lists {5}viewed with [\d.]+ for 100\.0 % of the items, .*bought with none, /m);
  });

  test('is told where it is too little, and why lists are empty', async () => {
    const { learning, stdout } = await told(lines(walk(0), walk(1), 'u3 x y'));
    expect(learning).toMatchObject({ steps: 0, lacks: 'steps', lists: { viewedWith: { items: 0 } } });
    expect(stdout).toContain('learned   no score: 0 steps from item to item, of at least 5000 that it takes\n');
    expect(stdout).toContain('a list needs two items that 5 shoppers met, or bought in one order (--min-shoppers)');
    expect((await build(catalog)).json.learning).toMatchObject({ steps: 0, lists: { alike: { items: 60 } } });
  });

  test('is nothing where ids are not those of the catalogue, which is said with examples of both', async () => {
    const { stderr } = await told(lines('u1 sku-1 sku-2', 'u2 sku-1 0'));
    expect(stderr).toContain(
      'warning: 3 of 4 events are on items that the catalogue lacks, such as "sku-1", "sku-2"; its ids are like "0", "1", "2"\n',
    );
  });
});

describe('formats by content', () => {
  test.each([
    ['products.csv', { id: 'kettle', title: 'Kettle, blue', price: 29.9, brand: 'Oru', available: true }],
    ['products.tsv', { id: 'kettle', title: 'Kettle "blue"', price: 29.9 }],
    ['products.jsonl', { id: 'kettle', title: 'Kettle', category: ['Kitchen', 'Kettles'], tags: ['blue, dark'] }],
    ['products.json', { id: 'kettle', title: 'Kettle', price: 29.9, attributes: { color: 'blue' } }],
    ['google.xml', { id: 'kettle', title: 'Kettle & lid', price: 24.9, listPrice: 29.9, groupId: 'kettles' }],
    ['atom.xml', { id: 'kettle', title: 'Kettle', url: 'https://shop.test/kettle', price: 29.9 }],
    ['shopify.csv', { id: 'kettle', title: 'Kettle', price: 24.9, brand: 'Oru', available: true }],
  ])('%s', async (name, item) => {
    const out = folder.out();
    const built = await windowshop('build', '--catalog', fixture(name), '--out', out, '--json');
    expect(built.json).toMatchObject({ items: 2, rejected: 0 });
    expect((await windowshop('inspect', out, '--item', 'kettle', '--json')).json.item).toMatchObject(item);
  });

  test('the format can be said, and gzip is known by its bytes', async () => {
    const packed = gzipSync(lines('id\ttitle', '1\tTent'));
    expect(await itemOf(packed, '1', '--catalog-format', 'tsv')).toMatchObject({ title: 'Tent' });
    // Several gzip members in one file are one file.
    expect((await build(Buffer.concat([gzipSync('id,title\n1,a\n'), gzipSync('2,b\n')]))).json.items).toBe(2);
  });

  test('a sale price counts while its sale is on, at the moment of the build', async () => {
    // The moment is 14 November 2023.
    const sale = (dates: string): string =>
      `<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>1</g:id><g:title>Tent</g:title>
        <g:price>20 EUR</g:price><g:sale_price>15 EUR</g:sale_price>
        <g:sale_price_effective_date>${dates}</g:sale_price_effective_date></item></channel></rss>`;
    expect(await itemOf(sale('2023-11-01T00:00+0100/2023-11-30T23:59+0100'), '1')).toMatchObject({
      price: 15,
      listPrice: 20,
    });
    const later = await itemOf(sale('2023-11-24/2023-11-27'), '1');
    expect(later).toMatchObject({ price: 20 });
    expect(later).not.toHaveProperty('listPrice');

    const { stderr, json } = await build(sale('Black Friday'));
    expect(stderr).toContain('warning: 1 sale prices are left out');
    expect(json).toMatchObject({ unreadable: { sale_period: 1 } });
  });
});

describe('columns', () => {
  test('are mapped by name and by number', async () => {
    const catalog = lines('code;label;maker', 'a;Tent;Fenn');
    expect(await itemOf(catalog, 'a', '--map', 'id=code', '--map', 'title=label', '--map', 'brand=#3')).toMatchObject({
      ...{ id: 'a', title: 'Tent', brand: 'Fenn' },
    });
    expect(await itemOf(lines('a;Tent', 'b;Cup'), 'a', '--map', 'id=#1', '--map', 'title=#2')).toMatchObject({
      title: 'Tent',
    });
  });

  test('of XML are mapped with or without their prefix', async () => {
    const item = '<item><g:id>1</g:id><title>Tent</title><g:mpn>T-1</g:mpn></item>';
    const xml = `<rss xmlns:g="http://base.google.com/ns/1.0"><channel>${item}</channel></rss>`;
    expect(await itemOf(xml, '1', '--map', 'attributes.mpn=g:mpn')).toMatchObject({ attributes: { mpn: 'T-1' } });
    expect(await itemOf(xml, 'T-1', '--map', 'id=mpn')).toMatchObject({ title: 'Tent' });
  });

  test.each([
    ['an unknown field', ['--map', 'colour=x']],
    ['an unknown column', ['--map', 'title=nope']],
    ['a number beyond the columns', ['--map', 'title=#9']],
    ['no column', ['--map', 'title']],
  ])('of which there is %s are bad usage', async (_, options) => {
    const { code, json, out } = await build(lines('id,title', '1,a'), ...options);
    expect(code).toBe(2);
    expect(json.error).toMatchObject({ code: 'bad_usage' });
    await expect(contentsOf(out)).rejects.toThrow('ENOENT');
  });

  test('may be mapped several at a time', async () => {
    const item = await itemOf(lines('a,b,c', '1,Tent,Oru'), '1', '--map', 'id=a', 'title=b', 'brand=c');
    expect(item).toMatchObject({ id: '1', title: 'Tent', brand: 'Oru' });
  });

  test('that speak of a category are taken for one, but for its number', async () => {
    const item = await itemOf(lines('id,title,shop_category_and_kind,category_id', '1,Tent,Outdoor > Tents,7'), '1');
    expect(item).toMatchObject({ category: ['Outdoor', 'Tents'] });
  });

  test('that no JSON record has are bad usage too', async () => {
    expect((await build('{"id":1,"title":"a"}\n', '--map', 'price=cost')).code).toBe(2);
    expect((await build('[{"id":1,"title":"a"}]', '--map', 'price=cost')).code).toBe(2);
  });

  test('without any for the id are told, with those that there are', async () => {
    const { code, json } = await build(lines('foo,title', '1,a'));
    expect(code).toBe(1);
    expect(json.error).toMatchObject({ code: 'feed_unrecognized', message: expect.stringContaining('foo, title') });
  });
});

describe('rejected rows', () => {
  test('are listed with their lines in the file, and nothing of their contents', async () => {
    const catalog = lines(
      'id,title,brand',
      '1,Tent,Fenn',
      '2,"two',
      'lines",Fenn',
      ',no id,Fenn',
      '3,,Fenn',
      '1,again,Fenn',
      '4,too,many,cells',
      'secret',
      '5,fine,Fenn',
    );
    const { json, out } = await build(catalog, '--max-reject', '70');
    expect(json).toMatchObject({ items: 3, rejected: 5 });
    const rejected = (await readFile(join(out, 'rejected.ndjson'), 'utf8')).trim().split('\n');
    expect(rejected.map((line) => JSON.parse(line))).toEqual([
      { input: 'catalog', line: 5, code: 'no_id', field: 'id' },
      { input: 'catalog', line: 6, code: 'no_title', field: 'title' },
      { input: 'catalog', line: 7, code: 'duplicate_id', field: 'id' },
      { input: 'catalog', line: 8, code: 'broken_row', field: '' },
      { input: 'catalog', line: 9, code: 'broken_row', field: '' },
    ]);
  });

  test('are counted by record in JSON lists, by line in JSON lines', async () => {
    const records = ['{"id":1,"title":"a"}', '{"id":2,"title":', '{"id":1,"title":"b"}'];
    const rejectedLines = async (catalog: string) => {
      const { out } = await build(catalog, '--max-reject', '90');
      const text = await readFile(join(out, 'rejected.ndjson'), 'utf8');
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).line);
    };
    expect(await rejectedLines(`[\n\n${records[0]},\n\n\n${records[2]}]`)).toEqual([2]);
    expect(await rejectedLines(lines(records[0], '', records[1], records[2]))).toEqual([3, 4]);
  });

  test('of more than --max-reject percent end the build, and an earlier snapshot stays as it was', async () => {
    const { out } = await build(lines('id,title', '1,a'));
    const earlier = await contentsOf(out);
    const bad = await folder.file(lines('id,title', ...someRows(8), ',x', ',y', ',z'));
    const again = await windowshop('build', '--catalog', bad, '--out', out, '--json');
    expect(again.code).toBe(1);
    expect(again.json).toMatchObject({ items: 8, rejected: 3, error: { code: 'too_many_rejected' } });
    expect(await contentsOf(out)).toEqual(earlier);
    // 3 of 11 is 27.27 percent.
    expect((await windowshop('build', '--catalog', bad, '--out', out, '--max-reject', '27.2')).code).toBe(1);
    expect((await windowshop('build', '--catalog', bad, '--out', out, '--max-reject', '27.3')).code).toBe(0);
  });

  test('of events count against the events alone', async () => {
    const catalog = lines('id,title', ...someRows(10));
    const events = await folder.file(lines('user,item', 'u,1', 'u,', ',2', 'v,2'));
    const { code, json } = await build(catalog, '--events', events);
    expect(code).toBe(1);
    expect(json).toMatchObject({ items: 10, events: 2, users: 2, rejected: 2, error: { code: 'too_many_rejected' } });
  });

  test('leave no list where there are none', async () => {
    const { out } = await build(lines('id,title', '1,a', '1,b'), '--max-reject', '50');
    expect(await contentsOf(out)).toHaveProperty(['rejected.ndjson']);
    await windowshop('build', '--catalog', await folder.file(lines('id,title', '1,a')), '--out', out);
    expect(await contentsOf(out)).not.toHaveProperty(['rejected.ndjson']);
  });
});

describe('events', () => {
  const catalog = lines('id,title', ...someRows(6));
  const withEvents = async (events: string, ...options: string[]) =>
    build(catalog, '--events', await folder.file(events), '--min-shoppers', '1', ...options);

  test.each([
    ['user,item,time\nu,1,2021-01-01\nu,2,2021-01-01\nv,9,2021-01-01\n', []],
    ['{"user":"u","item":1}\n{"user":"u","item":2}\n{"user":"v","item":9}\n', []],
    ['u 1 2\nv 9\n', []],
    ['u\t1 2\nv\t9\n', []],
    ['u 1 2\nv 9\n', ['--events-format', 'sequences']],
    ['u;1\nu;2\nv;9\n', ['--events-map', 'user=#1', '--events-map', 'item=#2']],
    ['who,what\nu,1\nu,2\nv,9\n', ['--events-map', 'session=who', '--events-map', 'item=what']],
  ])('are read from %j', async (events, options) => {
    const { code, json } = await withEvents(events, ...options);
    expect(code).toBe(0);
    expect(json).toMatchObject({ events: 3, users: 2, unmatched: 1, rejected: 0 });
  });

  test('bring popularity and neighbors into the snapshot', async () => {
    const { out } = await withEvents('user,item,event\nu,1,view\nu,2,view\nv,1,buy\nv,3,buy\n');
    const { json } = await windowshop('inspect', out, '--item', '1', '--json');
    expect(json).toMatchObject({ shoppers: 2, popularity: 9 });
    expect(json.nearest?.['also-viewed'].map(({ id }) => id).sort()).toEqual(['2', '3']);
    expect(json.nearest?.['bought-together'][0].id).toBe('3');
  });

  test('of fewer users than --min-shoppers leave no trace', async () => {
    const events = lines('user,item', ...[1, 2, 3].flatMap((user) => [`u${user},1`, `u${user},2`]), 'u1,3');
    const { out } = await withEvents(events, '--min-shoppers', '3');
    const shoppersOf = async (id: string) => (await windowshop('inspect', out, '--item', id, '--json')).json.shoppers;
    expect([await shoppersOf('1'), await shoppersOf('3')]).toEqual([3, 0]);
  });

  test('leave neither user ids nor times in the folder', async () => {
    const { out } = await withEvents(
      'user,item,time\nalice-17,1,2021-03-04T05:06:07Z\nalice-17,2,2021-03-04T05:06:08Z\n',
    );
    for (const text of Object.values(await contentsOf(out))) {
      const bytes = Buffer.from(text, 'base64').toString('latin1');
      expect(bytes).not.toContain('alice');
      expect(bytes).not.toContain('2021-03');
    }
  });

  test('that cannot be mapped are bad usage', async () => {
    const events = 'user,item\nu,1\n';
    expect((await withEvents(events, '--events-map', 'user=nobody')).code).toBe(2);
    expect((await withEvents(events, '--events-map', 'colour=item')).code).toBe(2);
    expect((await withEvents(events, '--events-format', 'sequences', '--events-map', 'user=item')).code).toBe(2);
    expect((await build(catalog, '--events-map', 'user=item')).code).toBe(2);
  });
});

describe('bad input', () => {
  test('a gzip stream that is cut off ends the build, and an earlier snapshot stays', async () => {
    const { out } = await build(lines('id,title', '1,a'));
    const earlier = await contentsOf(out);
    const packed = gzipSync(lines('id,title', ...someRows(5000)));
    for (const damaged of [packed.subarray(0, packed.length - 9), packed.subarray(0, 40)]) {
      const catalog = await folder.file(damaged, 'feed.csv.gz');
      const { code, json } = await windowshop('build', '--catalog', catalog, '--out', out, '--json');
      expect(code).toBe(1);
      expect(json.error).toMatchObject({ code: 'feed_damaged' });
    }
    expect(await contentsOf(out)).toEqual(earlier);
  });

  test.each([
    ['an empty file', '', 'no_items'],
    ['a header alone', 'id,title\n', 'no_items'],
    ['an empty list', '[]', 'no_items'],
    ['no row that can be used', 'id,title\n,a\n', 'no_items'],
    ['XML of another kind', '<html><body/></html>', 'feed_unrecognized'],
    ['nothing like a table', 'Lorem ipsum\ndolor sit\n', 'feed_unrecognized'],
  ])('%s ends the build with %s', async (_, catalog, errorCode) => {
    const { code, json } = await build(catalog);
    expect(code).toBe(1);
    expect(json.error).toMatchObject({ code: errorCode });
  });

  test('a file that is not there ends the build', async () => {
    const { code, json } = await windowshop('build', '--catalog', '/nowhere/x.csv', '--out', folder.out(), '--json');
    expect(code).toBe(1);
    expect(json.error).toMatchObject({ code: 'file_unreadable' });
  });

  test.each([
    ['a place where nobody can make a folder', async () => '/proc/nowhere/out'],
    ['a file', () => folder.file('x')],
    ['a folder in a file', async () => `${await folder.file('x')}/out`],
  ])('%s to build into ends the build', async (_, place) => {
    const catalog = await folder.file(lines('id,title', '1,a'));
    const { code, json } = await windowshop('build', '--catalog', catalog, '--out', await place(), '--json');
    expect(code).toBe(1);
    expect(json.error).toMatchObject({ code: 'write_failed' });
  });

  test('an empty log is a log without events', async () => {
    const { code, json } = await build(lines('id,title', '1,a'), '--events', await folder.file(''));
    expect(code).toBe(0);
    expect(json).toMatchObject({ events: 0, users: 0 });
  });

  test('Latin-1 is read, with a warning', async () => {
    const { stderr, out } = await build(Buffer.from(lines('id,title', '1,Café crème'), 'latin1'));
    expect(stderr).toContain('1 lines are not UTF-8');
    expect((await windowshop('inspect', out, '--item', '1', '--json')).json.item).toMatchObject({
      title: 'Café crème',
    });
  });

  test('a mark at the start, CRLF, quotes over several lines, markup and a million characters are read', async () => {
    const catalog = `\ufeffid,title,description\r\n1,"<b>Tent</b> &amp;\r\npeg",${'x'.repeat(1_000_000)}\r\n2,${'y'.repeat(1_000_000)},z\r\n`;
    const { out, json } = await build(catalog);
    expect(json).toMatchObject({ items: 2, rejected: 0 });
    const titleOf = async (id: string) => (await windowshop('inspect', out, '--item', id, '--json')).json.item?.title;
    expect(await titleOf('1')).toBe('Tent & peg');
    expect(await titleOf('2')).toHaveLength(500);
  });

  test('ids that look like numbers stay texts', async () => {
    expect(await itemOf(lines('id,title', '007,Bond', '7,Seven'), '007')).toMatchObject({ id: '007', title: 'Bond' });
    const long = '{"id":12345678901234567890,"title":"a"}\n{"id":12345678901234567891,"title":"b"}\n';
    expect(await itemOf(long, '12345678901234567891')).toMatchObject({ title: 'b' });
  });

  test('a feed in UTF-16 is read by its mark', async () => {
    const text = lines('id\ttitle\tprice', '1\tTée 茶\t2.50', '2\tCup\t3.00');
    expect(await itemOf(Buffer.from(`\ufeff${text}`, 'utf16le'), '1')).toMatchObject({ title: 'Tée 茶', price: 2.5 });
  });

  test.each(['', 'user,item,timestamp\n'])('a log without an event is warned about: %j', async (log) => {
    const { code, stderr } = await build(lines('id,title', '1,a'), '--events', await folder.file(log));
    expect(code).toBe(0);
    expect(stderr).toContain('holds no event; the snapshot will be from content alone');
  });

  test('vectors without a usable line end the build, others are warned about', async () => {
    const catalog = lines('id,title', '1,a', '2,b');
    const bad = await build(catalog, '--vectors', await folder.file('hello world\n'));
    expect(bad.json.error).toMatchObject({ code: 'feed_unrecognized' });
    const some = await build(catalog, '--vectors', await folder.file('1 1 0\n2 0 1\n9 1 1\n1 x\n'));
    expect(some.code).toBe(0);
    expect(some.stderr).toContain('1 vectors are for items that the catalogue lacks');
    expect(some.stderr).toContain('1 lines of');
  });

  test('the count and length in front of vectors by word2vec are no vector', async () => {
    const catalog = lines('id,title', ...someRows(6));
    const plain = ['1 1 0 0', '2 0 1 0', '3 0 1 1'];
    const options = async (...texts: string[]) => ['--vectors', await folder.file(lines(...texts))];
    const [without, headed] = [
      await build(catalog, ...(await options(...plain))),
      await build(catalog, ...(await options('3 3', ...plain))),
    ];
    expect(headed.json.version).toBe(without.json.version);
    expect(headed.stderr).not.toContain('warning');
    // Another number than the length of what follows: a vector of one number.
    const short = await build(catalog, ...(await options('3 2', ...plain)));
    expect(short.stderr).toContain('have another length than the first: length 3, the first had 1');
  });

  test('vectors of which none is for an item end the build', async () => {
    const { code, json } = await build(lines('id,title', '1,a'), '--vectors', await folder.file('sku-1 1 0\n'));
    expect(code).toBe(1);
    expect(json.error?.code).toBe('feed_unrecognized');
    expect(json.error?.message).toContain('none of 1 vectors is for an item of the catalogue; each line begins with');
  });

  test('of several files of vectors each is read, and a bad one ends the build', async () => {
    const catalog = lines('id,title', ...someRows(6));
    const texts = await folder.file('1 1 0\n2 0 1\n9 1 1\n');
    const pictures = await folder.file('1 1 0 0\n3 0 1 0\n7 0 0 1\n8 1 1 1\n');
    const [one, both] = [
      await build(catalog, '--vectors', texts),
      await build(catalog, '--vectors', texts, '--vectors', pictures),
    ];
    expect(both.stderr).toMatch(/1 vectors are for items .*\n(.*\n)*.*2 vectors are for items/);
    expect(both.json.version).not.toBe(one.json.version);
    const bad = await build(catalog, '--vectors', texts, '--vectors', await folder.file('hello world\n'));
    expect(bad.json.error).toMatchObject({ code: 'feed_unrecognized' });
  });
});
