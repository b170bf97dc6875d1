import { describe, expect, test } from 'vitest';
import { EVENT_NAMES } from '../../../src/builder/values/event-names.js';
import { drawNumbers, pick } from '../../../src/evaluation/draw.js';
import { leaveOneOut } from '../../../src/evaluation/leave-one-out.js';
import { holdOutVisits, parseExample } from '../../../src/evaluation/next-item.js';
import type { HeldOut } from '../../../src/evaluation/protocol.js';
import {
  SequenceCollector,
  type Sequences,
  sequenceAt,
  sequenceCount,
  withoutItems,
} from '../../../src/evaluation/sequences.js';
import { trainingCatalog, trainingLog } from '../../../src/evaluation/training-log.js';

/** Numbers are given in order of first appearance, so `a` is 0, the next new letter 1 … */
function sequencesOf(...lines: string[]) {
  const collector = new SequenceCollector();
  for (const line of lines) collector.add(line === '' ? [] : line.split(' '));
  return collector.finish();
}

const rowsOf = (sequences: Sequences): number[][] =>
  Array.from({ length: sequenceCount(sequences) }, (_, s) => [...sequenceAt(sequences, s)]);

const examplesOf = (heldOut: HeldOut) =>
  [...(heldOut.examples() as Iterable<{ input: ArrayLike<number>; target: number }>)].map(({ input, target }) => [
    Array.from(input),
    target,
  ]);

test('items are numbered in order of first appearance', () => {
  const { sequences, itemIds } = sequencesOf('c a', 'b c');
  expect(itemIds).toEqual(['c', 'a', 'b']);
  expect(rowsOf(sequences)).toEqual([
    [0, 1],
    [2, 0],
  ]);
});

describe('leave-one-out', () => {
  const { sequences, itemIds } = sequencesOf('a b c d', 'b a c', 'd e', 'f');

  test('trains on all but the last two items; shorter histories only train', () => {
    const { training, itemCount } = leaveOneOut(sequences, itemIds.length, 'test');
    expect(rowsOf(training)).toEqual([[0, 1], [1], [3, 4], [5]]);
    expect(itemCount).toBe(6);
    expect(rowsOf(leaveOneOut(sequences, 6, 'validation').training)).toEqual(rowsOf(training));
  });

  test('asks for the last with everything before it, and is tuned on the second last', () => {
    const test = leaveOneOut(sequences, 6, 'test');
    expect(test.count).toBe(2);
    expect(examplesOf(test)).toEqual([
      [[0, 1, 2], 3],
      [[1, 0], 2],
    ]);
    expect([...(test.tuning?.() ?? [])].map(({ input, target }) => [Array.from(input), target])).toEqual([
      [[0, 1], 2],
      [[1], 0],
    ]);
  });

  test('the folds of validation ask each user once, and tune on all others', () => {
    const histories = sequencesOf(...Array.from({ length: 7 }, (_, user) => `a b${user} c`));
    const folds = [0, 1, 2].map((index) => leaveOneOut(histories.sequences, 9, 'validation', { index, count: 3 }));
    expect(folds.map(({ count }) => count)).toEqual([3, 2, 2]);
    const targets = folds.map((fold) => examplesOf(fold).map(([, target]) => target));
    expect(targets.map((fold) => fold.length)).toEqual([3, 2, 2]);
    expect(new Set(targets.flat()).size).toBe(7);
    for (const [f, fold] of folds.entries())
      expect([...(fold.tuning?.() ?? [])].filter(({ target }) => targets[f].includes(target))).toEqual([]);
  });

  test('on validation asks every other user for the second last, and is tuned on that of the rest', () => {
    const validation = leaveOneOut(sequences, 6, 'validation');
    expect(validation.count).toBe(1);
    expect(examplesOf(validation)).toEqual([[[1], 0]]);
    expect([...(validation.tuning?.() ?? [])].map(({ input, target }) => [Array.from(input), target])).toEqual([
      [[0, 1], 2],
    ]);
  });
});

describe('next-item', () => {
  test('an example is ids, a tab and the target; unknown ids are skipped, an unknown target is -1', () => {
    const numbers = new Map([
      ['a', 0],
      ['b', 1],
    ]);
    expect(parseExample('a x b\tb', numbers)).toEqual({ input: [0, 1], target: 1 });
    expect(parseExample('x\tx', numbers)).toEqual({ input: [], target: -1 });
    expect(parseExample('\ta', numbers)).toEqual({ input: [], target: 0 });
    for (const line of ['a b', 'a\t', 'a\ta b']) expect(parseExample(line, numbers)).toBeUndefined();
  });

  test('validation expands the last tenth of the visits and trains on the rest', () => {
    const { sequences } = sequencesOf(...Array<string>(9).fill('a b c'), 'b a c', 'd', 'b z a z');
    const heldOut = holdOutVisits(sequences);
    expect(rowsOf(heldOut.training)).toEqual([...Array(9).fill([0, 1, 2]), [1, 0, 2]]);
    // z and d occur only in what is held out: they are no candidates, skipped in the input and a miss as a target.
    expect(heldOut.itemCount).toBe(3);
    expect(heldOut.count).toBe(3);
    expect(examplesOf(heldOut)).toEqual([
      [[1], -1],
      [[1], 0],
      [[1, 0], -1],
    ]);
  });
});

describe('folds of next-item', () => {
  test('each asks a tenth of the visits and trains on all before it', () => {
    const { sequences } = sequencesOf(...Array.from({ length: 20 }, (_, visit) => `a v${visit}`));
    const folds = [0, 1, 2].map((index) => holdOutVisits(sequences, { index, count: 3 }));
    expect(folds.map(({ training }) => sequenceCount(training))).toEqual([14, 16, 18]);
    expect(folds.map(({ count }) => count)).toEqual([2, 2, 2]);
    // What a fold asks for is new to it, and known to the next.
    expect(folds.map(({ itemCount }) => itemCount)).toEqual([15, 17, 19]);
  });
});

describe('drawing', () => {
  test('draws as many different numbers as asked, the same for the same seed', () => {
    const drawn = drawNumbers(10, 100, 7);
    expect(drawn.size).toBe(10);
    expect(Math.max(...drawn)).toBeLessThan(100);
    expect([...drawNumbers(10, 100, 7)]).toEqual([...drawn]);
    expect([...drawNumbers(10, 100, 8)]).not.toEqual([...drawn]);
    expect(drawNumbers(5, 3, 1)).toEqual(new Set([0, 1, 2]));
    expect(drawNumbers(0, 3, 1).size).toBe(0);
  });

  test('draws every number about as often', () => {
    const counts = new Uint32Array(10);
    for (let seed = 0; seed < 2000; seed++) for (const number of drawNumbers(3, 10, seed)) counts[number]++;
    // 600 each, with a standard deviation of √(2000 · 0.3 · 0.7) ≈ 20.
    for (const count of counts) expect(Math.abs(count - 600)).toBeLessThan(100);
  });

  test('picks by number, in order', async () => {
    const picked: string[] = [];
    for await (const entry of pick(['a', 'b', 'c', 'd'], new Set([3, 1]))) picked.push(entry);
    expect(picked).toEqual(['b', 'd']);
  });
});

describe('what the builder is given', () => {
  const { sequences } = sequencesOf('a b', 'b');

  test('visits follow each other in time and hold views', () => {
    const log = trainingLog(sequences, 'next-item');
    expect(Array.from(log.names, (name) => EVENT_NAMES[name])).toEqual(['view_item', 'view_item', 'view_item']);
    expect([...log.users]).toEqual([0, 0, 1]);
    expect(log.timestamps[1] - log.timestamps[0]).toBe(1000);
    expect(log.timestamps[2]).toBeGreaterThan(log.timestamps[1]);
  });

  test('histories hold purchases, each an order of its own, at no known time', () => {
    const log = trainingLog(sequences, 'leave-one-out');
    expect(Array.from(log.names, (name) => EVENT_NAMES[name])).toEqual(['purchase', 'purchase', 'purchase']);
    expect([...log.orders]).toEqual([0, 1, 2]);
    expect(log.timestamps.every(Number.isNaN)).toBe(true);
  });

  test('hidden items leave the events and nothing else', () => {
    expect(rowsOf(withoutItems(sequences, new Set([1])))).toEqual([[0], []]);
  });

  test('a catalogue adds content and no candidates', () => {
    const tent = { product: { id: 'b', title: 'Tent' }, description: '' };
    const other = { product: { id: 'z', title: 'Teapot' }, description: '' };
    expect(trainingCatalog(['a', 'b'], [other, tent])).toEqual([
      { product: { id: 'a', title: '' }, description: '' },
      tent,
    ]);
  });
});
