import { expect, test } from 'vitest';
import {
  FEATURE_COUNT,
  FUSION_FEATURES,
  type FusionFeature,
  factorsOf,
} from '../../../src/core/scoring/fusion-features.js';
import { journeyEvidence } from '../../../src/core/scoring/journey-evidence.js';
import { learnedShop, SHOP_ITEMS } from '../../support/learned-shop.js';
import { snapshotInMemory } from '../../support/snapshot-in-memory.js';

test('what two kinds of evidence say together is their product, and what an item of the journey has is its own', () => {
  const { products, ...parts } = learnedShop();
  const { snapshot } = snapshotInMemory(products, parts);
  const met = [3, 40, 7];
  const evidence = journeyEvidence(snapshot, {
    liked: met.map((item) => ({ item, count: 2, kind: 'viewed' })),
    turnedDown: [],
  });
  const spoken = new Set<FusionFeature>();
  for (let item = 0; item < SHOP_ITEMS; item++) {
    const features = new Float64Array(FEATURE_COUNT).fill(Number.NaN);
    evidence.writeFeatures(item, features, 0);
    const value = (feature: FusionFeature): number => features[FUSION_FEATURES.indexOf(feature)];
    for (const feature of FUSION_FEATURES) {
      if (value(feature) !== 0) spoken.add(feature);
      const factors = factorsOf(feature);
      if (factors.length > 0) expect(value(feature)).toBe((value(factors[0]) * value(factors[1])) / 10);
    }
    expect(value('repeatEncoder')).toBe(met.includes(item) ? value('encoder') : 0);
  }
  for (const feature of FUSION_FEATURES.filter((name) => name.includes('*'))) expect(spoken).toContain(feature);
  expect(spoken).toContain('repeatEncoder');
});
