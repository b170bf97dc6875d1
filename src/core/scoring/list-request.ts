import type { PageContext } from '../page-context.js';
import type { Strategy } from '../recommendation.js';
import type { ResolvedQuery } from '../scoring-protocol.js';
import type { Shopper } from '../shopper.js';
import { UNNAMED } from '../snapshot/layout.js';
import { resolveGroup, resolveItem } from '../snapshot/resolve-item.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { type Interest, interestsOf } from './interests.js';
import { anchorSources, historySources, type SourceItem } from './source-items.js';

/** One list to rank, in the snapshot's own indices. */
export interface ListRequest {
  query: ResolvedQuery;
  strategies: Strategy[];
  fallback: Strategy[];
  anchors: number[];
  /** The anchors as what a list of similar items is scored from, and what they have in common. */
  anchorItems: SourceItem[];
  anchorInterests: Interest[];
  history: SourceItem[];
  interests: Interest[];
  /** 0…1 */
  personalize: number;
  /** Items that no strategy may show: see "left out by default" in README. */
  leftOut: Set<number>;
  /** Variant groups of which an item is left out. */
  leftOutGroups: Set<number>;
  /** Items seen before: shown again by `recently-viewed` only. */
  viewed: ReadonlySet<number>;
}

/** The shopper in the snapshot's own indices: the same for all lists of a call. */
export interface ShopperItems {
  history: SourceItem[];
  /** Of the history. */
  interests: Interest[];
  cart: number[];
  /** Owned, and not bought again and again. */
  boughtOnce: number[];
  dismissed: number[];
  viewed: ReadonlySet<number>;
}

/** Looks up what the shopper's ids stand for, which costs as much as the lists of the shopper are long. */
export function toShopperItems(snapshot: Snapshot, shopper: Shopper): ShopperItems {
  const history = historySources(snapshot, shopper);
  return {
    history,
    interests: interestsOf(snapshot.embeddings, history),
    cart: resolveAll(
      snapshot,
      shopper.cart.map(({ itemId }) => itemId),
    ),
    boughtOnce: resolveAll(
      snapshot,
      shopper.owned.filter(({ orders }) => orders < 2).map(({ itemId }) => itemId),
    ),
    dismissed: resolveAll(snapshot, shopper.dismissed),
    viewed: new Set(resolveAll(snapshot, shopper.recent)),
  };
}

/** Translates a query into the snapshot's indices and fills in what the page decides: strategy and anchors. */
export function toListRequest(
  snapshot: Snapshot,
  query: ResolvedQuery,
  { history, interests, cart, boughtOnce, dismissed, viewed }: ShopperItems,
  page: PageContext,
): ListRequest {
  const resolve = (references: readonly string[]): number[] => resolveAll(snapshot, references);
  const anchors = query.itemId === undefined ? pageAnchors(page, cart, resolve) : resolve(asList(query.itemId));
  const anchorItems = anchorSources(anchors, 'similar');
  const excluded = query.rules.exclude ?? [];
  const variantsOf = [...anchors, ...cart, ...boughtOnce, ...dismissed];
  return {
    query,
    strategies: query.strategy === undefined ? [defaultStrategy(page)] : asList(query.strategy),
    fallback: query.fallback === false ? [] : (query.fallback ?? ['popular']),
    anchors,
    anchorItems,
    anchorInterests: interestsOf(snapshot.embeddings, anchorItems),
    history,
    interests,
    personalize: query.personalize ?? 1,
    leftOut: new Set([...variantsOf, ...resolve(query.shownIds), ...resolve(excluded)]),
    leftOutGroups: new Set(
      [
        ...variantsOf.map((item) => snapshot.group[item]),
        ...excluded.map((reference) => resolveGroup(snapshot, reference)),
      ].filter((group) => group !== UNNAMED),
    ),
    viewed,
  };
}

const resolveAll = (snapshot: Snapshot, references: readonly string[]): number[] => [
  ...new Set(references.map((reference) => resolveItem(snapshot, reference)).filter((item) => item >= 0)),
];

function pageAnchors(page: PageContext, cart: number[], resolve: (references: string[]) => number[]): number[] {
  if (page.pageType === 'cart') return cart;
  const named = page.itemId === undefined ? [] : resolve([page.itemId]);
  return named.length > 0 || page.url === undefined ? named : resolve([page.url]);
}

function defaultStrategy({ pageType }: PageContext): Strategy {
  if (pageType === 'product') return 'similar';
  return pageType === 'cart' ? 'bought-together' : 'for-you';
}

const asList = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
