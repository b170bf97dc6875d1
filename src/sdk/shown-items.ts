import type { RecommendRequest } from '../api/sdk.js';
import type { ItemId } from '../core/product.js';

/**
 * What tells one list of a page from another: its placement, else what it was asked for. A list that is asked for again
 * takes the place of its former self.
 */
export const slotOf = ({ placement, strategy, itemId }: RecommendRequest): string =>
  placement === undefined ? `${strategy} of ${itemId}` : `placement ${placement}`;

/** Which items the lists of this page show, so that no item stands in two of them. */
export class ShownItems {
  #bySlot = new Map<string, Set<ItemId>>();

  /** Items of all lists but those of the given slots. */
  outside(slots: ReadonlySet<string>): ItemId[] {
    return [...this.#bySlot].flatMap(([slot, itemIds]) => (slots.has(slot) ? [] : [...itemIds]));
  }

  /** What slots show now, instead of before. */
  replace(lists: readonly { slot: string; itemIds: ItemId[] }[]): void {
    for (const { slot } of lists) this.#bySlot.delete(slot);
    for (const { slot, itemIds } of lists) this.add(slot, itemIds);
  }

  add(slot: string, itemIds: Iterable<ItemId>): void {
    this.#bySlot.set(slot, new Set([...(this.#bySlot.get(slot) ?? []), ...itemIds]));
  }

  clear(): void {
    this.#bySlot.clear();
  }
}
