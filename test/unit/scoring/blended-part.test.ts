import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blendedPart, evidence } from '../../../src/core/scoring/blended-part.js';
import { interestsOf } from '../../../src/core/scoring/interests.js';
import type { SourceItem } from '../../../src/core/scoring/source-items.js';
import { neighborsOf, snapshotInMemory } from '../../support/snapshot-in-memory.js';

const named = (count: number) =>
  Array.from({ length: count }, (_, item) => ({ id: `i${item}`, title: `Item ${item}` }));
const source = (item: number, weight: number): SourceItem => ({ item, weight, code: 'viewed' });

function partOf(given: {
  sources: SourceItem[];
  alpha: number;
  embeddings: number[];
  lists?: Parameters<typeof neighborsOf>[1];
}) {
  const itemCount = given.embeddings.length / 2;
  const { snapshot } = snapshotInMemory(named(itemCount), {
    dim: 2,
    embeddings: Float32Array.from(given.embeddings),
    viewedWith: neighborsOf(itemCount, given.lists ?? {}),
  });
  return blendedPart(snapshot, {
    strategy: 'for-you',
    factor: 1,
    isPersonal: true,
    sources: given.sources,
    lists: snapshot.viewedWith,
    alpha: given.alpha,
    interests: interestsOf(snapshot.embeddings, given.sources),
    contentCandidates: Array.from({ length: itemCount }, (_, item) => item),
  });
}

describe('blendedPart', () => {
  // Item 0 is the source. Item 1 is alike (cosine 0.8) and no neighbor, item 2 unlike and the best neighbor.
  const embeddings = [1, 0, 0.8, 0.6, 0, 1];
  const lists = { 0: [[2, 0.5]] as [number, number][] };

  test('blends α of behaviour with 1 − α of content, each relative to its best candidate', () => {
    const part = partOf({ sources: [source(0, 1)], alpha: 0.25, embeddings, lists });
    // max content is 1 (item 0 itself), max cf is 0.5 (item 2).
    expect(part.score(1)).toBeCloseTo(0.75 * 0.8, 2);
    expect(part.score(2)).toBeCloseTo(0.25, 2);
  });

  test('lets one side decide alone where the other knows nothing', () => {
    expect(partOf({ sources: [source(0, 1)], alpha: 0.5, embeddings }).score(1)).toBeCloseTo(0.8, 2);
    const blank = partOf({ sources: [source(0, 1)], alpha: 0.5, embeddings: [0, 0, 0, 0, 0, 0], lists });
    expect(blank.score(2)).toBe(1);
  });

  test('takes what rounding leaves of no content for none', () => {
    // The source speaks against its like, and item 2 is at a right angle to it but for rounding.
    const across = [0, 0, -1 / Math.sqrt(5), -2 / Math.sqrt(5), 2 / Math.sqrt(5), -1 / Math.sqrt(5)];
    const part = partOf({ sources: [source(1, -1 / 8)], alpha: 0, embeddings: across });
    expect([0, 1, 2].map(part.score)).toEqual([0, 0, 0]);
  });

  test('takes what rounding leaves of causes that cancel for none', () => {
    // .1 + .2 − .3 is not 0 as floats add it up.
    const sources = [source(0, 0.1), source(1, 0.2), source(3, -0.3)];
    const alike = { 0: [[2, 0.5]], 1: [[2, 0.5]], 3: [[2, 0.5]] } as Record<number, [number, number][]>;
    const part = partOf({ sources, alpha: 1, embeddings: [0, 0, 0, 0, 0, 0, 0, 0], lists: alike });
    expect(0.1 + 0.2 - 0.3).toBeGreaterThan(0);
    expect(part.score(2)).toBe(0);
  });

  test('names causes that add up to the score', () => {
    const unit = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }));
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 4, maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(3), fc.integer({ min: -5, max: 8 })), { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, weights, alpha) => {
          const embeddings = rows.flatMap(([x, y]) => [x, y].map((value) => value / (Math.hypot(x, y) || 1)));
          const lists = {
            0: [
              [1, 0.5],
              [2, 0.25],
            ],
            1: [
              [0, 0.4],
              [3, 0.1],
            ],
          } as Record<number, [number, number][]>;
          const sources = weights.map(([item, weight]) => source(item, weight / 8));
          const part = partOf({ sources, alpha, embeddings, lists });
          for (let item = 0; item < rows.length; item++) {
            const sum = part.explain(item).reduce((total, { amount }) => total + amount, 0);
            // The query is rounded to float32, and divided by a maximum that may be small.
            expect(Math.abs(sum - part.score(item))).toBeLessThan(1e-4 * Math.max(1, Math.abs(part.score(item))));
          }
        },
      ),
    );
  });
});

describe('evidence', () => {
  test('grows with the shoppers behind the sources, from 0 towards 1', () => {
    const { snapshot } = snapshotInMemory(named(3), { shoppers: Uint32Array.from([0, 5, 495]) });
    expect(evidence(snapshot, [source(0, 1)])).toBe(0);
    expect(evidence(snapshot, [source(1, 1)])).toBe(0.5);
    expect(evidence(snapshot, [source(2, 1)])).toBe(0.99);
    expect(evidence(snapshot, [source(0, 0.5), source(2, -0.5)])).toBeCloseTo(0.495);
  });
});
