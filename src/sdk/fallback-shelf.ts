import type { PageContext } from '../core/page-context.js';
import type { ItemId } from '../core/product.js';
import type { RankedItem } from '../core/recommendation.js';
import { type FieldReader, productFields } from '../core/scoring/item-fields.js';
import { matchesFilter } from '../core/scoring/matches-filter.js';
import type { RecommendAnswer, ResolvedQuery } from '../core/scoring-protocol.js';
import { emptyShopper, type Shopper } from '../core/shopper.js';
import type { ScoringClient } from '../worker-client/scoring-client.js';

/** Enough that, after what is left out, a usual list is still full. */
const SHELF_SIZE = 60;
const FILL_LIMIT_MS = 5000;

/** Popular products, kept on the page: what is shown when an answer does not come in time. */
export class FallbackShelf {
  #items: readonly RankedItem[] = [];

  /** Fetches the products, with reasons in this language. Without an answer the shelf stays as it is. */
  async fill(client: ScoringClient, locale: string, now: number): Promise<void> {
    // Nobody has viewed anything, so that every place is filled by the fallback, and its reasons say so.
    const query: ResolvedQuery = {
      strategy: 'recently-viewed',
      fallback: ['popular'],
      limit: SHELF_SIZE,
      rules: {},
      shownIds: [],
      before: [],
    };
    const call = {
      queries: [query],
      shopper: emptyShopper(now),
      page: { pageType: 'other' as const },
      locale,
      seed: 0,
    };
    const answers = await client.recommend(call, FILL_LIMIT_MS);
    if (answers) this.#items = answers[0].items;
  }

  /** The best of the shelf for a query, as far as the page itself can tell what must be left out. */
  answer(
    { rules, shownIds, before, limit, itemId, fallback }: ResolvedQuery,
    shopper: Shopper,
    page: PageContext,
  ): RecommendAnswer {
    if (fallback === false) return { items: [], source: 'fallback' };
    const anchorIds = [itemId ?? page.itemId ?? []].flat();
    const anchor = this.#items.find(({ id }) => id === anchorIds[0]);
    // Nothing is the same as what is not known of an anchor.
    const anchorFields: FieldReader = (field) => anchor && productFields(anchor.product)(field);
    const leftOut = new Set<ItemId>([
      ...anchorIds,
      ...(page.itemId === undefined ? [] : [page.itemId]),
      ...shownIds,
      ...before,
      ...shopper.recent,
      ...(rules.exclude ?? []),
      ...shopper.cart.map((entry) => entry.itemId),
      ...shopper.owned.map((entry) => entry.itemId),
      ...shopper.dismissed,
    ]);
    const items = this.#items
      .filter(({ id, product: { groupId = id } }) => !leftOut.has(id) && !leftOut.has(groupId))
      .filter(
        ({ product }) =>
          rules.filter === undefined ||
          matchesFilter(rules.filter, productFields(product), anchorIds.length > 0 ? anchorFields : undefined),
      )
      .slice(0, limit);
    return { items, source: 'fallback' };
  }
}
