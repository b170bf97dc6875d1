import { describe, expect, test } from 'vitest';
import { diversify } from '../../../src/core/scoring/diversify.js';

// Items 0 and 1 are twins, item 2 is unlike both.
const candidates = [
  { item: 0, score: 1 },
  { item: 1, score: 0.95 },
  { item: 2, score: 0.6 },
];
const similarity = (a: number, b: number): number => (a === 2 || b === 2 ? 0 : 1);
const pick = (diversity: number) => diversify(candidates, 3, diversity, similarity).map(({ item }) => item);

describe('diversify', () => {
  test('keeps the order of the scores at diversity 0', () => {
    expect(pick(0)).toEqual([0, 1, 2]);
  });

  test('prefers what is unlike the items above it', () => {
    // Second place at 0.3: item 1 has 0.7 · 0.95 − 0.3 · 1 = 0.365, item 2 has 0.7 · 0.6 − 0 = 0.42.
    expect(pick(0.3)).toEqual([0, 2, 1]);
  });

  test('leaves out what the caps forbid', () => {
    const capped = diversify(candidates, 3, 0, similarity, ({ item }, chosen) => item !== 1 || chosen.length === 0);
    expect(capped.map(({ item }) => item)).toEqual([0, 2]);
  });
});
