import { describe, expect, test } from 'vitest';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { createNextItems } from '../../../src/core/scoring/next-items.js';
import { createRecommender } from '../../../src/core/scoring/recommender.js';
import { emptyShopper, type Shopper } from '../../../src/core/shopper.js';
import type { SnapshotContent } from '../../../src/core/snapshot/snapshot-content.js';
import { neighborsOf, snapshotInMemory } from '../../support/snapshot-in-memory.js';

// A checkerboard: even items are teapots, odd ones tents; the lower the number, the more popular.
const ITEMS = 10;
const id = (item: number): string => `item-${item}`;
const sameColour = (item: number) =>
  Array.from({ length: ITEMS }, (_, other) => other).filter((other) => other !== item && other % 2 === item % 2);

const parts: Partial<SnapshotContent> = {
  dim: 2,
  embeddings: Float32Array.from({ length: ITEMS * 2 }, (_, i) => ((i >> 1) % 2 === i % 2 ? 1 : 0)),
  viewedWith: neighborsOf(
    ITEMS,
    Object.fromEntries(
      Array.from({ length: ITEMS }, (_, item) => [
        item,
        sameColour(item).map((other): [number, number] => [other, 1 - other / 100]),
      ]),
    ),
  ),
  popularity: Float32Array.from({ length: ITEMS }, (_, item) => ITEMS - item),
  shoppers: new Uint32Array(ITEMS).fill(8),
};

function nextItems(changed: Partial<SnapshotContent> = {}) {
  const { snapshot } = snapshotInMemory(
    Array.from({ length: ITEMS }, (_, item) => ({
      id: id(item),
      title: item % 2 ? 'Tent' : 'Teapot',
      groupId: item % 2 ? 'tents' : 'teapots',
      available: item !== 4,
    })),
    { ...parts, ...changed },
  );
  return createNextItems(snapshot, createJsBackend(snapshot.embeddings));
}

const viewer = (...items: number[]): Shopper => ({
  ...emptyShopper(0),
  interactions: items.map((item) => ({ itemId: id(item), weight: 1, kind: 'viewed', lastMs: 0, count: 1 })),
  recent: items.map(id),
});

describe('the bare order of for-you', () => {
  test('ranks all that is alike by score alone, whatever its group, its stock, or that it was seen', async () => {
    const { items, scores } = await nextItems().best(viewer(0), 5);
    // 2, 4, 6, 8 stand in the list of 0, in this order; the content says the same of all five.
    expect([...items]).toEqual([2, 4, 6, 8, 0]);
    expect([...scores]).toEqual([...scores].sort((a, b) => b - a));
  });

  test('leaves out what is excluded and nothing else', async () => {
    expect([...(await nextItems().best(viewer(0), 3, new Set([0, 2]))).items]).toEqual([4, 6, 8]);
  });

  test('fills up by popularity, with the score 0', async () => {
    const { items, scores } = await nextItems().best(viewer(0), 8, new Set([0, 1]));
    expect([...items]).toEqual([2, 4, 6, 8, 3, 5, 7, 9]);
    expect([...scores.slice(4)]).toEqual([0, 0, 0, 0]);
  });

  test('is popularity for somebody without a history, and answers all there are at most', async () => {
    expect([...(await nextItems().best(emptyShopper(0), 3)).items]).toEqual([0, 1, 2]);
    expect([...(await nextItems().best(emptyShopper(0), 50, new Set([0]))).items]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('is the order of the shelf, where nothing of a page bends it', async () => {
    const products = Array.from({ length: ITEMS }, (_, item) => ({ id: id(item), title: 'Thing' }));
    const { snapshot, catalog } = snapshotInMemory(products, parts);
    const backend = createJsBackend(snapshot.embeddings);
    const shopper = viewer(3, 0);
    const [shelf] = await createRecommender(snapshot, backend, catalog).recommend({
      queries: [{ strategy: 'for-you', limit: 6, before: [], diversity: 0, rules: {}, shownIds: [] }],
      ...{ shopper, page: { pageType: 'other' }, locale: 'en', seed: 1 },
    });
    const { items, scores } = await createNextItems(snapshot, backend).best(shopper, 6, new Set([0, 3]));
    expect(Array.from(items, id)).toEqual(shelf.items.map((item) => item.id));
    expect([...scores]).toEqual(shelf.items.map(({ score }) => score));
  });

  test('rests on lists of what is alike where nobody has met anything, and less so the more is known', async () => {
    // Across the colours, so that it shows which of the two speaks.
    const alike = neighborsOf(ITEMS, { 0: [[5, 1]] });
    const unmet = nextItems({ alike, viewedWith: neighborsOf(ITEMS, {}), shoppers: new Uint32Array(ITEMS) });
    expect([...(await unmet.best(viewer(0), 2, new Set([0]))).items]).toEqual([5, 2]);
    const met = nextItems({ alike, shoppers: new Uint32Array(ITEMS).fill(1000) });
    expect([...(await met.best(viewer(0), 2, new Set([0]))).items]).toEqual([2, 4]);
  });

  test('ties go to the lower index', async () => {
    const alike = nextItems({ viewedWith: neighborsOf(ITEMS, {}), popularity: new Float32Array(ITEMS) });
    expect([...(await alike.best(viewer(8), 7)).items]).toEqual([0, 2, 4, 6, 8, 1, 3]);
  });
});
