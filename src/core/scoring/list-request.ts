import type { PageContext } from '../page-context.js';
import type { Strategy } from '../recommendation.js';
import type { ResolvedQuery } from '../scoring-protocol.js';
import type { Shopper } from '../shopper.js';
import { UNNAMED } from '../snapshot/layout.js';
import { resolveGroup, resolveItem } from '../snapshot/resolve-item.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { type Interest, interestsOf } from './interests.js';
import { type JourneyEvidence, journeyEvidence } from './journey-evidence.js';
import { type ShopperSequence, shopperSequence } from './shopper-sequence.js';
import { anchorSources, historySources, type SourceItem } from './source-items.js';

/** One list to rank, in the snapshot's own indices. */
export interface ListRequest {
  query: ResolvedQuery;
  strategies: Strategy[];
  fallback: Strategy[];
  anchors: number[];
  /** What stands before these in the list. */
  before: number[];
  /** The anchors as what a list of items close to them is scored from, and what they have in common. */
  anchorItems: SourceItem[];
  anchorInterests: Interest[];
  history: SourceItem[];
  interests: Interest[];
  /** In place of the interests, where the snapshot has learned weights. */
  journey?: Journey;
  /** 0…1 */
  personalize: number;
  /** What no strategy may show: see "left out by default" in README. */
  leftOut: LeftOut[];
  /** Items seen before: shown again by `recently-viewed` only. */
  viewed: ReadonlySet<number>;
}

interface LeftOut {
  items: ReadonlySet<number>;
  /** Variant groups of which an item is left out. */
  groups: ReadonlySet<number>;
}

/** What grows with the history and seldom changes, in the snapshot's own indices. */
export interface StandingItems {
  cart: number[];
  /** The cart, what was turned down, and what is owned and not bought again and again. */
  leftOut: LeftOut;
}

/** A journey and what it says about items. */
export interface Journey {
  sequence: ShopperSequence;
  evidence: JourneyEvidence;
}

/** The shopper in the snapshot's own indices: the same for all lists of a call. */
export interface ShopperItems extends StandingItems {
  history: SourceItem[];
  /** Of the history; empty where there is a journey. */
  interests: Interest[];
  journey?: Journey;
  viewed: ReadonlySet<number>;
}

/** Looks up what the shopper's ids stand for, which costs as much as the lists are long. */
export function toStandingItems(
  snapshot: Snapshot,
  { cart, owned, dismissed }: Pick<Shopper, 'cart' | 'owned' | 'dismissed'>,
): StandingItems {
  const inCart = resolveAll(
    snapshot,
    cart.map(({ itemId }) => itemId),
  );
  const boughtOnce = owned.filter(({ orders }) => orders < 2).map(({ itemId }) => itemId);
  const items = new Set([...inCart, ...resolveAll(snapshot, boughtOnce), ...resolveAll(snapshot, dismissed)]);
  return { cart: inCart, leftOut: { items, groups: groupsOf(snapshot, items) } };
}

export function toShopperItems(
  snapshot: Snapshot,
  shopper: Shopper,
  standing = toStandingItems(snapshot, shopper),
): ShopperItems {
  const history = historySources(snapshot, shopper);
  return {
    ...standing,
    history,
    ...(snapshot.fusion
      ? { interests: [], journey: journeyOf(snapshot, shopper) }
      : { interests: interestsOf(snapshot.embeddings, history) }),
    viewed: new Set(resolveAll(snapshot, shopper.recent)),
  };
}

function journeyOf(snapshot: Snapshot, shopper: Shopper): Journey {
  const sequence = shopperSequence(snapshot, shopper);
  return { sequence, evidence: journeyEvidence(snapshot, sequence) };
}

/** Translates a query into the snapshot's indices and fills in what the page decides: strategy and anchors. */
export function toListRequest(
  snapshot: Snapshot,
  query: ResolvedQuery,
  { history, interests, journey, cart, leftOut, viewed }: ShopperItems,
  page: PageContext,
): ListRequest {
  const resolve = (references: readonly string[]): number[] => resolveAll(snapshot, references);
  const anchors = query.itemId === undefined ? pageAnchors(page, cart, resolve) : resolve(asList(query.itemId));
  // Closeness that was learned from what shoppers met one after the other is no likeness.
  const anchorItems = anchorSources(anchors, snapshot.encoder ? 'also_viewed' : 'similar');
  const excluded = query.rules.exclude ?? [];
  const before = resolve(query.before);
  return {
    query,
    strategies: query.strategy === undefined ? [defaultStrategy(page)] : asList(query.strategy),
    fallback: query.fallback === false ? [] : (query.fallback ?? ['popular']),
    anchors,
    before,
    anchorItems,
    anchorInterests: interestsOf(snapshot.embeddings, anchorItems),
    history,
    interests,
    ...(journey && { journey }),
    personalize: query.personalize ?? 1,
    leftOut: [
      leftOut,
      {
        items: new Set([...anchors, ...before, ...resolve(query.shownIds), ...resolve(excluded)]),
        groups: new Set([
          ...groupsOf(snapshot, anchors),
          ...excluded.map((reference) => resolveGroup(snapshot, reference)).filter((group) => group !== UNNAMED),
        ]),
      },
    ],
    viewed,
  };
}

function groupsOf({ group }: Snapshot, items: Iterable<number>): Set<number> {
  const groups = new Set<number>();
  for (const item of items) if (group[item] !== UNNAMED) groups.add(group[item]);
  return groups;
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
