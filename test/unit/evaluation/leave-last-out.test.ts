import { describe, expect, test } from 'vitest';
import type { JourneyEvent } from '../../../src/core/journey-event.js';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { createRecommender } from '../../../src/core/scoring/recommender.js';
import type { Shopper } from '../../../src/core/shopper.js';
import { leaveLastOut, suggestByScore, suggestByStrategy } from '../../../src/evaluation/leave-last-out.js';
import { neighborsOf, snapshotInMemory } from '../../support/snapshot-in-memory.js';

const view = (itemId: string, timestamp: number): JourneyEvent => ({
  name: 'view_item',
  params: { items: [{ item_id: itemId }] },
  timestamp,
});

// Even items are teapots, odd ones tents, and nothing connects the two.
const ITEMS = 6;
const { snapshot, catalog } = snapshotInMemory(
  Array.from({ length: ITEMS }, (_, item) => ({ id: String(item), title: item % 2 ? 'Tent' : 'Teapot' })),
  {
    dim: 2,
    embeddings: Float32Array.from({ length: ITEMS * 2 }, (_, i) => ((i >> 1) % 2 === i % 2 ? 1 : 0)),
    viewedWith: neighborsOf(ITEMS, {}),
    popularity: Float32Array.from({ length: ITEMS }, (_, item) => ITEMS - item),
  },
);
const backend = createJsBackend(snapshot.embeddings);

describe('replaying a journey', () => {
  test('shows each moment as it was, and asks for what came next', async () => {
    const shoppers: Shopper[] = [];
    const journey = [view('0', 0), view('2', 1000), view('0', 2000), view('5', 3000)];
    const replay = await leaveLastOut(
      journey,
      async (shopper, count) => {
        shoppers.push(shopper);
        return ['2', '4', '5'].slice(0, count);
      },
      { k: 2 },
    );
    // The first view has nothing before it, the third shows nothing new; 2 is found at rank 1, 5 beyond K.
    expect(replay).toEqual({ k: 2, examples: 2, hitRate: 1 / 2, mrr: 1 / 2, ndcg: 1 / 2 });
    expect(shoppers.map(({ now, recent }) => [now, recent])).toEqual([
      [1000, ['0']],
      [3000, ['0', '2']],
    ]);
  });

  test('counts each new item of an order, and none that a list merely showed', async () => {
    const journey: JourneyEvent[] = [
      view('0', 0),
      { name: 'view_item_list', params: { items: [{ item_id: '3' }] }, timestamp: 1 },
      {
        name: 'purchase',
        params: { transaction_id: 't', items: [{ item_id: '0' }, { item_id: '3' }, { item_id: '2' }] },
        timestamp: 2,
      },
    ];
    // 2 at rank 1, 3 nowhere; 0 was met before.
    const replay = await leaveLastOut(journey, async () => ['2', '4']);
    expect(replay).toMatchObject({ k: 10, examples: 2, hitRate: 1 / 2, mrr: 1 / 2 });
  });

  const shown = { items: [{ item_id: '3' }] };
  const metWith = async (event: Pick<JourneyEvent, 'name' | 'params'>): Promise<string[][]> => {
    const metBefore: string[][] = [];
    await leaveLastOut([view('0', 0), { ...event, timestamp: 1 } as JourneyEvent, view('3', 2)], async (_, __, met) => {
      metBefore.push([...met]);
      return [];
    });
    return metBefore;
  };

  test.each<Pick<JourneyEvent, 'name' | 'params'>>([
    { name: 'view_item_list', params: shown },
    { name: 'view_search_results', params: { search_term: 'tent', ...shown } },
    { name: 'view_promotion', params: shown },
    { name: 'select_promotion', params: shown },
  ])('what $name merely showed is asked for', async (event) => {
    expect(await metWith(event)).toEqual([['0']]);
  });

  test.each<Pick<JourneyEvent, 'name' | 'params'>>([
    { name: 'share', params: { item_id: '3' } },
    { name: 'rate_item', params: { item_id: '3', rating: 1 } },
    { name: 'dwell', params: { item_id: '3', ms: 1 } },
    { name: 'dismiss_item', params: { item_id: '3' } },
    { name: 'add_to_wishlist', params: shown },
  ])('what was met by $name is not asked for again', async (event) => {
    expect(await metWith(event)).toEqual([]);
  });

  test('an event that names no item is none by which one was met', async () => {
    expect(await metWith({ name: 'share', params: {} })).toEqual([['0']]);
  });

  test('of a click and the view it leads to the click is the example, with the shopper of before', async () => {
    const shoppers: Shopper[] = [];
    const journey: JourneyEvent[] = [
      view('0', 0),
      { name: 'select_item', params: { items: [{ item_id: '2' }] }, timestamp: 1 },
      view('2', 2),
    ];
    const { examples, hitRate } = await leaveLastOut(journey, async (shopper) => {
      shoppers.push(shopper);
      return ['2'];
    });
    expect([examples, hitRate]).toEqual([1, 1]);
    expect(shoppers.map(({ interactions }) => interactions.map(({ itemId }) => itemId))).toEqual([['0']]);
  });

  test('looks only at the events that it is asked to foretell', async () => {
    const replay = await leaveLastOut([view('0', 0), view('2', 1)], async () => ['2'], { targets: ['purchase'] });
    expect(replay).toEqual({ k: 10, examples: 0, hitRate: 0, mrr: 0, ndcg: 0 });
  });

  test.each([
    ['the bare order', suggestByScore(snapshot, backend)],
    ['a strategy', suggestByStrategy(createRecommender(snapshot, backend, catalog), 'for-you')],
  ])('%s finds teapot after teapot', async (_, suggest) => {
    const replay = await leaveLastOut([view('0', 0), view('2', 1000), view('4', 2000)], suggest, { k: 1 });
    expect(replay).toMatchObject({ examples: 2, hitRate: 1 });
  });

  test('the bare order names what a list showed, and not what was met', async () => {
    const items = ['4', '2', '0'].map((item_id) => ({ item_id }));
    const journey: JourneyEvent[] = [
      view('0', 0),
      { name: 'view_item_list', params: { items }, timestamp: 1 },
      { name: 'select_item', params: { items: [{ item_id: '2' }] }, timestamp: 2 },
      view('2', 3),
      { name: 'dismiss_item', params: { item_id: '3' }, timestamp: 4 },
      view('4', 5),
    ];
    const bare = suggestByScore(snapshot, backend);
    const lists: string[][] = [];
    const replay = await leaveLastOut(journey, async (...moment) => {
      lists.push([...(await bare(...moment))]);
      return lists[lists.length - 1];
    });
    expect(replay).toMatchObject({ examples: 2, hitRate: 1 });
    expect(lists.map((list) => [...list].sort())).toEqual([
      ['1', '2', '3', '4', '5'],
      ['1', '4', '5'],
    ]);
  });
});
