import type { EventName } from '../journey-event.js';
import type { ItemId } from '../product.js';
import type { Interaction, InteractionKind } from '../shopper.js';
import { decay, HALF_LIFE_MS, SHOWN_SHARE } from './event-weights.js';
import { LatestSet } from './latest-set.js';
import { Ranking } from './ranking.js';

/** What the events about one item have added up to. */
export interface ItemSum {
  itemId: ItemId;
  /** Σ event weight · 2^(−(atMs − timestamp) / half-life) over all events but those that merely showed the item. */
  chosen: number;
  /** The same over the events that merely showed it; ≤ 0. */
  shown: number;
  /** Reference time of both sums. */
  atMs: number;
  /**
   * log2 |chosen| + atMs / half-life. All sums decay by the same factor, so the order of two items by this number is
   * that of their absolute weights at any time: it changes with events, never with the clock.
   */
  strength: number;
  kind: InteractionKind;
  /** See {@link Interaction}. */
  lastMs: number;
  count: number;
  /** Whether it was more than merely shown. */
  isChosen: boolean;
  /** What dwelling may still add to the latest view. */
  dwellLeft: number;
}

/** Items that weigh most, however long ago: what tastes are described by. */
const STRONGEST = 128;
/**
 * Items that something was done with last, however little it weighs: scoring counts what came last most, and a new
 * event must be seen whatever came before it. At `STEP_BACK` the sixty-fifth would count a millionth of the first.
 */
const LATEST = 64;
/** Items shown last: about three pages of shelves. */
const LATEST_SHOWN = 64;

/** All sums as plain data that JSON keeps exactly. */
export interface PlainSums {
  /** With `strength` null for what weighs nothing: JSON knows no infinity. */
  items: (Omit<ItemSum, 'strength'> & { strength: number | null })[];
  /** Latest first. */
  latest: ItemId[];
  latestShown: ItemId[];
  encounter: { itemId: ItemId; name: EventName } | null;
}

const isStronger = (a: ItemSum, b: ItemSum): boolean =>
  a.strength > b.strength || (a.strength === b.strength && a.itemId < b.itemId);

/**
 * The decayed sums of all items. Each is kept at a reference time of its own, so that an event costs as much as it has
 * items, and adding up is exact: moving a sum from t to u multiplies every summand by the same 2^(−(u − t) / half-life).
 *
 * Reading them looks at no more than {@link STRONGEST} + {@link LATEST} + {@link LATEST_SHOWN} = 256 items: the length
 * of the history changes neither what a question costs nor what crosses to the worker.
 */
export class ItemSums {
  #items = new Map<ItemId, ItemSum>();
  #strongest = new Ranking(isStronger);
  #latest = new LatestSet<ItemSum>(LATEST);
  #latestShown = new LatestSet<ItemSum>(LATEST_SHOWN);
  /** The latest encounter, by its first step. */
  #encounter: { itemId: ItemId; name: EventName } | undefined;

  /** An event about the item that says something about liking it. Events come in time order. */
  choose(itemId: ItemId, timestamp: number, weight: number, name: EventName): ItemSum {
    const item = this.#touch(itemId, timestamp);
    item.lastMs = Math.max(item.lastMs, timestamp);
    item.isChosen = true;
    if (weight > 0 && (this.#encounter?.itemId !== itemId || this.#encounter.name === name)) {
      item.count++;
      this.#encounter = { itemId, name };
    }
    this.#latest.put(item);
    return this.raise(item, weight);
  }

  /** Adds a weight at the time of the item's latest event. */
  raise(item: ItemSum, weight: number): ItemSum {
    item.chosen += weight;
    item.strength = Math.log2(Math.abs(item.chosen)) + item.atMs / HALF_LIFE_MS;
    this.#strongest.put(item);
    return item;
  }

  /** An event that merely showed the item. */
  show(itemId: ItemId, timestamp: number, weight: number): void {
    const item = this.#touch(itemId, timestamp);
    // What is looked past on a shelf of what was viewed was not viewed again.
    if (!item.isChosen) item.lastMs = Math.max(item.lastMs, timestamp);
    item.shown += weight;
    this.#latestShown.put(item);
  }

  /**
   * The interactions at a moment, strongest first: of the {@link STRONGEST} strongest items, the {@link LATEST} chosen
   * last and the {@link LATEST_SHOWN} shown last those that weigh anything. What was merely shown is bounded by
   * {@link SHOWN_SHARE} of what was chosen, both summed over these items. Ties go to the later, then the lower id. Where the
   * clock is behind an item's latest event, its sums are those of that event's time: nothing grows beyond what was done.
   */
  interactionsAt(now: number): Interaction[] {
    const kept = [
      ...new Set([
        ...this.#strongest.first(STRONGEST),
        ...this.#latest.latestFirst(),
        ...this.#latestShown.latestFirst(),
      ]),
    ];
    const factors = kept.map(({ atMs }) => decay(Math.max(0, now - atMs)));
    let liked = 0;
    let shownSum = 0;
    for (const [i, { chosen, shown }] of kept.entries()) {
      liked += Math.max(0, chosen) * factors[i];
      shownSum -= shown * factors[i];
    }
    const shownFactor = shownSum > 0 ? Math.min(1, (SHOWN_SHARE * liked) / shownSum) : 0;
    return kept
      .map(({ itemId, chosen, shown, kind, lastMs, count }, i) => ({
        itemId,
        weight: (chosen + shown * shownFactor) * factors[i],
        kind,
        lastMs,
        count,
      }))
      .filter(({ weight }) => weight !== 0)
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || b.lastMs - a.lastMs || (a.itemId < b.itemId ? -1 : 1));
  }

  toPlain(): PlainSums {
    return {
      items: [...this.#items.values()].map((item) => ({
        ...item,
        strength: item.strength === Number.NEGATIVE_INFINITY ? null : item.strength,
      })),
      latest: this.#latest.latestFirst().map(({ itemId }) => itemId),
      latestShown: this.#latestShown.latestFirst().map(({ itemId }) => itemId),
      encounter: this.#encounter ?? null,
    };
  }

  /** The sums that {@link toPlain} was made of: they answer, and go on, exactly as those would. */
  static fromPlain({ items, latest, latestShown, encounter }: PlainSums): ItemSums {
    const sums = new ItemSums();
    for (const plain of items) {
      const item = { ...plain, strength: plain.strength ?? Number.NEGATIVE_INFINITY };
      sums.#items.set(item.itemId, item);
      if (item.isChosen) sums.#strongest.put(item);
    }
    const find = (itemId: ItemId): ItemSum => sums.#items.get(itemId) as ItemSum;
    sums.#latest = LatestSet.of(LATEST, latest.map(find));
    sums.#latestShown = LatestSet.of(LATEST_SHOWN, latestShown.map(find));
    sums.#encounter = encounter ?? undefined;
    return sums;
  }

  /** The item with its sums moved to this event's time. */
  #touch(itemId: ItemId, timestamp: number): ItemSum {
    const known = this.#items.get(itemId);
    if (!known) {
      const item: ItemSum = {
        itemId,
        chosen: 0,
        shown: 0,
        atMs: timestamp,
        strength: Number.NEGATIVE_INFINITY,
        kind: 'viewed',
        lastMs: timestamp,
        count: 0,
        isChosen: false,
        dwellLeft: 0,
      };
      this.#items.set(itemId, item);
      return item;
    }
    const factor = decay(timestamp - known.atMs);
    known.chosen *= factor;
    known.shown *= factor;
    known.atMs = timestamp;
    return known;
  }
}
