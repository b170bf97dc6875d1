/**
 * Numbers items 0, 1, 2 … in order of first appearance, so that what is worked out about them stands in plain arrays. A
 * `Map` from items to fractions makes an object of each of them, and that is what a list then waits for.
 */
export class ItemNumbers {
  readonly #items: Uint32Array;
  /** Open addressing: 1 + the number of the item that has its place here, 0 = free. At most half are taken. */
  readonly #places: Uint32Array;
  readonly #shift: number;
  #count = 0;

  /** @param capacity  Most different items. */
  constructor(capacity: number) {
    const bits = Math.ceil(Math.log2(2 * capacity + 1));
    this.#items = new Uint32Array(capacity);
    this.#places = new Uint32Array(2 ** bits);
    this.#shift = 32 - bits;
  }

  get capacity(): number {
    return this.#items.length;
  }

  /** All items, by their numbers. */
  get items(): Uint32Array {
    return this.#items.subarray(0, this.#count);
  }

  /** The number of an item, a new one if it has none. */
  add(item: number): number {
    const place = this.#placeOf(item);
    if (this.#places[place] === 0) {
      this.#items[this.#count] = item;
      this.#places[place] = ++this.#count;
    }
    return this.#places[place] - 1;
  }

  /** The number of an item, or −1. */
  find(item: number): number {
    return this.#places[this.#placeOf(item)] - 1;
  }

  /** Where the item stands, or the free place where it would. */
  #placeOf(item: number): number {
    const last = this.#places.length - 1;
    // Fibonacci hashing: the upper bits of item · 2^32 / φ.
    let place = this.#shift > 31 ? 0 : Math.imul(item, 0x9e3779b1) >>> this.#shift;
    while (this.#places[place] !== 0 && this.#items[this.#places[place] - 1] !== item) place = (place + 1) & last;
    return place;
  }
}
