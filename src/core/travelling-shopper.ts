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
  /** See {@link textOf}. */
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
      cart: textOf(cart, ({ itemId, quantity }) => [itemId, quantity]),
      wishlist: textOf(wishlist, (itemId) => [itemId, 0]),
      owned: textOf(owned, ({ itemId, orders }) => [itemId, orders]),
      dismissed: textOf(dismissed, (itemId) => [itemId, 0]),
    },
  };
}

/** The texts of the lists that are in use. */
const texts = new WeakMap<object, string>();

/**
 * A list as a text: of each entry the length of its id, its number and the id, `6 2 tent-1`. Not as JSON, into which
 * pages put methods of their own.
 */
function textOf<Entry>(list: readonly Entry[], read: (entry: Entry) => NumberedId): string {
  let text = texts.get(list);
  if (text === undefined) {
    text = '';
    for (const entry of list) {
      const [id, number] = read(entry);
      text += `${id.length} ${number} ${id}`;
    }
    texts.set(list, text);
  }
  return text;
}

/** What {@link textOf} has written. */
function entriesIn<Entry>(text: string, make: (id: ItemId, number: number) => Entry): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < text.length; ) {
    const numberAt = text.indexOf(' ', at) + 1;
    const idAt = text.indexOf(' ', numberAt) + 1;
    const end = idAt + Number(text.slice(at, numberAt - 1));
    entries.push(make(text.slice(idAt, end), Number(text.slice(numberAt, idAt - 1))));
    at = end;
  }
  return entries;
}

type NumberedId = readonly [id: ItemId, number: number];

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
        cart: this.#read('cart', standing, (itemId, quantity) => ({ itemId, quantity })),
        wishlist: this.#read('wishlist', standing, (itemId) => itemId),
        owned: this.#read('owned', standing, (itemId, orders) => ({ itemId, orders })),
        dismissed: this.#read('dismissed', standing, (itemId) => itemId),
      },
    };
  }

  #read<Entry>(
    name: keyof StandingLists,
    { [name]: text }: TravellingShopper['standing'],
    make: (id: ItemId, number: number) => Entry,
  ): Entry[] {
    const last = this.#lists.get(name);
    if (last?.text === text) return last.list as Entry[];
    const list = entriesIn(text, make);
    this.#lists.set(name, { text, list });
    return list;
  }
}
