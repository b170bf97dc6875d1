import { describe, expect, test } from 'vitest';
import { readOptions, SUITES, UsageError } from '../../bench/options.js';
import { METHOD_NAMES } from '../../bench/scan/method-names.js';

describe('the options of the benchmark', () => {
  test('default to the scan, the best 100, 50 items excluded and random rows', () => {
    expect(readOptions([])).toEqual({
      suites: ['scan'],
      k: 100,
      excluded: 50,
      data: 'random',
      json: false,
      docs: false,
      quick: false,
    });
  });

  test('take sizes as lists, each value once', () => {
    const { n, d, batch } = readOptions(['--n', '1000,10000,1000', '--d', '64,128', '--batch', '1', '--batch', '8']);
    expect({ n, d, batch }).toEqual({ n: [1000, 10_000], d: [64, 128], batch: [1, 8] });
  });

  test('take methods by name, or all', () => {
    expect(readOptions(['--methods', 'plain-js,orama']).methods).toEqual(['plain-js', 'orama']);
    expect(readOptions(['--methods', 'all']).methods).toEqual(METHOD_NAMES);
  });

  test('take one suite, several, all, or none to write the document again', () => {
    expect(readOptions(['--suite', 'growth,history']).suites).toEqual(['growth', 'history']);
    expect(readOptions(['--suite', 'all']).suites).toEqual(SUITES);
    expect(readOptions(['--suite', 'none', '--docs']).suites).toEqual([]);
  });

  test.each([
    [['--frobnicate'], '--frobnicate'],
    [
      ['--suite', 'speed'],
      '--suite: must be one of scan, bandwidth, growth, history, query, cold-start, freshness, got "speed"',
    ],
    [['--suite', 'none'], '--suite: "none" goes with --docs'],
    [['--n', '1e5'], '--n: must be a whole number from 1 to 4000000, got "1e5"'],
    [['--d', '64,'], '--d: must be a whole number from 1 to 1024, got ""'],
    [['--batch', '0'], '--batch: must be a whole number from 1 to 64, got "0"'],
    [['--k', '-1'], 'k'],
    [['--rounds', '2'], '--rounds: must be a whole number from 5 to 100000, got "2"'],
    [['--data', 'real'], '--data: must be one of random, clustered, got "real"'],
    [['--methods', 'faiss'], 'got "faiss"'],
    [['--n', '149'], '--n: 149 items are fewer than the 100 asked for and the 50 excluded'],
  ])('%j is refused in a sentence', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(sentence);
  });
});
