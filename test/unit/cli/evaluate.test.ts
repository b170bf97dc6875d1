import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { costOf, type EvaluationSummary } from '../../../src/cli/evaluation/summary.js';
import { padItems } from '../../../src/core/snapshot/tile.js';
import { dataFolder, hasData, missingData } from '../../support/real-data.js';
import { temporaryFolder, windowshop } from './run-cli.js';

const folder = await temporaryFolder();

interface Row {
  name: string;
  hitRate: number;
  mrr: number;
  ndcg: number;
  coverage: number;
}
type Apart = { examples: number; hitRate: number };

const baselineOf = (json: Record<string, unknown>, name: string): Row =>
  (json.baselines as Row[]).find((row) => row.name === name) as Row;

// A checkerboard: each visit or history holds all even or all odd items but one, so the right answer is known.
const ITEMS = 10;
const colour = (rest: number) => Array.from({ length: ITEMS / 2 }, (_, i) => `i${2 * i + rest}`);
const allBut = (item: number): string[] => colour(item % 2).filter((id) => id !== `i${item}`);
const visits = Array.from({ length: ITEMS }, (_, item) => allBut(item).join(' ')).join('\n');
const asked = Array.from({ length: ITEMS }, (_, item) => `${allBut(item).join(' ')}\ti${item}`).join('\n');

describe('next-item', () => {
  test('finds the one that is missing, and says all that the contract asks for', async () => {
    const train = await folder.file(`${visits}\n`);
    const examples = await folder.file(`${asked}\n`);
    const args = ['evaluate', 'next-item', '--train', train, '--examples', examples];
    const { code, json, stderr } = await windowshop(...args, '--k', '5', '--json');
    expect(code).toBe(0);
    expect(json).toMatchObject({
      ...{ protocol: 'next-item', k: 5, hitRate: 1, coverage: 1, examples: ITEMS, minShoppers: 1 },
      ...{ split: 'test', seed: 1, dataHash: expect.stringMatching(/^[0-9a-f]{16}$/) },
      ...{ snapshotBytes: expect.any(Number), bytesPerItem: expect.any(Number), buildMs: expect.any(Number) },
      ...{ msPerQuery: expect.any(Number), version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
      command: `windowshop ${args.join(' ')} --k 5 --json`,
      intervals: { hitRate: [1, 1], mrr: [expect.any(Number), expect.any(Number)] },
    });
    expect((json.baselines as Row[]).map(({ name }) => name)).toEqual(['popularity', 'session-popularity', 'item-knn']);
    expect(baselineOf(json, 'item-knn')).toMatchObject({ hitRate: 1, coverage: 1 });
    // All items are equally popular: everybody gets the first five, in the order of the file i2, i4, i6, i8, i0.
    expect(baselineOf(json, 'popularity')).toMatchObject({ hitRate: 0.5, coverage: 0.5 });
    expect(baselineOf(json, 'popularity').mrr).toBeCloseTo((1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5) / 10, 12);
    expect(stderr).toContain('scoring …');
  });

  test('unknown ids are skipped in the input and are a miss as a target; those seen stay candidates', async () => {
    const train = await folder.file('a b\na b\n');
    const examples = await folder.file('x a y\tb\na\tz\na b a\ta\n\tb\n');
    const { json } = await windowshop('evaluate', 'next-item', '--train', train, '--examples', examples, '--json');
    expect(json).toMatchObject({ examples: 4, hitRate: 3 / 4, k: 20 });
    // b at rank 2, behind a; z nowhere; a at rank 1; b at rank 2 by popularity.
    expect(baselineOf(json, 'session-popularity').mrr).toBeCloseTo((1 / 2 + 0 + 1 + 1 / 2) / 4, 12);
  });

  test('packed files, marks and line ends change nothing', async () => {
    const plain = await windowshop(
      ...['evaluate', 'next-item', '--train', await folder.file(visits), '--examples', await folder.file(asked)],
      '--json',
    );
    const packed = await windowshop(
      ...['evaluate', 'next-item', '--json'],
      ...['--train', await folder.file(gzipSync(visits), 'train.gz')],
      ...['--examples', await folder.file(gzipSync(asked), 'examples.gz')],
    );
    const { hitRate, mrr, baselines, dataHash } = plain.json;
    const figures = (rows: unknown) => (rows as Row[]).map((row) => [row.name, row.hitRate, row.mrr, row.ndcg]);
    expect(packed.json).toMatchObject({ hitRate, mrr, dataHash });
    expect(figures(packed.json.baselines)).toEqual(figures(baselines));
    const marked = await folder.file(`\ufeff${visits.replaceAll('\n', '\r\n')}\r\n`);
    const foreign = await windowshop(
      ...['evaluate', 'next-item', '--train', marked, '--examples', await folder.file(asked), '--json'],
    );
    expect(foreign.json).toMatchObject({ hitRate, mrr });
  });

  test('validation asks about the last tenth of the visits and needs no examples', async () => {
    const train = await folder.file(`${visits}\ni0 i2 i4\n`);
    const { json } = await windowshop('evaluate', 'next-item', '--train', train, '--split', 'validation', '--json');
    // The last two of eleven: four odd items and three even ones make 3 + 2 examples.
    expect(json).toMatchObject({ split: 'validation', examples: 5 });
  });

  test('validation never opens the examples of the test, and says so', async () => {
    const train = await folder.file(`${visits}\ni0 i2 i4\n`);
    const args = [
      'evaluate',
      'next-item',
      '--train',
      train,
      '--examples',
      'nowhere',
      '--split',
      'validation',
      '--json',
    ];
    const { code, json, stderr } = await windowshop(...args);
    expect([code, json.examples]).toEqual([0, 5]);
    expect(stderr).toContain('warning: --examples is not read');
  });

  test('a sample asks less, the same for the same seed', async () => {
    const args = ['evaluate', 'next-item', '--train', await folder.file(visits), '--sample', '4', '--k', '1', '--json'];
    const first = await windowshop(...args, '--examples', await folder.file(asked));
    const again = await windowshop(...args, '--examples', await folder.file(asked));
    expect(first.json.examples).toBe(4);
    expect(again.json.hitRate).toBe(first.json.hitRate);
  });

  test('a limit of bytes is kept, or refused with what it would take', async () => {
    const files = ['--train', await folder.file(visits), '--examples', await folder.file(asked)];
    const bytesWith = async (...options: string[]): Promise<number> =>
      ITEMS * ((await windowshop('evaluate', 'next-item', ...files, '--json', ...options)).json.bytesPerItem as number);
    const whole = await bytesWith();
    const limit = Math.round(whole) - 100;
    expect(await bytesWith('--max-bytes', `${limit}`)).toBeLessThanOrEqual(limit);
    expect(await bytesWith('--max-bytes', `${Math.round(whole)}`)).toBe(whole);
    expect(await bytesWith('--dim', '64')).toBe(whole - (96 - 64) * padItems(ITEMS));
    const refused = await windowshop('evaluate', 'next-item', ...files, '--json', '--max-bytes', '100');
    expect(refused).toMatchObject({ code: 1, json: { error: { code: 'max_bytes_too_small' } } });
  });

  test('lines that are no examples are named and left out', async () => {
    const { json, stderr } = await windowshop(
      ...['evaluate', 'next-item', '--train', await folder.file(visits), '--json'],
      ...['--examples', await folder.file('i0 i2\n\ni0\ti2\n')],
    );
    expect(json.examples).toBe(1);
    expect(stderr).toMatch(/1 lines of .* are no "ids TAB target", the first is 1/);
  });
});

// Histories of all but one, so that two are held out and the rest still tells the colour.
const histories = Array.from({ length: 4 * ITEMS }, (_, user) => {
  const items = colour(user % 2);
  const turn = (user >> 1) % items.length;
  return `u${user} ${[...items.slice(turn), ...items.slice(0, turn)].join(' ')}`;
}).join('\n');
const catalogue = `id,title\n${Array.from({ length: ITEMS }, (_, i) => `i${i},${i % 2 ? 'Mountain tent' : 'China teapot'} no ${i}`).join('\n')}\nzz,Something else\n`;

describe('leave-one-out', () => {
  test('ranks all but the input: of five of a colour only the last is left', async () => {
    const sequences = await folder.file(`${histories}\nshort i0 i1\n`);
    const { code, json } = await windowshop(
      'evaluate',
      'leave-one-out',
      '--sequences',
      sequences,
      '--k',
      '1',
      '--json',
    );
    expect(code).toBe(0);
    expect(json).toMatchObject({ protocol: 'leave-one-out', k: 1, examples: 4 * ITEMS, hitRate: 1, mrr: 1 });
    expect(baselineOf(json, 'item-knn').hitRate).toBe(1);
    expect(json.cold).toBeUndefined();
  });

  test('validation asks for the second last', async () => {
    const args = ['evaluate', 'leave-one-out', '--sequences', await folder.file('u a b c\nv a b d\n'), '--json'];
    const { json } = await windowshop(...args, '--split', 'validation');
    expect(json).toMatchObject({ split: 'validation', k: 10, examples: 1 });
    // Every second user is asked. Candidates b, c, d after a: b is the target, and the first in the order of the file.
    expect(baselineOf(json, 'popularity').mrr).toBe(1);
  });

  test('hidden items are found by their text, and told apart; the catalogue adds no candidates', async () => {
    const args = ['evaluate', 'leave-one-out', '--sequences', await folder.file(histories), '--k', '1'];
    const hide = ['--hide-items', '0.2', '--seed', '3', '--json'];
    const { json: blind } = await windowshop(...args, ...hide);
    const { json } = await windowshop(...args, ...hide, '--catalog', await folder.file(catalogue));
    const [cold, warm] = [json.cold, json.warm] as Apart[];
    // Two of ten items, each the target of four of forty histories.
    expect([cold.examples, warm.examples]).toEqual([8, 32]);
    expect([blind.candidates, json.candidates]).toEqual([ITEMS, ITEMS]);
    expect([blind.diversityBy, json.diversityBy]).toEqual(['behavior', 'content']);
    expect(cold.hitRate).toBe(1);
    expect((blind.cold as Apart).hitRate).toBeLessThan(1);
  });

  test('hidden items are found by vectors of their own too, with no catalogue, and the result tells of which', async () => {
    const vectorsBy = (value: (item: number) => string) =>
      folder.file(Array.from({ length: ITEMS }, (_, i) => `i${i} ${value(i)}\n`).join(''));
    const sequences = await folder.file(histories);
    const args = ['evaluate', 'leave-one-out', '--sequences', sequences, '--k', '1', '--json'];
    const hide = ['--hide-items', '0.2', '--seed', '3'];
    const hit = ({ json }: { json: Record<string, unknown> }) => (json.cold as Apart).hitRate;
    const colours = await vectorsBy((i) => (i % 2 ? '1 0 0' : '0 1 0'));
    const blind = await windowshop(...args, ...hide);
    const seeing = await windowshop(...args, ...hide, '--vectors', colours);
    expect([hit(blind) < 1, hit(seeing)]).toEqual([true, 1]);
    expect(seeing.json.diversityBy).toBe('content');
    expect(seeing.json.command).toBe(`windowshop ${[...args, ...hide].join(' ')} --vectors ${colours}`);
    expect(seeing.json.dataHash).not.toBe(blind.json.dataHash);
    // A second kind that says nothing changes nothing; only the first kind alone would say it too.
    const same = await vectorsBy(() => '1');
    const second = await windowshop(...args, ...hide, '--vectors', same, '--vectors', colours);
    expect(hit(second)).toBe(1);
    expect(hit(await windowshop(...args, ...hide, '--vectors', same))).toBeLessThan(1);
  });

  test('vectors take part in the content of other methods, and those for none of the items are refused', async () => {
    // The texts tell nothing apart.
    const texts = await folder.file(`id,title\n${Array.from({ length: ITEMS }, (_, i) => `i${i},Soap`).join('\n')}\n`);
    const files = ['--sequences', await folder.file(histories), '--catalog', texts];
    const args = ['evaluate', 'leave-one-out', ...files, '--k', '1'];
    const colours = Array.from({ length: ITEMS }, (_, i) => `i${i} ${i % 2 ? '1 0' : '0 1'}\n`).join('');
    const vectors = await folder.file(`${colours}zz 1 1\n`);
    const { json, stderr } = await windowshop(...args, '--vectors', vectors, '--model', 'content-based', '--json');
    expect((json.models as Row[])[0]).toMatchObject({ name: 'content-based', hitRate: 1 });
    expect(stderr).toContain('1 vectors are for items that the log lacks');
    const { json: blind } = await windowshop(...args, '--model', 'content-based', '--json');
    expect((blind.models as Row[])[0].hitRate).toBeLessThan(1);
    const foreign = await windowshop(...args, '--vectors', await folder.file('zz 1 1\n'), '--json');
    expect([foreign.code, foreign.json.error?.code]).toEqual([1, 'feed_unrecognized']);
    expect(foreign.json.error?.message).toContain('is for an item of the log');
  });

  test('texts are read in the language that is told, not in the one that is guessed', async () => {
    // I is the capital of ı in Turkish, and elsewhere of i: there it would stand for the other colour.
    const spellings = ['IŞIK', 'İŞİK', 'ışık', 'işik'];
    const titles = Array.from({ length: ITEMS }, (_, i) => `i${i},${spellings[i % 4]}`).join('\n');
    const args = ['evaluate', 'leave-one-out', '--sequences', await folder.file(histories), '--k', '1'];
    const rowIn = async (locale: string) => {
      const catalog = ['--catalog', await folder.file(`id,title\n${titles}\n`), '--locale', locale];
      const { json } = await windowshop(...args, ...catalog, '--model', 'content-based', '--json');
      expect(json.command).toContain(` --locale ${locale} `);
      return (json.models as Row[])[0].hitRate;
    };
    expect(await rowIn('tr')).toBe(1);
    expect(await rowIn('en')).toBeLessThan(1);
  });

  test('writes a page that holds all it needs', async () => {
    const report = folder.path('report.html');
    const sequences = await folder.file(histories, 'a<b>.txt');
    const { code, stdout } = await windowshop(
      'evaluate',
      'leave-one-out',
      '--sequences',
      sequences,
      '--report',
      report,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^windowshop +1\.0000 \[1\.0000, 1\.0000\]/m);
    expect(stdout).toMatch(/^item-knn +1\.0000/m);
    expect(stdout).toMatch(/leave-one-out, test: 40 examples, 10 candidates, K = 10, seed 1, data [0-9a-f]{16}/);
    const page = await readFile(report, 'utf8');
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<th scope="row">session-popularity</th>');
    expect(page.match(/<svg [^>]*role="img" aria-label="[^"]*windowshop 1\.0000/g)).toHaveLength(3);
    expect(page).toContain('a&lt;b&gt;.txt');
    expect(page).not.toMatch(/<script|src=|href=/);
  });
});

describe('methods beside the snapshot', () => {
  test('each has a row, in the order asked for, and finds what is missing on the checkerboard', async () => {
    const args = ['evaluate', 'leave-one-out', '--sequences', await folder.file(histories), '--k', '1', '--json'];
    const { code, json } = await windowshop(...args, '--model', 'user-based,item-based,popularity');
    expect(code).toBe(0);
    const models = json.models as Row[];
    expect(models.map(({ name }) => name)).toEqual(['user-based', 'item-based', 'popularity']);
    expect(models.slice(0, 2).map(({ hitRate }) => hitRate)).toEqual([1, 1]);
    expect(models[2].ndcg).toBe(baselineOf(json, 'popularity').ndcg);
    expect((await windowshop(...args)).json.models).toBeUndefined();
  });

  test('all are all that the log can teach; a name stands in the table once', async () => {
    const { code, stdout, stderr } = await windowshop(
      ...['evaluate', 'next-item', '--train', await folder.file(visits), '--examples', await folder.file(asked)],
      ...['--model', 'all'],
    );
    expect(code).toBe(0);
    for (const name of ['repeat-consumption', 'content-based', 'matrix-factorization', 'hybrid'])
      expect(stdout).toMatch(new RegExp(`^${name} +[01]\\.`, 'm'));
    const [, main] = stdout.split('\n\n');
    expect(main.match(/^popularity /gm)).toHaveLength(1);
    expect(stderr).toContain('there is no sequence-encoder: the log is too small');
  });

  test('an unknown name tells the known ones', async () => {
    const { stderr } = await windowshop('evaluate', 'leave-one-out', '--sequences', 'x', '--model', 'oracle');
    expect(stderr).toMatch(/there is no "oracle"; there are popularity, .*sequence-encoder, all/);
  });
});

test('folds give means, deviations and all examples', async () => {
  const args = ['evaluate', 'leave-one-out', '--sequences', await folder.file(histories), '--k', '1'];
  const fold = ['--split', 'validation', '--folds', '4', '--model', 'item-based'];
  const { code, json } = await windowshop(...args, ...fold, '--json');
  expect(code).toBe(0);
  // Two of a colour are left: the second last and the last.
  expect(json).toMatchObject({
    folds: 4,
    examples: 4 * ITEMS,
    intervals: { hitRate: [expect.any(Number), expect.any(Number)] },
  });
  for (const row of [json, baselineOf(json, 'item-knn'), (json.models as Row[])[0]])
    expect(row).toMatchObject({ deviations: { hitRate: expect.any(Number), coverage: expect.any(Number) } });
  const { stdout, stderr } = await windowshop(...args, ...fold);
  expect(stderr).toContain('fold 4 of 4');
  expect(stdout).toMatch(/^deviation +hit rate/m);
  expect(stdout).toContain('95 % t-intervals of the mean over 4 folds');
});

describe('over folds', () => {
  test('examples are counted together, cold and warm', async () => {
    const args = ['evaluate', 'leave-one-out', '--sequences', await folder.file(histories), '--hide-items', '0.2'];
    const { json } = await windowshop(...args, '--split', 'validation', '--folds', '3', '--seed', '3', '--json');
    // Two of ten items, each the target of four of forty histories.
    for (const row of [json, baselineOf(json, 'item-knn')] as { cold: Apart; warm: Apart }[])
      expect([row.cold.examples, row.warm.examples]).toEqual([8, 32]);
  });

  test('candidates are whole, where the log has more items from cut to cut', async () => {
    const chain = Array.from({ length: 17 }, (_, visit) => `i${visit} i${visit + 1}`);
    const growing = [...chain, 'i0 i1', 'i1 i2', 'i2 i3'].join('\n');
    const args = ['evaluate', 'next-item', '--train', await folder.file(growing), '--split', 'validation'];
    const { json } = await windowshop(...args, '--folds', '2', '--json');
    // Of 20 visits the cuts train on 16 and on 18, of 17 and of 18 items.
    expect(json.candidates).toBe(Math.round(17.5));
    expect((await windowshop(...args, '--folds', '2')).stdout).toContain(', 18 candidates, ');
  });
});

test('the α that hybrid learns has a field', async () => {
  const args = ['evaluate', 'leave-one-out', '--sequences', await folder.file(histories), '--k', '1', '--json'];
  const { json } = await windowshop(...args, '--model', 'hybrid,item-based');
  const [hybrid, other] = json.models as { alpha?: number }[];
  // Content is silent: of the equals from 0.05, the first step at which behavior counts, to 1 the middle one.
  expect(hybrid.alpha).toBeCloseTo(0.525, 12);
  expect(other).not.toHaveProperty('alpha');
});

test('the mean of the bytes is told in whole bytes', () => {
  const cost = { snapshotBytes: 19_409 + 2 / 3, bytesPerItem: 1, buildMs: 1000, msPerQuery: 1, minShoppers: 1 };
  expect(costOf(cost as EvaluationSummary)).toMatch(/^snapshot 19410 bytes, /);
});

test('what a score is learned without is told, and that it changes nothing where none is learned', async () => {
  const args = [
    'evaluate',
    'leave-one-out',
    '--sequences',
    await folder.file(histories),
    '--without',
    'popularity,repeat0',
  ];
  const { stdout, stderr } = await windowshop(...args);
  const products = ['encoder', 'viewedWith', 'viewedNext', 'alike'].flatMap((a) => [`${a}*popular`, `${a}*recent`]);
  const left = ['repeat0', 'recent', 'popular', ...products, 'popular*recent'];
  expect(stdout).toContain(`, without ${left.join(', ')}\n`);
  expect(stderr).toContain('--without changes nothing');
  expect((await windowshop(...args, '--json')).json.without).toEqual(left);
});

describe('ends with 1', () => {
  test.each([
    ['without an item', '', 'a\tb\n'],
    ['without an example', 'a b\n', ''],
  ])('%s', async (_, train, examples) => {
    const { code, json } = await windowshop(
      ...['evaluate', 'next-item', '--train', await folder.file(train), '--examples', await folder.file(examples)],
      '--json',
    );
    expect([code, json.error?.code]).toEqual([1, 'no_examples']);
  });

  test('where a file cannot be read', async () => {
    const missing = await windowshop('evaluate', 'leave-one-out', '--sequences', folder.path('nothing'), '--json');
    expect([missing.code, missing.json.error?.code]).toEqual([1, 'file_unreadable']);
  });
});

test('a column that the catalogue lacks is bad usage', async () => {
  const { code, json } = await windowshop(
    ...['evaluate', 'leave-one-out', '--sequences', await folder.file(histories), '--json'],
    ...['--catalog', await folder.file(catalogue), '--map', 'title=name'],
  );
  expect([code, json.error?.code]).toEqual([2, 'bad_usage']);
});

const SCIENTIFIC = 'amazon18-scientific-small';
describe.skipIf(!hasData(SCIENTIFIC))(`Amazon Scientific${missingData(SCIENTIFIC)}`, () => {
  test('is ahead of all baselines', async () => {
    const text = gunzipSync(await readFile(join(dataFolder, SCIENTIFIC, 'Scientific.test.inter.gz'))).toString();
    // A header, then `user TAB item item … TAB item`.
    const lines = text.trim().split('\n').slice(1);
    const sequences = await folder.file(lines.map((line) => line.replaceAll('\t', ' ')).join('\n'));
    const { code, json } = await windowshop('evaluate', 'leave-one-out', '--sequences', sequences, '--json');
    expect(code).toBe(0);
    expect(json.examples).toBe(2928);
    for (const { ndcg } of json.baselines as Row[]) expect(json.ndcg as number).toBeGreaterThan(ndcg);
  }, 300_000);
});

describe('warns', () => {
  const evaluate = async (...options: string[]) => {
    const train = await folder.file(`${visits}\n`);
    const examples = await folder.file(`${asked}\n`);
    return (await windowshop('evaluate', 'next-item', '--train', train, '--examples', examples, ...options)).stderr;
  };
  const nothing = 'warning: rows of content-based and hybrid mean nothing without a --catalog that describes the items';

  test('of methods that know nothing without a catalogue, or with a foreign one', async () => {
    expect(await evaluate('--model', 'all')).toContain(nothing);
    const foreign = await evaluate('--model', 'all', '--catalog', await folder.file('id,title\nzz,Tent\n'));
    expect(foreign).toContain(nothing);
    expect(await evaluate('--model', 'all', '--catalog', await folder.file(catalogue))).not.toContain(nothing);
    expect(await evaluate('--model', 'item-based')).not.toContain('mean nothing');
  });

  test('of a catalogue that describes none of the items', async () => {
    const described = `the catalogue describes 0 of ${ITEMS} items`;
    expect(await evaluate('--catalog', await folder.file('id,title\nzz,Tent\n'))).toContain(`warning: ${described}`);
    expect(await evaluate('--catalog', await folder.file(catalogue))).not.toContain('warning: the catalogue');
    // It leaves no sale out, and does not say so.
    const sale = 'id,title,sale_price,sale_price_effective_date\nzz,Tent,9,soon\n';
    expect(await evaluate('--catalog', await folder.file(sale))).not.toContain('sale prices');
  });
});
