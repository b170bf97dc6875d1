import { expect, test } from 'vitest';
import { type FittedFusion, fitFusion } from '../../../src/builder/model/fit-fusion.js';
import type { FusionFeature } from '../../../src/core/scoring/fusion-features.js';
import { weightPlace } from '../../../src/core/scoring/fusion-weights.js';
import { CONTEXT_COUNT } from '../../../src/core/scoring/journey-evidence.js';
import { neighborsOf, snapshotInMemory } from '../../support/snapshot-in-memory.js';

const ITEMS = 6;
const next = (item: number): number => (item + 1) % ITEMS;

// After each item the next one follows: so say both the lists and popularity, which grows from item to item.
const { snapshot } = snapshotInMemory(
  Array.from({ length: ITEMS }, (_, item) => ({ id: String(item), title: '' })),
  {
    viewedWith: neighborsOf(
      ITEMS,
      Object.fromEntries(Array.from({ length: ITEMS }, (_, item) => [item, [[next(item), 1]]])),
    ),
    popularity: Float32Array.from({ length: ITEMS }, (_, item) => 2 ** item),
  },
);
const heldOut = Array.from({ length: 150 }, (_, e) => ({
  user: e,
  history: Uint32Array.of(e % (ITEMS - 1)),
  target: next(e % (ITEMS - 1)),
}));

const weightsOf = (fusion: FittedFusion | undefined, feature: FusionFeature): number[] => {
  const start = weightPlace(feature);
  return [...(fusion as FittedFusion).weights.subarray(start, start + 1 + CONTEXT_COUNT)];
};

test('evidence that a score is learned without keeps the weight 0, and what is left takes over', () => {
  const whole = fitFusion(snapshot, heldOut, { minShoppers: 1 });
  expect(weightsOf(whole, 'viewedWith')[0]).toBeGreaterThan(0);
  expect(weightsOf(whole, 'repeat0')[0]).toBeLessThan(0);
  const without = fitFusion(snapshot, heldOut, { minShoppers: 1, without: ['viewedWith', 'repeat0'] });
  expect(weightsOf(without, 'viewedWith')).toEqual(Array(1 + CONTEXT_COUNT).fill(0));
  expect(weightsOf(without, 'repeat0')).toEqual(Array(1 + CONTEXT_COUNT).fill(0));
  expect(weightsOf(without, 'popular')[0]).toBeGreaterThan(weightsOf(whole, 'popular')[0]);
});
