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
});
