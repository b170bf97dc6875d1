import type { ReasonCode } from '../recommendation.js';
import { INTERACTION_KINDS, type Interaction, type InteractionKind, type Shopper } from '../shopper.js';
import { resolveItem } from '../snapshot/resolve-item.js';
import type { Snapshot } from '../snapshot/snapshot.js';

/** An item from which others are scored: one of the shopper's own, or an anchor. */
export interface SourceItem {
  item: number;
  /** Negative for items turned down. The absolute weights of all sources sum to 1. */
  weight: number;
  code: ReasonCode;
}

/** Beyond this many items older interactions change the list by less than its rounding. */
const MAX_HISTORY = 64;

/**
 * What the next earlier item counts beside the later one: what was looked at last says most about what comes next. By
 * hand, between 0.7, which foretold single purchases best, and 0.9, which lets a visit count as a whole.
 */
const STEP_BACK = 0.8;

/**
 * The shopper's interactions as items of the snapshot, strongest first; unknown ids are left out. The weight of an
 * interaction counts {@link STEP_BACK}^p, where p is its place in time from the latest. Views that fell into one
 * millisecond keep the order in which they came; what came in one event, such as the items of an order, shares a place.
 */
export function historySources(snapshot: Snapshot, shopper: Shopper): SourceItem[] {
  const places = placesInTime(shopper);
  const byItem = new Map<number, { weight: number; kind: InteractionKind }>();
  for (const interaction of shopper.interactions) {
    const { itemId, weight, kind } = interaction;
    const item = resolveItem(snapshot, itemId);
    if (item < 0) continue;
    const known = byItem.get(item);
    const counted = weight * STEP_BACK ** (places.get(interaction) as number);
    byItem.set(item, { weight: counted + (known?.weight ?? 0), kind: strongest(kind, known?.kind) });
  }
  const sources = [...byItem]
    .filter(([, { weight }]) => weight !== 0)
    .sort(([a, x], [b, y]) => Math.abs(y.weight) - Math.abs(x.weight) || a - b)
    .slice(0, MAX_HISTORY)
    .map(([item, { weight, kind }]) => ({ item, weight, code: kind }));
  return withUnitWeight(sources);
}

/**
 * The place of each interaction in time, 0 = the latest. What speaks against an item takes none but shares that of what
 * was liked next after it: a page of shelves looked past makes no view older.
 */
function placesInTime(shopper: Shopper): Map<Interaction, number> {
  const moment = momentsOf(shopper);
  const places = new Map<Interaction, number>();
  let place = 0;
  let before: Interaction | undefined;
  for (const interaction of latestFirst(shopper)) {
    if (interaction.weight > 0) {
      if (before && moment(before, interaction) !== 0) place++;
      before = interaction;
    }
    places.set(interaction, place);
  }
  return places;
}

/** The interactions by their latest event, the latest first. */
export const latestFirst = (shopper: Shopper): Interaction[] => [...shopper.interactions].sort(momentsOf(shopper));

/** Orders interactions by time, latest first; 0 for what came in one event. */
function momentsOf({ recent }: Shopper): (a: Interaction, b: Interaction) => number {
  const recency = new Map(recent.map((itemId, i) => [itemId, i]));
  const order = ({ itemId }: Interaction): number => recency.get(itemId) ?? recent.length;
  return (a, b) => b.lastMs - a.lastMs || order(a) - order(b);
}

/** Anchors as sources of equal weight. */
export const anchorSources = (anchors: readonly number[], code: ReasonCode): SourceItem[] =>
  withUnitWeight(anchors.map((item) => ({ item, weight: 1, code })));

function withUnitWeight(sources: SourceItem[]): SourceItem[] {
  const total = sources.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  return sources.map((source) => ({ ...source, weight: source.weight / total }));
}

const strongest = (a: InteractionKind, b: InteractionKind = 'viewed'): InteractionKind =>
  INTERACTION_KINDS.indexOf(a) >= INTERACTION_KINDS.indexOf(b) ? a : b;
