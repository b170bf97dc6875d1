import type { ItemId } from '../core/product.js';
import { WindowshopError } from '../core/windowshop-error.js';
import type { ScoringClient } from '../worker-client/scoring-client.js';

const LIMIT_MS = 5000;

/**
 * Tells the page's developer, once each, of items that the page names and the snapshot does not have: a list is then made
 * without them, and looks like one for a page that says nothing.
 */
export class UnknownItems {
  readonly #asked = new Set<ItemId>();

  async tell(
    itemIds: readonly ItemId[],
    client: ScoringClient,
    onError: (error: WindowshopError) => void,
  ): Promise<void> {
    const fresh = itemIds.filter((id) => !this.#asked.has(id));
    for (const id of fresh) this.#asked.add(id);
    if (fresh.length === 0) return;
    const found = await client.resolve(fresh, LIMIT_MS);
    for (const [i, known] of found?.entries() ?? [])
      if (known === null)
        onError(
          new WindowshopError('config_invalid', `The item "${fresh[i]}" of this page is not in the snapshot.`, {
            hint: 'Give the page the id, the group id or the address that the catalogue has, capitals included.',
          }),
        );
  }
}
