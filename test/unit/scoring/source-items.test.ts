import { expect, test } from 'vitest';
import { historySources } from '../../../src/core/scoring/source-items.js';
import { emptyShopper, type Interaction } from '../../../src/core/shopper.js';
import { snapshotInMemory } from '../../support/snapshot-in-memory.js';

const { snapshot } = snapshotInMemory(['a', 'b', 'c', 'd'].map((id) => ({ id, title: id })));

const weightsOf = (...given: [itemId: string, weight: number, lastMs: number][]): Record<string, number> => {
  const interactions = given.map(
    ([itemId, weight, lastMs]): Interaction => ({ itemId, weight, lastMs, kind: 'viewed', count: 1 }),
  );
  const sources = historySources(snapshot, { ...emptyShopper(9), interactions });
  return Object.fromEntries(sources.map(({ item, weight }) => ['abcd'[item], weight]));
};

test('what came before counts 0.8 as much, and all together 1', () => {
  const sum = 1 + 0.8 + 0.64;
  const weights = weightsOf(['a', 1, 1], ['b', 1, 2], ['c', 1, 3]);
  for (const [itemId, weight] of Object.entries({ a: 0.64, b: 0.8, c: 1 }))
    expect(weights[itemId]).toBeCloseTo(weight / sum, 12);
});

test('what came in one event shares a place', () => {
  expect(weightsOf(['a', 1, 1], ['b', 1, 1])).toEqual({ a: 0.5, b: 0.5 });
});

test('what was looked past makes no view older', () => {
  // Two shelves after the view of b: neither takes a place, and that between a and b shares the place of b.
  const weights = weightsOf(['a', 1, 1], ['d', -0.1, 2], ['b', 1, 3], ['c', -0.1, 4]);
  const sum = 0.8 + 0.1 + 1 + 0.1;
  for (const [itemId, weight] of Object.entries({ a: 0.8, b: 1, c: -0.1, d: -0.1 }))
    expect(weights[itemId]).toBeCloseTo(weight / sum, 12);
});
