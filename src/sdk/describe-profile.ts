import type { Profile } from '../api/sdk.js';
import type { ItemId } from '../core/product.js';
import type { JourneyStore } from '../journey/journey-store.js';
import type { ScoringClient } from '../worker-client/scoring-client.js';

/** The profile can be shown without tastes and catalogue ids; it should not keep anybody waiting for them. */
const WORDS_LIMIT_MS = 1000;

/** What the device knows, in words that a shopper can read. Ids are the catalogue's where it knows them. */
export async function describeProfile(
  journey: JourneyStore,
  client: ScoringClient | undefined,
  now: number,
): Promise<Profile> {
  const shopper = journey.shopperAt(now);
  const { events, firstSeen, lastSeen, paused, persistence } = journey.facts();
  const bought = shopper.owned.map(({ itemId }) => itemId);
  const inCart = shopper.cart.map(({ itemId }) => itemId);
  const references = [...new Set([shopper.recent, inCart, shopper.wishlist, bought, shopper.dismissed].flat())];
  const [taste, ids] = await Promise.all([
    shopper.interactions.length > 0 ? client?.describe(shopper.interactions, WORDS_LIMIT_MS) : undefined,
    references.length > 0 ? client?.resolve(references, WORDS_LIMIT_MS) : undefined,
  ]);
  const known = new Map(references.map((reference, i) => [reference, ids?.[i] ?? reference]));
  const resolve = (itemId: ItemId): ItemId => known.get(itemId) ?? itemId;
  const resolveAll = (itemIds: readonly ItemId[]): ItemId[] => [...new Set(itemIds.map(resolve))];
  return {
    events,
    ...(firstSeen === undefined ? {} : { firstSeen: new Date(firstSeen).toISOString() }),
    ...(lastSeen === undefined ? {} : { lastSeen: new Date(lastSeen).toISOString() }),
    paused,
    persistence,
    tastes: taste?.tastes ?? [],
    ...(taste?.price ? { price: taste.price } : {}),
    recent: resolveAll(shopper.recent),
    cart: shopper.cart.map(({ itemId, quantity }) => ({ itemId: resolve(itemId), quantity })),
    wishlist: resolveAll(shopper.wishlist),
    owned: resolveAll(bought),
    dismissed: resolveAll(shopper.dismissed),
  };
}
