import { describe, expect, test } from 'vitest';
import { newItemBoost } from '../../../src/builder/model/new-item-boost.js';
import { seededRandom } from '../../../src/core/random.js';
import { FUSION_LENGTH, weightPlace } from '../../../src/core/scoring/fusion-weights.js';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { createNextItems } from '../../../src/core/scoring/next-items.js';
import { emptyShopper, type Shopper } from '../../../src/core/shopper.js';
import { popularityOf } from '../../../src/core/snapshot/item-columns.js';
import { KNOWN_ITEMS, someShopper } from '../../support/learned-calls.js';
import { learnedShop } from '../../support/learned-shop.js';
import { neighborsOf, snapshotInMemory } from '../../support/snapshot-in-memory.js';

// Item 0 is alike the known 1 … 10, and the new 11 … 13 a little less so; of the rest nothing is known but that they sell.
const ITEMS = 60;
const KNOWN = 11;
const LIKES = 14;
const isNew = (item: number): boolean => item >= KNOWN && item < LIKES;
const products = Array.from({ length: ITEMS }, (_, item) => ({ id: `${item}`, title: '' }));
const similarity = (item: number): number => (item < KNOWN ? 1 - item / 20 : 0.4 - item / 50);
/** The likes of an item: those before `end`, each as similar as `of` says. */
const likes = (end = LIKES, of = similarity): [number, number][] =>
  products.slice(1, end).map((_, i): [number, number] => [i + 1, of(i + 1)]);
const { snapshot } = snapshotInMemory(products, {
  alike: neighborsOf(ITEMS, { 0: likes() }),
  popularity: Float32Array.from(products, (_, item) => (isNew(item) ? 0 : 1)),
});
/** Much sold, with likes of its own beside those of item 0. */
const FAR = 30;
const shopWithFar = (likesOfFar: [number, number][]) =>
  snapshotInMemory(products, {
    alike: neighborsOf(ITEMS, { 0: likes(), [FAR]: likesOfFar }),
    popularity: Float32Array.from(products, (_, item) => (isNew(item) ? 0 : item === FAR ? 50 : 1)),
  }).snapshot;
/** Nothing counts but likeness. */
const fusion = new Float32Array(FUSION_LENGTH).fill(1, 3, 6);
fusion[weightPlace('alike')] = 1;

/** How many of the first ten are new for a shopper at an item, once the boost is added. */
async function newAmongTen(boost: ArrayLike<number>, { of = snapshot, at = 0 } = {}): Promise<number> {
  const boosted = fusion.slice();
  for (let c = 0; c < boost.length; c++) boosted[weightPlace('new') + c] += boost[c];
  const source = { ...of, fusion: boosted };
  const shopper: Shopper = {
    ...emptyShopper(0),
    interactions: [{ itemId: `${at}`, weight: 1, kind: 'viewed', lastMs: 0, count: 1 }],
  };
  const { items } = await createNextItems(source, createJsBackend(source.embeddings)).best(shopper, 10, new Set([at]));
  return items.filter(isNew).length;
}

describe('the boost of new items', () => {
  const factorsFor = (share: number): Float64Array => newItemBoost(snapshot, fusion, [Uint32Array.of(0)], share);
  /** All that there is of it where all journeys are alike. */
  const boostFor = (share: number): number => {
    const [boost, ...slopes] = factorsFor(share);
    expect(slopes.map(Math.abs)).toEqual([0, 0, 0]);
    return boost;
  };

  test.each([1, 2, 3])('is just what brings %i of them among ten', async (count) => {
    const boost = boostFor(count / 10);
    expect(boost).toBeGreaterThan(0);
    expect(await newAmongTen([boost + 1e-4])).toBe(count);
    expect(await newAmongTen([boost - 1e-4])).toBe(count - 1);
  });

  test('is none where none is asked for, or where they get the share without', () => {
    expect(boostFor(0)).toBe(0);
    const trusting = fusion.slice();
    trusting[weightPlace('new')] = 5;
    expect(newItemBoost(snapshot, trusting, [Uint32Array.of(0)], 0.3)).toEqual(new Float64Array(4));
  });

  test('is by default that for twice their share of the catalogue, and at most for a fifth', () => {
    // 3 of 60 are new.
    expect(newItemBoost(snapshot, fusion, [Uint32Array.of(0)])).toEqual(factorsFor(0.1));
    // 49 of 60 are.
    const popularityCodes = snapshot.popularityCodes.map((code, item) => (item < LIKES ? code : 0));
    expect(newItemBoost({ ...snapshot, popularityCodes }, fusion, [Uint32Array.of(0)])).toEqual(factorsFor(0.2));
  });

  test('brings as many after journeys of one kind as after those of another', async () => {
    // There the new ones are a third as alike as at item 0.
    const of = shopWithFar(likes(LIKES, (item) => (isNew(item) ? similarity(item) / 3 : similarity(item))));
    const boost = newItemBoost(of, fusion, [Uint32Array.of(0), Uint32Array.of(FAR)], 0.25);
    expect(await newAmongTen(boost, { of, at: 0 })).toBe(2);
    expect(await newAmongTen(boost, { of, at: FAR })).toBe(2);
    // One boost for all is either too little for the one or too much for the other.
    const [constant] = newItemBoost(of, fusion, [Uint32Array.of(0)], 0.25);
    expect(await newAmongTen([constant], { of, at: FAR })).toBe(0);
  });

  test('takes nothing from journeys with new items where there are others without any', async () => {
    const of = shopWithFar(likes(KNOWN));
    const boost = newItemBoost(of, fusion, [Uint32Array.of(0), Uint32Array.of(FAR)], 0.1);
    boost[0] += 1e-4;
    // Two of twenty places, both of them where there is something to show.
    expect(await newAmongTen(boost, { of, at: 0 })).toBe(2);
    const [constant, , slope] = boost;
    for (const item of [0, FAR]) {
      const boostThere = constant + slope * Math.min(3, Math.log1p(popularityOf(of, item)));
      expect(boostThere).toBeGreaterThan(0);
      expect(boostThere).toBeLessThan(2 * 3);
    }
  });

  test('is bounded where there are too few of them for the share', () => {
    expect(boostFor(0.4)).toBe(3);
  });
});

test('new items get more places the larger the share that is asked for', { timeout: 60_000 }, async () => {
  const random = seededRandom(5);
  const shoppers = Array.from({ length: 60 }, () => someShopper(random, KNOWN_ITEMS));
  const shares = [];
  // By what the log says alone they get 3 % of the places.
  for (const newItemShare of [0, 0.1, 0.2]) {
    const { products: all, ...parts } = learnedShop({ newItemShare });
    const shop = snapshotInMemory(all, parts).snapshot;
    const nextItems = createNextItems(shop, createJsBackend(shop.embeddings));
    let shown = 0;
    for (const shopper of shoppers) {
      const met = new Set(shopper.recent.map((id) => all.findIndex((product) => product.id === id)));
      const { items } = await nextItems.best(shopper, 10, met);
      shown += items.filter((item) => shop.popularityCodes[item] === 0).length;
    }
    shares.push(shown / (10 * shoppers.length));
  }
  const [none, some, more] = shares;
  expect(some).toBeGreaterThan(none);
  expect(more).toBeGreaterThan(some);
  // About what was asked for: these shoppers are others than those that it was learned from.
  expect(some).toBeGreaterThan(0.05);
  expect(some).toBeLessThan(0.2);
  expect(more).toBeGreaterThan(0.1);
  expect(more).toBeLessThan(0.3);
});
