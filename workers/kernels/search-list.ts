/** What a search begins with. */
export interface SearchStart {
  /** Address of the query in whole numbers. */
  query: number;
  /** What every sum of products starts with. */
  start: number;
  /** K */
  wanted: number;
  /** How far an approximate score may lie from the exact one. */
  error: number;
}

/** Where each field of `Search` stands, in 32-bit words; the order is that of the class. */
const FIELD = {
  query: 0,
  start: 1,
  scores: 2,
  items: 3,
  capacity: 4,
  count: 5,
  wanted: 6,
  slack: 7,
  floor: 8,
  threshold: 9,
} as const;

/** Items that one block may add: `BLOCK_ITEMS` of `assembly/scan.ts`. */
const BLOCK_ITEMS = 1024;

/** One query's search as it lies in the kernel's memory: the class `Search` of `assembly/scan.ts`, and its lists. */
export class SearchList {
  /** Items that a list can hold. */
  static readonly CAPACITY = 8192;
  static readonly #FIELDS = Object.keys(FIELD).length;
  /** The kernel works on four scores at a time. */
  static readonly #SCORES = SearchList.CAPACITY + 4;

  /** Bytes of all fields and lists of some searches. */
  static bytes(searches: number): number {
    return searches * 4 * (SearchList.#FIELDS + SearchList.#SCORES + SearchList.CAPACITY);
  }

  readonly address: number;
  readonly #numbers: Int32Array;
  readonly #fractions: Float32Array;
  readonly #scores: Float32Array;
  readonly #items: Uint32Array;

  /**
   * @param memory  The bytes of all searches; their fields stand one after another at its beginning.
   * @param slot    Which of them.
   */
  constructor({ buffer, byteOffset, byteLength }: Uint8Array, slot: number) {
    const searches = byteLength / SearchList.bytes(1);
    this.address = byteOffset + slot * SearchList.#FIELDS * 4;
    const firstScores = byteOffset + searches * SearchList.#FIELDS * 4;
    const firstItems = firstScores + searches * SearchList.#SCORES * 4;
    this.#numbers = new Int32Array(buffer, this.address, SearchList.#FIELDS);
    this.#fractions = new Float32Array(buffer, this.address, SearchList.#FIELDS);
    this.#scores = new Float32Array(buffer, firstScores + slot * SearchList.#SCORES * 4, SearchList.#SCORES);
    this.#items = new Uint32Array(buffer, firstItems + slot * SearchList.CAPACITY * 4, SearchList.CAPACITY);
  }

  open({ query, start, wanted, error }: SearchStart): void {
    const numbers = this.#numbers;
    numbers[FIELD.query] = query;
    numbers[FIELD.start] = start;
    numbers[FIELD.scores] = this.#scores.byteOffset;
    numbers[FIELD.items] = this.#items.byteOffset;
    numbers[FIELD.capacity] = SearchList.CAPACITY;
    numbers[FIELD.count] = 0;
    numbers[FIELD.wanted] = wanted;
    this.#fractions[FIELD.slack] = 2 * error;
    this.#fractions[FIELD.floor] = Number.NEGATIVE_INFINITY;
    this.#fractions[FIELD.threshold] = Number.NEGATIVE_INFINITY;
  }

  /** No room for the items of another block. */
  get isFull(): boolean {
    return this.#count + BLOCK_ITEMS > SearchList.CAPACITY;
  }

  /** The items found. */
  get items(): Uint32Array {
    return this.#items.subarray(0, this.#count);
  }

  /** Their approximate scores. */
  get scores(): Float32Array {
    return this.#scores.subarray(0, this.#count);
  }

  /** At least K of the items found reach this; −∞ when fewer were found. */
  get floor(): number {
    return this.#fractions[FIELD.floor];
  }

  get #count(): number {
    return this.#numbers[FIELD.count];
  }
}
