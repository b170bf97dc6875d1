import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SnapshotContent } from '../../../src/core/snapshot/snapshot-content.js';
import { encodeInMemory, neighborsOf, snapshotContent } from '../../support/snapshot-in-memory.js';
import { writeSnapshot } from '../../support/write-snapshot.js';
import { temporaryFolder, windowshop } from './run-cli.js';

const folder = await temporaryFolder();
let out: string;

beforeAll(async () => {
  out = folder.out();
  const rows = Array.from({ length: 30 }, (_, i) => {
    const [kind, category] = i % 2 ? ['tent', 'Outdoor'] : ['teapot', 'Kitchen'];
    return `i${i},${kind} model ${i},${category},${i < 15 ? 10 + i : ''},${i === 0 ? '/i.jpg' : ''},g${Math.floor(i / 2)}`;
  });
  const catalog = await folder.file(`id,title,category,price,image,group_id\n${rows.join('\n')}\n`);
  const events = await folder.file('u i0 i2 i4\nv i0 i2\nw i1 i3\n');
  await windowshop('build', '--catalog', catalog, '--events', events, '--min-shoppers', '1', '--out', out);
});

/** A copy of the snapshot that a test may break. */
async function copy(change: (folder: string, names: Record<string, string>) => Promise<void>): Promise<string> {
  const broken = folder.out();
  await cp(out, broken, { recursive: true });
  const { files } = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
  await change(broken, Object.fromEntries(files.map(({ role, name }: { role: string; name: string }) => [role, name])));
  return broken;
}

const flipByte = async (path: string, at: number): Promise<void> => {
  const bytes = await readFile(path);
  bytes[at] ^= 1;
  await writeFile(path, bytes);
};

describe('inspect', () => {
  test('tells counts, sizes and how much is known', async () => {
    const { code, json } = await windowshop('inspect', out, '--json');
    expect(code).toBe(0);
    expect(json).toMatchObject({
      ...{ items: 30, dim: 96, minShoppers: 1, locale: 'en' },
      // 15 of 30 have a price, one a picture, all a category; 5 items were seen by anyone.
      shares: { price: 0.5, image: 0.0333, category: 1, behaviour: 0.1667 },
    });
    expect((json.files as { role: string }[]).map(({ role }) => role)).toEqual([
      ...['items', 'embeddings', 'neighbors', 'catalog'],
    ]);
  });

  test('tells what each section takes of an item', async () => {
    const { json } = await windowshop('inspect', out, '--json');
    const sections = json.sections as { role: string; name: string; bytes: number; bytesPerItem: number }[];
    // 30 items in two tiles of 16, 96 bytes each; two bytes of popularity; no log of orders, and so no list of them.
    expect(sections).toContainEqual({ role: 'embeddings', name: 'codes', bytes: 3072, bytesPerItem: 102.4 });
    expect(sections).toContainEqual({ role: 'items', name: 'popularity', bytes: 60, bytesPerItem: 2 });
    expect(sections).toContainEqual({ role: 'neighbors', name: 'boughtLengths', bytes: 0, bytesPerItem: 0 });
    const { stdout } = await windowshop('inspect', out);
    expect(stdout).toMatch(/^bytes per item, by section$/m);
    expect(stdout).toMatch(/^ {2}items {12}2\.00 {2}popularity$/m);
    expect(stdout).not.toContain('boughtLengths');
  });

  test('shows an item with what lies next to it, by id, group or address', async () => {
    const { json } = await windowshop('inspect', out, '--item', 'i0', '--k', '5', '--json');
    expect(json.item).toMatchObject({ id: 'i0', title: 'teapot model 0', price: 10, category: ['Kitchen'] });
    expect(json.nearest?.similar).toHaveLength(5);
    expect(json.nearest?.similar.every(({ title }) => title.startsWith('teapot'))).toBe(true);
    expect(json.nearest?.['also-viewed'].map(({ id }) => id)).toEqual(['i2', 'i4']);
    expect((await windowshop('inspect', out, '--item', 'g3', '--json')).json.item).toMatchObject({ id: 'i6' });
  });

  test('says the same in words', async () => {
    const { stdout } = await windowshop('inspect', out, '--item', 'i0');
    expect(stdout).toMatch(/^id +i0\ntitle +teapot model 0$/m);
    expect(stdout).toMatch(/also-viewed\n {2}\d\.\d{4} {2}i2 {2}teapot model 2/);
    expect((await windowshop('inspect', out)).stdout).toMatch(/category +100\.0 %/);
  });

  test('ends with 1 for an unknown item and an unreadable folder', async () => {
    const unknown = await windowshop('inspect', out, '--item', 'nope', '--json');
    expect([unknown.code, unknown.json.error?.code]).toEqual([1, 'item_unknown']);
    const nowhere = await windowshop('inspect', folder.out(), '--json');
    expect([nowhere.code, nowhere.json.error?.code]).toEqual([1, 'snapshot_unreadable']);
    const broken = await copy((path, { items }) => flipByte(join(path, items), 200));
    expect((await windowshop('inspect', broken, '--json')).json.error?.code).toBe('snapshot_invalid');
  });
});

describe('inspect --privacy', () => {
  const products = ['a', 'b', 'c'].map((id) => ({ id, title: id }));
  /** Items a and b have six shoppers, c has none. */
  const shoppers = Uint32Array.of(6, 6, 0);
  const sound: Partial<SnapshotContent> = {
    minShoppers: 5,
    shoppers,
    popularity: Float32Array.of(2, 1, 0),
    viewedWith: neighborsOf(3, { 0: [[1, 1]], 1: [[0, 1]] }),
    boughtWith: neighborsOf(3, { 0: [[1, 1]] }),
    alike: neighborsOf(3, { 2: [[0, 1]] }),
    encoder: { temperature: 1, positions: Float32Array.of(0), gates: Float32Array.of(1, 0, 0) },
  };
  const inspected = async (parts: Partial<SnapshotContent>) => {
    const out = folder.out();
    await writeSnapshot(out, encodeInMemory(snapshotContent(products, { ...sound, ...parts })));
    return out;
  };

  test('tells how many shoppers everything rests on', async () => {
    const out = await inspected({});
    const { code, json } = await windowshop('inspect', out, '--privacy', '--json');
    expect(code).toBe(0);
    expect(json.privacy).toMatchObject({
      ...{ minShoppers: 5, items: 2, fewestShoppers: 6, learnedRows: 2, learnedGates: 1, problems: [] },
      pairs: { viewedWith: 2, viewedNext: 0, boughtWith: 1 },
    });
    const { stdout } = await windowshop('inspect', out, '--privacy');
    expect(stdout).toMatch(/^ {2}viewedWith +2 {2}pairs, both items of at least 5 shoppers$/m);
    expect(stdout).toMatch(/no section for a user, an event or the time of one/);
  });

  test('accounts for every byte of the files', async () => {
    const { json } = await windowshop('inspect', await inspected({}), '--privacy', '--json');
    const { bytes } = json.privacy as { bytes: Record<string, number> };
    const files = json.files as { bytes: number }[];
    expect(Object.values(bytes).reduce((sum, size) => sum + size, 0)).toBe(
      files.reduce((sum, file) => sum + file.bytes, 0),
    );
  });

  test.each<[string, Partial<SnapshotContent>]>([
    ['a count', { shoppers: Uint32Array.of(6, 6, 4) }],
    ['a popularity', { popularity: Float32Array.of(2, 1, 1) }],
    ['a recent popularity', { recentPopularity: Float32Array.of(2, 1, 1) }],
    ['a gate', { encoder: { temperature: 1, positions: Float32Array.of(0), gates: Float32Array.of(1, 0, 1) } }],
    ['a pair in viewedWith', { viewedWith: neighborsOf(3, { 0: [[2, 1]] }) }],
    ['a pair in viewedNext', { viewedNext: neighborsOf(3, { 2: [[1, 1]] }) }],
    ['a pair in boughtWith', { boughtWith: neighborsOf(3, { 2: [[0, 1]] }) }],
  ])('finds %s with too few shoppers', async (what, parts) => {
    const { code, json } = await windowshop('inspect', await inspected(parts), '--privacy', '--json');
    expect(code).toBe(1);
    expect(json.error).toEqual({ code: 'privacy', message: `1 items have ${what}, with fewer than 5 shoppers` });
  });

  test('finds them in the head of a large snapshot too', async () => {
    const many = Array.from({ length: 2100 }, (_, n) => ({ id: `i${n}`, title: `i${n}` }));
    const out = folder.out();
    await writeSnapshot(
      out,
      encodeInMemory(snapshotContent(many, { minShoppers: 5, shoppers: new Uint32Array(2100).fill(4) })),
    );
    const { json } = await windowshop('inspect', out, '--privacy', '--json');
    expect((json.privacy as { problems: string[] }).problems).toEqual([
      '2100 items have a count, with fewer than 5 shoppers',
      'head: 256 items have a count, with fewer than 5 shoppers',
    ]);
  });

  test('has nothing to say against what a catalogue alone says', async () => {
    const alone = { shoppers: new Uint32Array(3), viewedWith: neighborsOf(3, {}), boughtWith: neighborsOf(3, {}) };
    const out = folder.out();
    await writeSnapshot(
      out,
      encodeInMemory(snapshotContent(products, { ...alone, popularity: Float32Array.of(20, 0, 5) })),
    );
    const { code, stdout } = await windowshop('inspect', out, '--privacy');
    expect(code).toBe(0);
    expect(stdout).toContain(
      'there was no log, or all its items had fewer than 1 shoppers; the bytes do not tell which',
    );
  });
});

describe('verify', () => {
  test('finds nothing wrong with what build made, and agrees with it', async () => {
    const { code, json } = await windowshop('verify', out, '--json');
    const { bytes, version } = (await windowshop('inspect', out, '--json')).json;
    expect(code).toBe(0);
    expect(json).toEqual({ ok: true, signed: false, version, files: 5, bytes, problems: [] });
  });

  test.each<[string, string, string, (path: string, names: Record<string, string>) => Promise<void>]>([
    ['a flipped bit', 'catalog', 'hash', (path, { catalog }) => flipByte(join(path, catalog), 300)],
    ['a missing file', 'neighbors', 'missing', (path, { neighbors }) => rm(join(path, neighbors))],
    [
      'a file cut short',
      'embeddings',
      'length',
      async (path, { embeddings }) => {
        const bytes = await readFile(join(path, embeddings));
        await writeFile(join(path, embeddings), bytes.subarray(0, bytes.length - 1));
      },
    ],
    [
      'a file of another role',
      'items',
      'length',
      async (path, { items, catalog }) => writeFile(join(path, items), await readFile(join(path, catalog))),
    ],
  ])('names %s', async (_, role, code, change) => {
    const broken = await copy(change);
    const { code: exitCode, json } = await windowshop('verify', broken, '--json');
    expect(exitCode).toBe(1);
    expect(json.ok).toBe(false);
    expect(json.error?.code).toBe('snapshot_invalid');
    expect(json.problems).toEqual([
      { file: expect.stringMatching(new RegExp(`^${role}-`)), code, message: expect.any(String) },
    ]);
  });

  test.each([
    ['another item count', /"items": 30/, '"items": 31'],
    ['another moment', /"builtAt": "2023/, '"builtAt": "2024'],
    ['no JSON', /.*/s, 'nonsense'],
  ])('notices a manifest with %s', async (_, from, to) => {
    const broken = await copy(async (path) => {
      const manifest = await readFile(join(path, 'manifest.json'), 'utf8');
      await writeFile(join(path, 'manifest.json'), manifest.replace(from, to));
    });
    const { code, json } = await windowshop('verify', broken, '--json');
    expect(code).toBe(1);
    expect(json.problems?.[0]).toMatchObject({ file: 'manifest.json', code: 'invalid' });
    expect(json.error?.message).toMatch(/^manifest\.json: (?!manifest)/);
  });

  test.each(['viewedWith', 'viewedNext', 'alike', 'boughtWith'] as const)(
    'names an item that is its own neighbor in %s',
    async (list) => {
      const broken = folder.out();
      const products = ['a', 'b'].map((id) => ({ id, title: id }));
      await writeSnapshot(
        broken,
        encodeInMemory(snapshotContent(products, { [list]: neighborsOf(2, { 1: [[1, 1]] }) })),
      );
      const { code, json } = await windowshop('verify', broken, '--json');
      expect(code).toBe(1);
      expect(json.problems?.[0].message).toBe(`${list}: item 1 is its own neighbor`);
    },
  );

  test('says so where there is no snapshot at all', async () => {
    const { code, json } = await windowshop('verify', folder.out(), '--json');
    expect(code).toBe(1);
    expect(json).toMatchObject({ ok: false, problems: [{ file: 'manifest.json', code: 'missing' }] });
  });
});
