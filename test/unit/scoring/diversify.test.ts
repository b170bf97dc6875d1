import fc from 'fast-check';
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

  test('picks what looking at every candidate for every place picks', () => {
    const tenth = fc.integer({ min: -10, max: 10 }).map((n) => n / 10);
    fc.assert(
      fc.property(
        fc.array(tenth, { minLength: 1, maxLength: 12 }),
        fc.array(tenth, { minLength: 1 }),
        tenth,
        (scores, sides, tilt) => {
          const best = [...scores].sort((a, b) => b - a).map((score, item) => ({ item, score }));
          const alike = (a: number, b: number): number => sides[(a + b) % sides.length];
          const diversity = Math.abs(tilt);
          const mayTake = ({ item }: { item: number }, chosen: readonly object[]) => (item + chosen.length) % 3 > 0;
          expect(diversify(best, 5, diversity, alike, mayTake)).toEqual(naive(best, 5, diversity, alike, mayTake));
        },
      ),
    );
  });
});

/** The formula, word by word. */
function naive(
  candidates: { item: number; score: number }[],
  count: number,
  diversity: number,
  alike: (a: number, b: number) => number,
  mayTake: (candidate: { item: number }, chosen: readonly object[]) => boolean,
) {
  const chosen: typeof candidates = [];
  while (chosen.length < count) {
    const values = candidates.map((candidate) => {
      if (chosen.includes(candidate) || !mayTake(candidate, chosen)) return Number.NEGATIVE_INFINITY;
      const closest = Math.max(0, ...chosen.map(({ item }) => alike(candidate.item, item)));
      return (1 - diversity) * candidate.score - diversity * closest;
    });
    const most = Math.max(...values);
    if (most === Number.NEGATIVE_INFINITY) break;
    chosen.push(candidates[values.indexOf(most)]);
  }
  return chosen;
}
