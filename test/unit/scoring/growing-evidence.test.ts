import { beforeAll, describe, expect, test } from 'vitest';
import type { PageContext } from '../../../src/core/page-context.js';
import { featureWeights } from '../../../src/core/scoring/fusion-weights.js';
import { journeyEvidence } from '../../../src/core/scoring/journey-evidence.js';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { createRecommender, type Recommender } from '../../../src/core/scoring/recommender.js';
import { emptyShopper, type Interaction, type Shopper } from '../../../src/core/shopper.js';
import type { Snapshot } from '../../../src/core/snapshot/snapshot.js';
import { itemId } from '../../support/learned-calls.js';
import { learnedShop } from '../../support/learned-shop.js';
import { snapshotInMemory } from '../../support/snapshot-in-memory.js';

const HOUR_MS = 3_600_000;
const HOME: PageContext = { pageType: 'home' };

/** A shopper who has looked at an item so many times. */
const viewer = (item: number, count: number): Shopper => {
  const interactions: Interaction[] = [{ itemId: itemId(item), weight: count, kind: 'viewed', lastMs: 0, count }];
  return { ...emptyShopper(HOUR_MS), interactions, recent: [itemId(item)] };
};

describe('with learned weights', () => {
  let snapshot: Snapshot;
  let recommender: Recommender;

  beforeAll(() => {
    const { products, ...parts } = learnedShop();
    const shop = snapshotInMemory(products, parts);
    snapshot = shop.snapshot;
    recommender = createRecommender(snapshot, createJsBackend(snapshot.embeddings), shop.catalog);
  }, 60_000);

  const answerTo = async (shopper: Shopper, page: PageContext) => {
    const query = { strategy: 'for-you' as const, limit: 8, before: [], rules: {}, shownIds: [], diversity: 0 };
    return (await recommender.recommend({ queries: [query], shopper, page, locale: 'en', seed: 1 }))[0];
  };

  test('a shopper without a history gets what belongs to the page, and where there is nothing, what is popular', async () => {
    const page = { pageType: 'product', itemId: itemId(5) } as const;
    const onProduct = await answerTo(emptyShopper(0), page);
    expect(onProduct.source).toBe('context');
    expect(onProduct.items).toHaveLength(8);
    expect(onProduct.items).not.toContainEqual(expect.objectContaining({ id: itemId(5) }));
    const onHome = await answerTo(emptyShopper(0), HOME);
    expect(onHome.source).toBe('fallback');
    const popularity = onHome.items.map(({ id }) => snapshot.popularityCodes[Number(id.slice(1))]);
    expect(popularity).toEqual([...popularity].sort((a, b) => b - a));
    expect((await answerTo(viewer(5, 1), HOME)).source).toBe('personal');
  });

  test('each further event moves the weights by less than the one before it', () => {
    const weightsAfter = (count: number): Float64Array => {
      const sequence = { liked: [{ item: 5, count, kind: 'viewed' as const }], turnedDown: [] };
      return featureWeights(snapshot.fusion as Float32Array, journeyEvidence(snapshot, sequence).context);
    };
    const steps = Array.from({ length: 30 }, (_, n) => {
      const [before, after] = [weightsAfter(n + 1), weightsAfter(n + 2)];
      return Math.max(...before.map((weight, f) => Math.abs(after[f] - weight)));
    });
    // They depend on log n, n events: by log((n + 1) / n), until the journey is longer than any that was learned from.
    const most = steps[0] / Math.log(2);
    expect(steps[0]).toBeGreaterThan(0);
    for (const [n, step] of steps.entries()) {
      expect(step).toBeLessThanOrEqual(most * Math.log((n + 2) / (n + 1)) + 1e-9);
      if (n > 0) expect(step).toBeLessThanOrEqual(steps[n - 1] + 1e-9);
    }
  });

  test('a second look at the same item changes no score by much', async () => {
    const scoresAfter = async (count: number): Promise<Map<string, number>> =>
      new Map((await answerTo(viewer(5, count), HOME)).items.map(({ id, score }) => [id, score]));
    for (let count = 1; count < 12; count++) {
      const [before, after] = [await scoresAfter(count), await scoresAfter(count + 1)];
      const shared = [...after.keys()].filter((id) => before.has(id));
      expect(shared.length).toBeGreaterThanOrEqual(6);
      for (const id of shared) expect(Math.abs((after.get(id) ?? 0) - (before.get(id) ?? 0))).toBeLessThan(0.15);
    }
  });
});
