import type { InteractionKind, Shopper } from '../shopper.js';
import { resolveItem } from '../snapshot/resolve-item.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { latestFirst } from './source-items.js';

/** An item of the journey in its place. */
export interface SequenceItem {
  item: number;
  /** Events about it, ≥ 1. */
  count: number;
  kind: InteractionKind;
}

/** The journey as the encoder reads it. */
export interface ShopperSequence {
  /** Items that the shopper liked, latest first, each once: the place in this list is p of the encoder. */
  liked: SequenceItem[];
  /** Items turned down, with their share of all weight, > 0. */
  turnedDown: { item: number; share: number }[];
}

/** Items of the snapshot that the journey names, in time; unknown ids are left out. */
export function shopperSequence(snapshot: Snapshot, shopper: Shopper): ShopperSequence {
  const liked = new Map<number, SequenceItem>();
  const turnedDown = new Map<number, number>();
  let total = 0;
  for (const { itemId, weight, kind, count } of latestFirst(shopper)) {
    const item = resolveItem(snapshot, itemId);
    if (item < 0 || weight === 0) continue;
    total += Math.abs(weight);
    if (weight < 0) {
      turnedDown.set(item, (turnedDown.get(item) ?? 0) - weight);
      continue;
    }
    const known = liked.get(item);
    if (known) known.count += count;
    else liked.set(item, { item, count, kind });
  }
  return {
    liked: [...liked.values()],
    turnedDown: [...turnedDown].map(([item, weight]) => ({ item, share: weight / total })),
  };
}
