import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactScore } from '../../../src/core/scoring/exact-score.js';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { codeOffset, ZERO_CODE } from '../../../src/core/snapshot/tile.js';
import { float32ErrorBound, largestNormOf, provenTop } from '../../../workers/backends/proven-top.js';
import { embeddingsOf, randomRows } from '../../support/embeddings.js';

// Ten items that score 9, 8, … 0 against the query [9]: item 0 is the best.
const scores = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
const embeddings = embeddingsOf(scores.map((score) => [score / 9]));
const query = new Float32Array([9]);
const NONE: ReadonlySet<number> = new Set();
const exact = (item: number): number => exactScore(embeddings, query, item);

/** A pass that found the first `width` items. */
const found = (width: number) => ({
  items: Array.from({ length: width }, (_, item) => item),
  scores: Array.from({ length: width }, (_, item) => exact(item)),
  isComplete: width === scores.length,
});

describe('an answer is proven', () => {
  test('when the K-th exact score lies above all that was left out may reach', () => {
    // Left out: 6 and less, give or take 0.5. The second best, 8, is above 6.5.
    expect(provenTop(embeddings, query, [found(4)], 0.5, 2, NONE)?.items).toEqual(Uint32Array.of(0, 1));
  });

  test('not when what was left out may reach it', () => {
    // Left out: up to 6 + 2.5 > 8.
    expect(provenTop(embeddings, query, [found(4)], 2.5, 2, NONE)).toBeUndefined();
  });

  test('not when what was left out may tie with it, since ties go to the lower index', () => {
    const twins = embeddingsOf([[1], [1], [1], [1]]);
    const score = exactScore(twins, query, 2);
    const pass = { items: [2, 3], scores: [score, score], isComplete: false };
    expect(provenTop(twins, query, [pass], 0, 1, NONE)).toBeUndefined();
  });

  test('not when fewer allowed items were found than asked for', () => {
    expect(provenTop(embeddings, query, [found(4)], 0.1, 3, new Set([0, 1]))).toBeUndefined();
  });

  test('always when nothing was left out', () => {
    const answer = provenTop(embeddings, query, [found(10)], 100, 3, new Set([0]));
    expect(answer?.items).toEqual(Uint32Array.of(1, 2, 3));
  });

  test('by the worst of several ranges', () => {
    const first = { items: [0, 1], scores: [exact(0), exact(1)], isComplete: false };
    const rest = { items: [4, 5, 6, 7, 8, 9], scores: [4, 5, 6, 7, 8, 9].map(exact), isComplete: true };
    // The range of items 0–3 left out up to 8: that proves the best one, but not the best three.
    expect(provenTop(embeddings, query, [first, rest], 0.5, 1, NONE)?.items).toEqual(Uint32Array.of(0));
    expect(provenTop(embeddings, query, [first, rest], 0.5, 3, NONE)).toBeUndefined();
  });
});

test.each([
  ['a score far from the exact one', [0, 1], [exact(0), exact(1) + 1]],
  ['NaN', [0, 1], [exact(0), Number.NaN]],
  ['an item twice', [0, 0], [exact(0), exact(0)]],
  ['an item that does not exist', [0, 10], [exact(0), 0]],
])('a device that answers with %s computes wrong', (_, items, values) => {
  expect(() => provenTop(embeddings, query, [{ items, scores: values, isComplete: false }], 0.5, 1, NONE)).toThrow(
    /the device/,
  );
});

test('the error bound holds for float32 sums in any order, and is tight enough to be of use', () => {
  const dim = 64;
  const rows = embeddingsOf(randomRows(50, dim, 1));
  const largestNorm = largestNormOf(rows);
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: -1000, max: 1000, noNaN: true }), { minLength: dim, maxLength: dim }),
      fc.shuffledSubarray([...Array(dim).keys()], { minLength: dim, maxLength: dim }),
      fc.nat(49),
      (values, order, item) => {
        const q = Float32Array.from(values);
        let sum = 0;
        for (const d of order) {
          const x = Math.fround((rows.codes[codeOffset(rows.paddedDim, item, d)] - ZERO_CODE) * rows.scales[item]);
          sum = Math.fround(sum + Math.fround(q[d] * x));
        }
        const bound = float32ErrorBound(q, largestNorm);
        expect(Math.abs(sum - exactScore(rows, q, item))).toBeLessThanOrEqual(bound);
        expect(bound).toBeLessThanOrEqual(1e-5 * Math.hypot(...q) + 1e-30);
      },
    ),
  );
});

test('a proven answer is the answer of a full scan, whatever the pass found', async () => {
  const rows = embeddingsOf(randomRows(200, 8, 2));
  const largestNorm = largestNormOf(rows);
  const js = createJsBackend(rows);
  for (const row of randomRows(20, 8, 3)) {
    const q = Float32Array.from(row);
    const bound = float32ErrorBound(q, largestNorm);
    const [all] = await js.topItems([q], 200, NONE);
    for (const width of [1, 5, 6, 50, 200]) {
      const items = [...all.items.slice(0, width)];
      const pass = {
        items,
        scores: items.map((item) => Math.fround(exactScore(rows, q, item))),
        isComplete: width === 200,
      };
      const proven = provenTop(rows, q, [pass], bound, 5, NONE);
      if (proven !== undefined) expect(proven).toEqual((await js.topItems([q], 5, NONE))[0]);
      else expect(width).toBeLessThanOrEqual(5);
    }
  }
});
