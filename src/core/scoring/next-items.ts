import type { ResolvedQuery } from '../scoring-protocol.js';
import type { Shopper } from '../shopper.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { categoryPairs } from './category-pair-part.js';
import { toListRequest, toShopperItems } from './list-request.js';
import { nearestItems } from './nearest-items.js';
import { popularItems } from './popular-part.js';
import { CANDIDATES } from './recommender.js';
import { scoreCandidates } from './score-candidates.js';
import type { ScoringBackend, TopItems } from './scoring-backend.js';
import { contentQueriesOf, type StrategyContext } from './strategy-parts.js';
import { TopK } from './top-k.js';

/** The bare order of `for-you`: what a shopper is likely to want next, before any rule of a page. */
export interface NextItems {
  /**
   * The best items by score alone: no diversity, no rules, no exploration; variants, the sold out, the owned and the
   * seen are candidates like any other.
   *
   * @param count     K ≥ 0
   * @param excluded  Item indices that must not be answered.
   * @returns         Best first, ties by lower index: min(K, N − excluded) items. What nothing speaks for follows behind,
   *                  by popularity and with the score 0.
   * @throws {WindowshopError} `device_lost` when the backend cannot answer any more.
   */
  best(shopper: Shopper, count: number, excluded?: ReadonlySet<number>): Promise<TopItems>;
}

/** The most personal list there is, and nothing of a page that could bend it. */
const QUERY: ResolvedQuery = {
  strategy: 'for-you',
  personalize: 1,
  limit: CANDIDATES,
  before: [],
  rules: {},
  shownIds: [],
};

export function createNextItems(snapshot: Snapshot, backend: ScoringBackend): NextItems {
  const byPopularity = popularItems(snapshot, snapshot.itemCount);
  const popular = byPopularity.subarray(0, CANDIDATES);
  const none: ReadonlySet<number> = new Set();

  return {
    async best(shopper, count, excluded = none) {
      const request = toListRequest(snapshot, QUERY, toShopperItems(snapshot, shopper), { pageType: 'other' });
      const found = await nearestItems(backend, contentQueriesOf(request), Math.max(CANDIDATES, count), excluded);
      const context: StrategyContext = {
        snapshot,
        shopper,
        popular,
        get categoryPairs() {
          return categoryPairs(snapshot);
        },
        contentCandidates: (query) => found.get(query) ?? [],
      };
      const top = new TopK(Math.min(count, snapshot.itemCount));
      for (const { item, score } of scoreCandidates(request, request.strategies, context))
        if (score > 0 && !excluded.has(item)) top.add(item, score);
      return filledUp(top.sorted(), byPopularity, count, excluded);
    },
  };
}

function filledUp(scored: TopItems, byPopularity: Uint32Array, count: number, excluded: ReadonlySet<number>): TopItems {
  if (scored.items.length >= count) return scored;
  const items = [...scored.items];
  const taken = new Set(items);
  for (const item of byPopularity) {
    if (items.length >= count) break;
    if (!taken.has(item) && !excluded.has(item)) items.push(item);
  }
  const scores = new Float64Array(items.length);
  scores.set(scored.scores);
  return { items: Uint32Array.from(items), scores };
}
