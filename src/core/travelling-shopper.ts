import type { ItemId } from './product.js';
import { INTERACTION_KINDS, type Shopper } from './shopper.js';

/** What may never be cut: lists that grow with the history, and change with few events. */
type StandingLists = Pick<Shopper, 'cart' | 'wishlist' | 'owned' | 'dismissed'>;

/**
 * A shopper on the way to the worker. Objects and long lists are what structured cloning is slow at: after 10,000 events
 * it took a millisecond of every question. So numbers cross as one array, and a standing list as a text, which is
 * written once and read once for as long as the list stays the same; cloning it costs next to nothing.
 */
export interface TravellingShopper extends Omit<Shopper, 'interactions' | keyof StandingLists> {
  /** Of the interactions. */
  itemIds: ItemId[];
  /** [I, 4] weight, index of the kind, time of the latest event, count */
  numbers: Float64Array;
  /** JSON; of lists with numbers, the ids and the numbers. */
  standing: { [Name in keyof StandingLists]: string };
}

interface WithShopper {
  shopper: Shopper;
}

/** A call as it crosses. */
export type Travelling<Call extends WithShopper> = Omit<Call, 'shopper'> & { shopper: TravellingShopper };

export const packCall = <Call extends WithShopper>(call: Call): Travelling<Call> => ({
  ...call,
  shopper: packShopper(call.shopper),
});

function packShopper({ interactions, cart, wishlist, owned, dismissed, ...rest }: Shopper): TravellingShopper {
  const numbers = new Float64Array(interactions.length * 4);
  let at = 0;
  for (const { weight, kind, lastMs, count } of interactions) {
    numbers[at++] = weight;
    numbers[at++] = INTERACTION_KINDS.indexOf(kind);
    numbers[at++] = lastMs;
    numbers[at++] = count;
  }
  return {
    ...rest,
    itemIds: interactions.map(({ itemId }) => itemId),
    numbers,
    standing: {
      cart: textOf(cart, () => [cart.map(({ itemId }) => itemId), cart.map(({ quantity }) => quantity)]),
      wishlist: textOf(wishlist, () => wishlist),
      owned: textOf(owned, () => [owned.map(({ itemId }) => itemId), owned.map(({ orders }) => orders)]),
      dismissed: textOf(dismissed, () => dismissed),
    },
  };
}

/** The texts of the lists that are in use. */
const texts = new WeakMap<object, string>();

function textOf(list: object, columns: () => unknown): string {
  const text = texts.get(list) ?? JSON.stringify(columns());
  texts.set(list, text);
  return text;
}

type IdsAndNumbers = [ids: ItemId[], numbers: number[]];

/**
 * Makes of what {@link packCall} has made the same call again. A standing list that is as it was in the call before is the
 * very same list, so that what was found out about it holds.
 */
export class CallReader {
  readonly #lists = new Map<string, { text: string; list: unknown }>();

  read<Call extends WithShopper>(call: Travelling<Call>): Omit<Call, 'shopper'> & WithShopper {
    const { itemIds, numbers, standing, ...rest } = call.shopper;
    return {
      ...call,
      shopper: {
        ...rest,
        interactions: itemIds.map((itemId, i) => ({
          itemId,
          weight: numbers[4 * i],
          kind: INTERACTION_KINDS[numbers[4 * i + 1]],
          lastMs: numbers[4 * i + 2],
          count: numbers[4 * i + 3],
        })),
        cart: this.#read('cart', standing, ([ids, quantities]: IdsAndNumbers) =>
          ids.map((itemId, i) => ({ itemId, quantity: quantities[i] })),
        ),
        wishlist: this.#read('wishlist', standing, (ids: ItemId[]) => ids),
        owned: this.#read('owned', standing, ([ids, orders]: IdsAndNumbers) =>
          ids.map((itemId, i) => ({ itemId, orders: orders[i] })),
        ),
        dismissed: this.#read('dismissed', standing, (ids: ItemId[]) => ids),
      },
    };
  }

  #read<Columns, List>(
    name: keyof StandingLists,
    { [name]: text }: TravellingShopper['standing'],
    listOf: (columns: Columns) => List,
  ): List {
    const last = this.#lists.get(name);
    if (last?.text === text) return last.list as List;
    const list = listOf(JSON.parse(text) as Columns);
    this.#lists.set(name, { text, list });
    return list;
  }
}
