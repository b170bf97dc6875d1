import { expect, test } from 'vitest';
import { FEATURE_COUNT, FUSION_FEATURES, type FusionFeature } from '../../../src/core/scoring/fusion-features.js';
import { journeyEvidence } from '../../../src/core/scoring/journey-evidence.js';
import { neighborsOf, snapshotInMemory } from '../../support/snapshot-in-memory.js';

// All similarities are 1. The journey has met 0 last and 1 before it.
const ROWS = [
  [1, 0],
  [0, 1],
  [0.6, 0.8],
  [1, 0],
  [-1, 0],
  [1, 0],
].map((row) => [...row, 0, 0]);
const { snapshot } = snapshotInMemory(
  ROWS.map((_, item) => ({ id: String(item), title: '' })),
  {
    embeddings: Float32Array.from(ROWS.flat()),
    viewedWith: neighborsOf(6, {
      0: [[2, 1]],
      1: [
        [2, 1],
        [4, 1],
      ],
      3: [
        [0, 1],
        [2, 1],
      ],
      5: [
        [1, 1],
        [2, 1],
        [4, 1],
      ],
    }),
    viewedNext: neighborsOf(6, {
      0: [[2, 1]],
      1: [[3, 1]],
      3: [[1, 1]],
      4: [
        [0, 1],
        [1, 1],
      ],
    }),
    alike: neighborsOf(6, { 0: [[3, 1]], 1: [[4, 1]], 5: [[0, 1]] }),
    popularity: Float32Array.from([1, 1, 1, 7, 1, 0]),
    recentPopularity: Float32Array.from([1, 1, 1, 3, 1, 0]),
  },
);
const evidence = journeyEvidence(snapshot, {
  liked: [0, 1].map((item) => ({ item, count: 1, kind: 'viewed' })),
  turnedDown: [],
});

// m of items 2 and 4 is 1 + 0.7 and 0.7, a of 3 and 4 is 1 and 0.8. What is 0 is not asked for its causes.
test.each<[FusionFeature, number, number, [number, number][]]>([
  ['last', 3, 4, [[0, 1]]],
  ['last', 4, -4, [[0, 1]]],
  [
    'viewedWith',
    2,
    Math.log(1 + 1.7 / 2.4 / 3e-4),
    [
      [0, 1 / 1.7],
      [1, 0.7 / 1.7],
    ],
  ],
  ['viewedNext', 2, Math.log(1 + 1 / 3e-3), [[0, 1]]],
  ['viewedNext', 3, 0, []],
  ['viewedWithBack', 3, Math.log(1 + 1 / 2.4 / 3e-4), [[0, 1]]],
  ['viewedWithBack', 5, Math.log(1 + 0.7 / 2.4 / 3e-4), [[1, 1]]],
  ['viewedWithBack', 2, 0, []],
  ['viewedNextBack', 3, Math.log(1 + 0.4 / 3e-3), [[1, 1]]],
  [
    'viewedNextBack',
    4,
    Math.log(1 + 1.4 / 3e-3),
    [
      [0, 1 / 1.4],
      [1, 0.4 / 1.4],
    ],
  ],
  ['alikeBack', 5, Math.log(1 + 1 / 1.8 / 1e-3), [[0, 1]]],
  ['newLast', 3, 0, []],
  ['newLast', 5, 4, [[0, 1]]],
  ['new', 5, 1, []],
  ['recent', 3, Math.log(1 + 3 / 0.3), []],
  ['popular', 3, Math.log(8), []],
])('%s of item %i', (feature, item, value, causes) => {
  const features = new Float64Array(FEATURE_COUNT).fill(Number.NaN);
  evidence.writeFeatures(item, features, 0);
  expect(features[FUSION_FEATURES.indexOf(feature)]).toBeCloseTo(value, 1);
  const named = value === 0 ? [] : evidence.causesOf(feature, item, features);
  expect(named.map((cause) => cause.item)).toEqual(causes.map(([cause]) => cause));
  for (const [i, [, share]] of causes.entries()) expect(named[i].share).toBeCloseTo(share, 2);
});

test('lists are asked about the latest twenty items', () => {
  const shop = snapshotInMemory(
    Array.from({ length: 23 }, (_, item) => ({ id: String(item), title: '' })),
    { viewedNext: neighborsOf(23, { 21: [[19, 1]], 22: [[20, 1]] }) },
  ).snapshot;
  const liked = Array.from({ length: 21 }, (_, item) => ({ item, count: 1, kind: 'viewed' as const }));
  const features = new Float64Array(FEATURE_COUNT);
  const back = FUSION_FEATURES.indexOf('viewedNextBack');
  const asked = journeyEvidence(shop, { liked, turnedDown: [] });
  asked.writeFeatures(21, features, 0);
  expect(features[back]).toBeGreaterThan(0);
  asked.writeFeatures(22, features, 0);
  expect(features[back]).toBe(0);
});
