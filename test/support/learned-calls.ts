import { seededRandom } from '../../src/core/random.js';
import type { RecommendCall, ResolvedQuery } from '../../src/core/scoring-protocol.js';
import { emptyShopper, type Interaction, type Shopper } from '../../src/core/shopper.js';

/** Items of the learned shop that many shoppers met; those behind them are new, or nearly so. */
export const KNOWN_ITEMS = 112;

export const itemId = (item: number): string => `i${item}`;

/** A journey by chance: views, carts and purchases of up to twelve of the first items, some of them turned down. */
export function someShopper(random: () => number, itemCount: number): Shopper {
  const whole = (below: number): number => Math.floor(random() * below);
  const items = [...new Set(Array.from({ length: 1 + whole(12) }, () => whole(itemCount)))];
  const interactions = items.map(
    (item, place): Interaction => ({
      itemId: itemId(item),
      weight: place > 0 && random() < 0.15 ? -4 : 1 + whole(8),
      kind: (['viewed', 'viewed', 'carted', 'bought'] as const)[whole(4)],
      lastMs: 1_000_000 - place,
      count: 1 + whole(3),
    }),
  );
  return { ...emptyShopper(1_000_000), interactions, recent: items.map(itemId) };
}

const QUERY: ResolvedQuery = { limit: 12, before: [], rules: {}, shownIds: [] };

/** Pages of twenty shoppers: what the learned weights make of their journeys, alone and beside an item. */
export function learnedCalls(): RecommendCall[] {
  const random = seededRandom(33);
  return Array.from({ length: 20 }, (_, n) => ({
    queries: [
      { ...QUERY, strategy: 'for-you', diversity: 0 },
      { ...QUERY, strategy: ['for-you', 'popular'], personalize: 0.7 },
      { ...QUERY, strategy: 'similar', itemId: itemId(5 * n) },
      { ...QUERY, strategy: 'also-viewed', itemId: itemId(5 * n) },
    ],
    shopper: someShopper(random, KNOWN_ITEMS),
    page: { pageType: 'product' },
    locale: 'en',
    seed: n,
  }));
}
