import type { Product } from '../../core/product.js';
import { pathOf } from '../../core/snapshot/address.js';

/**
 * Finds items by the references that logs use: an item id, else a group id, else the address of an item's page (with
 * its query, else without). The rules are those of `resolveItem`, which needs the finished snapshot.
 */
export class ItemIndex {
  readonly #ids = new Map<string, number>();
  readonly #groups = new Map<string, number>();
  readonly #paths = new Map<string, number>();

  constructor(products: Iterable<Product>) {
    let item = 0;
    for (const { id, groupId, url } of products) {
      this.#ids.set(id, item);
      if (groupId !== undefined && !this.#groups.has(groupId)) this.#groups.set(groupId, item);
      const path = url === undefined ? undefined : pathOf(url);
      if (path !== undefined && !this.#paths.has(path)) this.#paths.set(path, item);
      item++;
    }
  }

  /** Index of the item, or −1. */
  find(reference: string): number {
    const item = this.#ids.get(reference) ?? this.#groups.get(reference);
    if (item !== undefined || !reference.includes('/')) return item ?? -1;
    const path = pathOf(reference);
    return this.#paths.get(path) ?? this.#paths.get(path.replace(/\?.*$/s, '')) ?? -1;
  }
}
