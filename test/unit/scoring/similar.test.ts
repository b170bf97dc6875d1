import { beforeAll, describe, expect, test } from 'vitest';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { createRecommender, type Recommender } from '../../../src/core/scoring/recommender.js';
import { emptyShopper } from '../../../src/core/shopper.js';
import type { SnapshotContent } from '../../../src/core/snapshot/snapshot-content.js';
import { itemId, KNOWN_ITEMS } from '../../support/learned-calls.js';
import { kindOf, learnedShop, themeOf } from '../../support/learned-shop.js';
import { neighborsOf, snapshotInMemory } from '../../support/snapshot-in-memory.js';

const similarTo = async (on: Recommender, anchor: string, limit = 4) => {
  const [{ items }] = await on.recommend({
    queries: [
      {
        strategy: 'similar',
        itemId: anchor,
        limit,
        before: [],
        rules: {},
        shownIds: [],
        diversity: 0,
        fallback: false,
      },
    ],
    shopper: emptyShopper(0),
    page: { pageType: 'product' },
    locale: 'en',
    seed: 1,
  });
  return items;
};

function recommenderOf({ products, ...parts }: Pick<SnapshotContent, 'products'> & Partial<SnapshotContent>) {
  const { snapshot, catalog } = snapshotInMemory(products, parts);
  return createRecommender(snapshot, createJsBackend(snapshot.embeddings), catalog);
}

describe('similar, where content and behaviour disagree', () => {
  // Item 0 is a tent, like 1, 2 and 3. Whoever looks at it looks at 4, a stove, next; 3 too is a little close to it.
  const ITEMS = 6;
  const products = Array.from({ length: ITEMS }, (_, item) => ({ id: `i${item}`, title: `Item ${item}` }));
  const learned: Partial<SnapshotContent> = {
    dim: 2,
    embeddings: Float32Array.of(1, 0, 0, 1, 0, 1, 0.6, 0.8, 1, 0, 0, -1),
    viewedWith: neighborsOf(ITEMS, { 0: [[4, 0.9]], 5: [[4, 0.9]] }),
    alike: neighborsOf(ITEMS, {
      0: [
        [1, 0.9],
        [2, 0.8],
        [3, 0.8],
      ],
    }),
    shoppers: new Uint32Array(ITEMS).fill(50),
    encoder: { temperature: 0.1, positions: Float32Array.of(0), gates: new Float32Array(ITEMS) },
  };

  test('puts what is alike first, and of what is equally alike what is also close in behaviour', async () => {
    const items = await similarTo(recommenderOf({ products, ...learned }), 'i0');
    expect(items.map(({ id }) => id)).toEqual(['i3', 'i1', 'i2', 'i4']);
  });

  test('says of each what it rests on', async () => {
    const reasons = new Map(
      (await similarTo(recommenderOf({ products, ...learned }), 'i0')).map((item) => [item.id, item.reasons]),
    );
    expect(reasons.get('i1')).toMatchObject([{ code: 'similar', weight: 1, itemIds: ['i0'] }]);
    expect(reasons.get('i4')).toMatchObject([{ code: 'also_viewed', weight: 1, itemIds: ['i0'] }]);
    const both = reasons.get('i3') ?? [];
    expect(both).toMatchObject([{ code: 'similar' }, { code: 'also_viewed', itemIds: ['i0'] }]);
    expect(both.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
  });

  test('goes by behaviour alone for an item that is like no other', async () => {
    const items = await similarTo(recommenderOf({ products, ...learned }), 'i5');
    expect(items[0]).toMatchObject({ id: 'i4', reasons: [{ code: 'also_viewed' }] });
    expect(items[0].score).toBeGreaterThan(0);
  });

  test('takes the embeddings for likeness in a snapshot without learned weights', async () => {
    const { encoder: _, alike: __, ...plain } = learned;
    const items = await similarTo(recommenderOf({ products, ...plain }), 'i0');
    expect(items[0]).toMatchObject({ id: 'i4', reasons: [{ code: 'similar', weight: 1, itemIds: ['i0'] }] });
  });
});

describe('similar in a shop whose texts name kinds, while shoppers keep to themes', () => {
  let on: Recommender;
  beforeAll(() => {
    on = recommenderOf(learnedShop());
  }, 60_000);

  test('shows the kind of the item, and those of its theme before others', async () => {
    let sameKind = 0;
    let shown = 0;
    let sameTheme = 0;
    for (let item = 0; item < KNOWN_ITEMS; item++)
      for (const { id } of await similarTo(on, itemId(item))) {
        const other = Number(id.slice(1));
        shown++;
        if (kindOf(other) === kindOf(item)) sameKind++;
        if (themeOf(other) === themeOf(item)) sameTheme++;
      }
    expect(sameKind / shown).toBeGreaterThan(0.8);
    // One in thirteen of a kind has the theme too.
    expect(sameTheme / shown).toBeGreaterThan(2 / 13);
  });
});
