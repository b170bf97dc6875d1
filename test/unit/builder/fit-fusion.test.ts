import { describe, expect, test } from 'vitest';
import { type FittedFusion, fitFusion } from '../../../src/builder/model/fit-fusion.js';
import type { HeldOutExample } from '../../../src/builder/model/held-out.js';
import { viewedJourney } from '../../../src/builder/model/viewed-journey.js';
import { fusedPart } from '../../../src/core/scoring/fused-part.js';
import { FEATURE_COUNT, FUSION_FEATURES } from '../../../src/core/scoring/fusion-features.js';
import { featureWeights, weightPlace } from '../../../src/core/scoring/fusion-weights.js';
import { CONTEXT_COUNT, type FusionSource, journeyEvidence } from '../../../src/core/scoring/journey-evidence.js';
import { neighborsOf, snapshotInMemory } from '../../support/snapshot-in-memory.js';

const ITEMS = 30;
const products = Array.from({ length: ITEMS }, (_, item) => ({ id: `${item}`, title: '' }));
const all = Array.from({ length: ITEMS }, (_, item) => item);
/** The item that each kind of evidence proposes after an item. */
const nextOf = (item: number): number => (item + 7) % ITEMS;
const alikeTo = (item: number): number => (item + 11) % ITEMS;
const lists = (neighborOf: (item: number) => number) =>
  neighborsOf(ITEMS, Object.fromEntries(all.map((item) => [item, [[neighborOf(item), 0.5]] as [number, number][]])));

const shop: FusionSource = snapshotInMemory(products, {
  viewedNext: lists(nextOf),
  alike: lists(alikeTo),
  popularity: new Float32Array(ITEMS).fill(3),
}).snapshot;

/** Shoppers of whom `share` went where the list of steps leads, and the others to what is alike. */
const shoppers = (share: number): HeldOutExample[] =>
  Array.from({ length: 200 }, (_, i) => {
    const last = i % ITEMS;
    return {
      user: i,
      history: Uint32Array.of((last + 3) % ITEMS, last),
      target: i < 200 * share ? nextOf(last) : alikeTo(last),
    };
  });

/** The score of what each of the two proposes, for a shopper at item 0. */
function scores(fusion: Float32Array): { next: number; alike: number; last: number } {
  const sequence = viewedJourney(Uint32Array.of(3, 0));
  const evidence = journeyEvidence(shop, sequence);
  const part = fusedPart({ ...shop, fusion }, { strategy: 'for-you', factor: 1, sequence, evidence, scanned: all });
  return { next: part.score(nextOf(0)), alike: part.score(alikeTo(0)), last: part.score(0) };
}

const fittedWith = (...call: Parameters<typeof fitFusion>) => fitFusion(...call) as FittedFusion;

const fitted = (examples: HeldOutExample[], source = shop): Float32Array =>
  fittedWith(source, examples, { minShoppers: 1 }).weights;

describe('the fusion', () => {
  test.each<[string, number, 'next' | 'alike']>([
    ['steps', 1, 'next'],
    ['steps, nearly always', 0.9, 'next'],
    ['likeness', 0, 'alike'],
    ['likeness, nearly always', 0.1, 'alike'],
  ])('trusts what foretells the target: %s', (_, share, expected) => {
    const { next, alike, last } = scores(fitted(shoppers(share)));
    const [foretelling, other] = expected === 'next' ? [next, alike] : [alike, next];
    expect(foretelling).toBeCloseTo(1, 9);
    expect(other).toBeLessThan(0.95);
    expect(last).toBeLessThan(0.95);
  });

  test('trusts two kinds of evidence alike that foretell alike', () => {
    const { next, alike } = scores(fitted(shoppers(0.5)));
    expect(Math.abs(next - alike)).toBeLessThan(0.05);
  });

  test('gives no weight to what no candidate has, whatever the journey', () => {
    const examples = shoppers(0.7);
    const fusion = fitted(examples);
    const evidences = examples.map(({ history }) => journeyEvidence(shop, viewedJourney(history)));
    const occurs = new Uint8Array(FEATURE_COUNT);
    const features = new Float64Array(FEATURE_COUNT);
    for (const evidence of evidences)
      for (const item of all) {
        evidence.writeFeatures(item, features, 0);
        for (const [f, value] of features.entries()) if (value !== 0) occurs[f] = 1;
      }
    for (const { context } of evidences)
      for (const [f, weight] of featureWeights(fusion, context).entries())
        if (!occurs[f]) expect(Math.abs(weight)).toBeLessThan(1e-3);
    expect(occurs).toContain(0);
    expect(occurs).toContain(1);
  });

  test('learns from those who took something new how far to trust what speaks for it, and nothing about the rest', () => {
    const isNew = (item: number): boolean => item >= ITEMS - 6;
    const popularityCodes = shop.popularityCodes.map((code, item) => (isNew(item) ? 0 : code));
    const source = { ...shop, popularityCodes };
    const all = shoppers(0.5).concat(shoppers(0.3));
    const known = all.filter(({ target }) => !isNew(target));
    const ofNew = FUSION_FEATURES.filter((feature) => feature.startsWith('new'));
    const weights = (fusion: Float32Array, isOfNew: boolean): number[] =>
      FUSION_FEATURES.filter((feature) => ofNew.includes(feature) === isOfNew).flatMap((feature) => [
        ...fusion.subarray(weightPlace(feature), weightPlace(feature) + 1 + CONTEXT_COUNT),
      ]);
    const [withNew, without, unasked] = [
      fitted(all, source),
      fitted(known, source),
      fittedWith(source, all, { minShoppers: 1, without: ofNew }).weights,
    ];
    expect(weights(withNew, false)).toEqual(weights(without, false));
    expect(weights(without, true)).toEqual(weights(without, true).map(() => 0));
    expect(unasked).toEqual(without);
    // Half as many who took something new: log(1/2) less for each of them.
    const half = [...known, ...all.filter(({ target }) => isNew(target)).filter((_, i) => i % 2 === 0)];
    const less = withNew[weightPlace('new')] - fitted(half, source)[weightPlace('new')];
    expect(less).toBeGreaterThan(0.3);
    expect(less).toBeLessThan(0.9);
  });

  test('learns nothing from targets that nothing proposes', () => {
    expect(fitFusion(shop, [], { minShoppers: 1 })).toBeUndefined();
    expect(fitFusion(shop, [{ history: Uint32Array.of(0), target: 5, user: 0 }], { minShoppers: 1 })).toBeUndefined();
  });

  test('is not learned from too few shoppers, however many examples they gave', () => {
    const of = (users: number) => shoppers(0.6).map((example, i) => ({ ...example, user: i % users }));
    expect(fitFusion(shop, of(4), { minShoppers: 5 })).toBeUndefined();
    expect(fitFusion(shop, of(5), { minShoppers: 5 })).toBeDefined();
  });

  test('does without a feature that too few shoppers had a candidate for', () => {
    // What was viewed along is known of item 0 alone, which few were at.
    const source = {
      ...shop,
      viewedWith: snapshotInMemory(products, { viewedWith: neighborsOf(ITEMS, { 0: [[9, 1]] }) }).snapshot.viewedWith,
    };
    const examples = shoppers(0.6);
    const few = new Set(examples.filter(({ history }) => history.includes(0)).map(({ user }) => user)).size;
    const weightOf = (minShoppers: number): number => {
      const { weights } = fittedWith(source, examples, { minShoppers });
      return weights[weightPlace('viewedWith')];
    };
    expect(weightOf(few)).not.toBe(0);
    expect(weightOf(few + 1)).toBe(0);
  });

  test('says how well it foretells, beside popularity and with the share of each kind of evidence', () => {
    const { figures } = fittedWith(shop, shoppers(1), { minShoppers: 1 });
    expect(figures).toMatchObject({ examples: 200, hitRate: 1, mrr: 1 });
    // All are equally popular, so that the ten first stand for a third of the targets.
    expect(figures.popularity.hitRate).toBeCloseTo(10 / ITEMS, 1);
    const { viewedNext = 0, alike = 0 } = figures.shares;
    expect(viewedNext).toBeGreaterThan(0.5);
    expect(alike).toBeLessThan(0.2);
    expect(Object.values(figures.shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  test('counts what was no candidate as not foretold, and what is new not at all', () => {
    const isNew = (item: number): boolean => item === 0;
    const popularityCodes = shop.popularityCodes.map((code, item) => (isNew(item) ? 0 : code));
    const lost = { history: Uint32Array.of(3), target: 4, user: 999 };
    const examples = shoppers(1);
    const { figures } = fittedWith({ ...shop, popularityCodes }, [...examples, lost, lost], { minShoppers: 1 });
    const known = examples.filter(({ target }) => !isNew(target)).length;
    expect(figures.examples).toBe(known + 2);
    expect(figures.hitRate).toBeCloseTo(known / (known + 2), 9);
  });

  test('comes out the same for the same examples', () => {
    expect(fitted(shoppers(0.6))).toEqual(fitted(shoppers(0.6)));
  });
});

describe('a journey of views', () => {
  test('has each item once, the latest first, with how often it was met', () => {
    expect(viewedJourney(Uint32Array.of(4, 2, 4, 9)).liked).toEqual([
      { item: 9, count: 1, kind: 'viewed' },
      { item: 4, count: 2, kind: 'viewed' },
      { item: 2, count: 1, kind: 'viewed' },
    ]);
  });
});
