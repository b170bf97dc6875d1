import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TopK } from '../../../src/core/scoring/top-k.js';

function topK(scores: readonly number[], count: number): number[] {
  const top = new TopK(count);
  for (const [item, score] of scores.entries()) top.add(item, score);
  return [...top.sorted().items];
}

describe('TopK', () => {
  test('answers the best items, best first', () => {
    expect(topK([0.1, 0.9, 0.5, 0.7], 2)).toEqual([1, 3]);
  });

  test('puts the lower index first when scores tie', () => {
    expect(topK([0.5, 0.5, 0.5, 0.5], 3)).toEqual([0, 1, 2]);
  });

  test('answers all items when there are fewer than asked for, and none for a count of zero', () => {
    expect(topK([0.2, 0.1], 9)).toEqual([0, 1]);
    expect(topK([0.2, 0.1], 0)).toEqual([]);
  });

  test('agrees with sorting and cutting', () => {
    const scores = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 });
    fc.assert(
      fc.property(scores, fc.nat(70), (values, count) => {
        const sorted = [...values.keys()].sort((a, b) => values[b] - values[a] || a - b).slice(0, count);
        expect(topK(values, count)).toEqual(sorted);
      }),
    );
  });
});
