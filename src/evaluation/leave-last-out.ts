import { applyEvent, emptyShopperState, shopperAt } from '../core/journey/shopper-state.js';
import type { EventName, JourneyEvent } from '../core/journey-event.js';
import type { ItemId } from '../core/product.js';
import type { Strategy } from '../core/recommendation.js';
import { createNextItems } from '../core/scoring/next-items.js';
import type { Recommender } from '../core/scoring/recommender.js';
import type { ScoringBackend } from '../core/scoring/scoring-backend.js';
import type { Shopper } from '../core/shopper.js';
import { resolveItem } from '../core/snapshot/resolve-item.js';
import type { Snapshot } from '../core/snapshot/snapshot.js';
import { stringAt } from '../core/snapshot/string-table.js';
import { type Accuracy, accuracyOf, type RankCounts, rankOf } from './metrics/rank-counts.js';

/**
 * Names the items for a shopper as they were at one moment, best first.
 *
 * @param met  What the journey turned to, or down, before: it is not asked for, so a list need not hold it.
 */
export type Suggest = (shopper: Shopper, count: number, met: ReadonlySet<ItemId>) => Promise<readonly ItemId[]>;

export interface LeaveLastOutOptions {
  /** K, default 10. */
  k?: number;
  /**
   * The events whose items are to be foretold, default all by which a shopper turns to an item. Only the first event about
   * an item asks for it: `view_item` alone leaves out what was clicked in a list.
   */
  targets?: readonly EventName[];
}

export interface JourneyReplay extends Accuracy {
  k: number;
  examples: number;
}

/** A click in a list comes before its view: asked for after it, the item would be what the shopper turned to last. */
const TURNED_TO: readonly EventName[] = ['select_item', 'view_item', 'add_to_cart', 'purchase'];
/** These merely show their items. */
const SHOWN: readonly EventName[] = ['view_item_list', 'view_search_results', 'view_promotion', 'select_promotion'];

/**
 * Replays a shopper's own journey, leaving the last event out, again and again: of each part of it, from the start, the
 * last event is kept back, everything before it makes the shopper, and the list that they would have been given is
 * looked through for what they turned to. Only items that are new to the journey are asked for, since shelves leave out
 * what was seen: of a click, a view and a purchase in a row the click is the example. Nothing is sent and nothing is
 * stored: it can run where the journey is.
 *
 * @param journey  In time order.
 * @returns        Figures as of `windowshop evaluate`: the mean over the examples; all 0 where there are none.
 */
export async function leaveLastOut(
  journey: readonly JourneyEvent[],
  suggest: Suggest,
  { k = 10, targets = TURNED_TO }: LeaveLastOutOptions = {},
): Promise<JourneyReplay> {
  const state = emptyShopperState();
  const met = new Set<ItemId>();
  const ranks: RankCounts = new Uint32Array(k + 1);
  let examples = 0;
  for (const event of journey) {
    const itemIds = itemIdsOf(event);
    const fresh = targets.includes(event.name) ? itemIds.filter((id) => !met.has(id)) : [];
    if (fresh.length > 0 && met.size > 0) {
      const list = await suggest(shopperAt(state, event.timestamp), k, met);
      const numbers = list.slice(0, k).map((id) => fresh.indexOf(id));
      // Of an order of several items each is an example of its own.
      for (const i of fresh.keys()) ranks[rankOf(i, numbers)]++;
      examples += fresh.length;
    }
    applyEvent(state, event);
    for (const id of itemIds) met.add(id);
  }
  return { k, examples, ...accuracyOf(ranks) };
}

/** The bare order of `for-you`, see `createNextItems`, without what the shopper has met. */
export function suggestByScore(snapshot: Snapshot, backend: ScoringBackend): Suggest {
  const nextItems = createNextItems(snapshot, backend);
  return async (shopper, count, met) => {
    const { items } = await nextItems.best(shopper, count, new Set([...met].map((id) => resolveItem(snapshot, id))));
    return Array.from(items, (item) => stringAt(snapshot.ids, item));
  };
}

/** The list that a strategy would show, with all that belongs to a shelf, on a page that says nothing. */
export function suggestByStrategy(recommender: Recommender, strategy: Strategy): Suggest {
  return async (shopper, count) => {
    const query = { strategy, limit: count, before: [], rules: {}, shownIds: [] };
    const call = { queries: [query], shopper, page: { pageType: 'other' as const }, locale: 'en', seed: 1 };
    const [{ items }] = await recommender.recommend(call);
    return items.map(({ id }) => id);
  };
}

/** The items of an event, each once; those merely shown are none that the shopper has met. */
function itemIdsOf({ name, params }: JourneyEvent): ItemId[] {
  if (SHOWN.includes(name)) return [];
  if ('item_id' in params) return params.item_id === undefined ? [] : [params.item_id];
  return 'items' in params ? [...new Set((params.items ?? []).map(({ item_id }) => item_id))] : [];
}
