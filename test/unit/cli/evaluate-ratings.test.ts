import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { PredictorFigures } from '../../../src/evaluation/ratings/evaluate-ratings.js';
import { temporaryFolder, windowshop } from './run-cli.js';

const folder = await temporaryFolder();

const evaluate = async (text: string | Uint8Array, ...options: string[]) =>
  windowshop('evaluate', 'ratings', '--ratings', await folder.file(text), ...options);

// Eight users who rate four items alike but for how generous they are.
const log = Array.from({ length: 8 }, (_, user) =>
  [3, 1, 0, -2].map((rating, item) => `u${user}\ti${(item + user) % 4} ${rating - (user % 2)}`),
).flat();

describe('evaluate ratings', () => {
  test('answers with all rows, and with what makes the answer again', async () => {
    const path = await folder.file(`${log.join('\n')}\n`);
    const { code, json } = await windowshop('evaluate', 'ratings', '--ratings', path, '--seed', '7', '--json');
    expect(code).toBe(0);
    expect(json).toEqual({
      ...{ protocol: 'ratings', examples: 8, users: 8, items: 4, ratings: 32, minShoppers: 1, seed: 7 },
      dataHash: expect.stringMatching(/^[0-9a-f]{16}$/),
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      command: `windowshop evaluate ratings --ratings ${path} --seed 7 --json`,
      predictors: ['mean', 'item-mean', 'biases', 'item-based', 'matrix-factorization'].map((name) => ({
        name,
        ...{ rmse: expect.any(Number), mse: expect.any(Number) },
        intervals: {
          rmse: [expect.any(Number), expect.any(Number)],
          mse: [expect.any(Number), expect.any(Number)],
        },
        ...(name === 'mean' ? {} : { ridge: expect.any(Number) }),
      })),
    });
    // Shown are 3, 1, 0 and 2, 0, −1: the mean is 5/6. Asked for are −2 and −3.
    const [mean] = json.predictors as PredictorFigures[];
    expect(mean.mse).toBeCloseTo(((2 + 5 / 6) ** 2 + (3 + 5 / 6) ** 2) / 2, 6);
  });

  test('a packed file with blank lines is the same', async () => {
    const plain = await evaluate(log.join('\n'), '--json');
    const packed = await evaluate(gzipSync(log.join('\n')), '--json');
    const spaced = await evaluate(`\ufeff${log.join('\r\n\r\n')}`, '--json');
    expect(packed.json).toMatchObject({ dataHash: plain.json.dataHash, predictors: plain.json.predictors });
    expect(spaced.json.predictors).toEqual(plain.json.predictors);
  });

  test('prints a table, and that it is for study', async () => {
    const { code, stdout } = await evaluate(log.join('\n'), '--min-shoppers', '2');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ratings: 8 examples, 32 ratings by 8 users of 4 items, seed 1, data [0-9a-f]{16}/);
    expect(stdout).toMatch(/^ +RMSE +MSE +ridge$/m);
    expect(stdout).toMatch(/^mean +\d\.\d{4} \[\d\.\d{4}, \d\.\d{4}\] .*–$/m);
    expect(stdout).toContain('statistics of at least 2 shoppers');
    expect(stdout).toContain('windowshop itself ranks, and predicts no ratings');
    expect(stdout).toMatch(/windowshop evaluate ratings --ratings \S+/);
  });

  test('the help says so too', async () => {
    const { stdout } = await windowshop('evaluate', '--help');
    expect(stdout).toMatch(/^ratings +--ratings FILE/m);
    expect(stdout).toContain('windowshop itself ranks, and predicts no ratings');
  });

  test.each([
    ['a header', 'user item rating'],
    ['two words', 'u a'],
    ['a further column', 'u a 3 1700000000'],
    ['a decimal comma', 'u a 3,5'],
    ['what is no finite number', 'u a Infinity'],
    ['more than a number can be', 'u a 1e39'],
  ])('%s is named by its line', async (_, line) => {
    const { code, json } = await evaluate(`u b 4\n\n${line}\n`, '--json');
    expect([code, json.error?.code]).toEqual([1, 'feed_unrecognized']);
    expect(json.error?.message).toContain(`line 3 is no "user item rating": ${JSON.stringify(line)}; write`);
  });

  test.each([
    ['an empty file', ''],
    ['users of one rating', 'u a 1\nv a 2\n'],
    ['one item rated again', 'u a 1\nu a 2\n'],
  ])('%s leaves nothing to ask', async (_, text) => {
    const { code, json } = await evaluate(text, '--json');
    expect([code, json.error?.code]).toEqual([1, 'no_examples']);
  });

  test('a file that cannot be read', async () => {
    const { code, json } = await windowshop('evaluate', 'ratings', '--ratings', folder.path('nothing'), '--json');
    expect([code, json.error?.code]).toEqual([1, 'file_unreadable']);
  });

  test.each([
    ['no file', [], '--ratings is missing'],
    ['an option of another protocol', ['--ratings', 'x', '--k', '10'], '--k belongs to other protocols'],
    ['two protocols', ['next-item', '--ratings', 'x'], 'unexpected argument "next-item"'],
    ['no shoppers', ['--ratings', 'x', '--min-shoppers', '0'], '--min-shoppers must be a whole number'],
  ])('%s is bad usage', async (_, options, message) => {
    const { code, json } = await windowshop('evaluate', 'ratings', ...options, '--json');
    expect([code, json.error?.code]).toEqual([2, 'bad_usage']);
    expect(json.error?.message).toContain(message);
  });

  test('its file belongs to no other protocol', async () => {
    const { code, stderr } = await windowshop('evaluate', 'leave-one-out', '--sequences', 'x', '--ratings', 'y');
    expect(code).toBe(2);
    expect(stderr).toContain('--ratings belongs to ratings');
  });
});
