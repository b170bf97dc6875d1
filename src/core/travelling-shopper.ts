import type { ItemId } from './product.js';
import { INTERACTION_KINDS, type Shopper } from './shopper.js';

/** What may never be cut: lists that grow with the history, and change with few events. */
type StandingLists = Pick<Shopper, 'cart' | 'wishlist' | 'owned' | 'dismissed'>;

/**
 * A shopper on the way to the worker. Objects and long lists are what structured cloning is slow at: after 10,000 events
 * it took a millisecond of every question. So numbers cross as one array, and a standing list as texts of some entries
 * each, which cloning costs next to nothing: a text is written once and read once for as long as its entries stay the same.
 */
interface TravellingShopper extends Omit<Shopper, 'interactions' | keyof StandingLists> {
  /** Of the interactions. */
  itemIds: ItemId[];
  /** [I, 4] weight, index of the kind, time of the latest event, count */
  numbers: Float64Array;
  /** See {@link textOf}. */
  standing: { [Name in keyof StandingLists]: string[] };
}

interface WithShopper {
  shopper: Shopper;
}

/** A call as it crosses. */
export type Travelling<Call extends WithShopper> = Omit<Call, 'shopper'> & { shopper: TravellingShopper };

/** Readies calls for the way to one worker or another; the {@link CallReader} there makes them what they were. */
export class CallPacker {
  readonly #cart = new ListPacker(FORMS.cart);
  readonly #wishlist = new ListPacker(FORMS.wishlist);
  readonly #owned = new ListPacker(FORMS.owned);
  readonly #dismissed = new ListPacker(FORMS.dismissed);

  pack<Call extends WithShopper>(call: Call): Travelling<Call> {
    const { interactions, cart, wishlist, owned, dismissed, ...rest } = call.shopper;
    const numbers = new Float64Array(interactions.length * 4);
    let at = 0;
    for (const { weight, kind, lastMs, count } of interactions) {
      numbers[at++] = weight;
      numbers[at++] = INTERACTION_KINDS.indexOf(kind);
      numbers[at++] = lastMs;
      numbers[at++] = count;
    }
    return {
      ...call,
      shopper: {
        ...rest,
        itemIds: interactions.map(({ itemId }) => itemId),
        numbers,
        standing: {
          cart: this.#cart.pack(cart),
          wishlist: this.#wishlist.pack(wishlist),
          owned: this.#owned.pack(owned),
          dismissed: this.#dismissed.pack(dismissed),
        },
      },
    };
  }
}

/**
 * Makes of what {@link CallPacker} has packed the same call again. A standing list that is as it was in the call before is
 * the very same list, so that what was found out about it holds.
 */
export class CallReader {
  readonly #cart = new ListReader(FORMS.cart);
  readonly #wishlist = new ListReader(FORMS.wishlist);
  readonly #owned = new ListReader(FORMS.owned);
  readonly #dismissed = new ListReader(FORMS.dismissed);

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
        cart: this.#cart.read(standing.cart),
        wishlist: this.#wishlist.read(standing.wishlist),
        owned: this.#owned.read(standing.owned),
        dismissed: this.#dismissed.read(standing.dismissed),
      },
    };
  }
}

/** An entry of a standing list as an id and a number. */
interface Form<Entry> {
  idOf(entry: Entry): ItemId;
  numberOf(entry: Entry): number;
  entry(id: ItemId, number: number): Entry;
}

const ID_ALONE: Form<ItemId> = { idOf: (id) => id, numberOf: () => 0, entry: (id) => id };

const FORMS: { [Name in keyof StandingLists]: Form<StandingLists[Name][number]> } = {
  cart: {
    idOf: ({ itemId }) => itemId,
    numberOf: ({ quantity }) => quantity,
    entry: (itemId, quantity) => ({ itemId, quantity }),
  },
  wishlist: ID_ALONE,
  owned: {
    idOf: ({ itemId }) => itemId,
    numberOf: ({ orders }) => orders,
    entry: (itemId, orders) => ({ itemId, orders }),
  },
  dismissed: ID_ALONE,
};

/** Entries in one text. A list grows at its end: most events change the last text alone. */
const RUN = 64;

/** Writes the texts of one list, anew only those whose entries have changed. */
class ListPacker<Entry> {
  readonly #form: Form<Entry>;
  #list: readonly Entry[] = [];
  #texts: string[] = [];

  constructor(form: Form<Entry>) {
    this.#form = form;
  }

  pack(list: readonly Entry[]): string[] {
    if (list !== this.#list) {
      this.#texts = Array.from({ length: Math.ceil(list.length / RUN) }, (_, run) =>
        this.#holds(list, run) ? this.#texts[run] : textOf(list.slice(run * RUN, (run + 1) * RUN), this.#form),
      );
      this.#list = list;
    }
    return this.#texts;
  }

  /** A run has the same entries as in the list before. */
  #holds(list: readonly Entry[], run: number): boolean {
    for (let i = run * RUN; i < (run + 1) * RUN; i++) if (!this.#areSame(list[i], this.#list[i])) return false;
    return true;
  }

  #areSame(a: Entry | undefined, b: Entry | undefined): boolean {
    const { idOf, numberOf } = this.#form;
    return a === b || (a !== undefined && b !== undefined && idOf(a) === idOf(b) && numberOf(a) === numberOf(b));
  }
}

/** Reads the texts of one list, anew only those that have changed. */
class ListReader<Entry> {
  readonly #form: Form<Entry>;
  #texts: readonly string[] = [];
  #runs: Entry[][] = [];
  #list: Entry[] = [];

  constructor(form: Form<Entry>) {
    this.#form = form;
  }

  read(texts: readonly string[]): Entry[] {
    const holds = (text: string, run: number): boolean => text === this.#texts[run];
    if (texts.length !== this.#texts.length || !texts.every(holds)) {
      this.#runs = texts.map((text, run) => (holds(text, run) ? this.#runs[run] : entriesIn(text, this.#form)));
      this.#texts = texts;
      this.#list = this.#runs.flat();
    }
    return this.#list;
  }
}

/**
 * Of each entry the length of its id, its number and the id, `6 2 tent-1`. Not as JSON, into which pages put methods of
 * their own.
 */
function textOf<Entry>(entries: readonly Entry[], { idOf, numberOf }: Form<Entry>): string {
  let text = '';
  for (const entry of entries) {
    const id = idOf(entry);
    text += `${id.length} ${numberOf(entry)} ${id}`;
  }
  return text;
}

/** What {@link textOf} has written. */
function entriesIn<Entry>(text: string, { entry }: Form<Entry>): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < text.length; ) {
    const numberAt = text.indexOf(' ', at) + 1;
    const idAt = text.indexOf(' ', numberAt) + 1;
    const end = idAt + Number(text.slice(at, numberAt - 1));
    entries.push(entry(text.slice(idAt, end), Number(text.slice(numberAt, idAt - 1))));
    at = end;
  }
  return entries;
}
