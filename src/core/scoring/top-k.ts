import type { TopItems } from './scoring-backend.js';

/**
 * Keeps the K best of any number of scored items: a binary heap whose root is the worst item kept. Higher scores are
 * better; of equal scores the lower index is better.
 */
export class TopK {
  readonly #capacity: number;
  readonly #items: Uint32Array;
  readonly #scores: Float64Array;
  #size = 0;

  /** @param capacity  K ≥ 0 */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#items = new Uint32Array(capacity);
    this.#scores = new Float64Array(capacity);
  }

  /** The score that an item must at least have to be kept; −∞ while there is room. */
  get threshold(): number {
    if (this.#capacity === 0) return Number.POSITIVE_INFINITY;
    return this.#size < this.#capacity ? Number.NEGATIVE_INFINITY : this.#scores[0];
  }

  /** Whether {@link add} would keep the item now. */
  accepts(item: number, score: number): boolean {
    if (this.#size < this.#capacity) return true;
    return this.#capacity > 0 && isBetter(score, item, this.#scores[0], this.#items[0]);
  }

  add(item: number, score: number): void {
    if (this.#size < this.#capacity) this.#siftUp(this.#size++, item, score);
    else if (this.accepts(item, score)) this.#siftDown(this.#size, item, score);
  }

  /** The kept items, best first. Nothing can be added afterwards: the heap is taken apart in its own place. */
  sorted(): TopItems {
    for (let last = this.#size - 1; last > 0; last--) {
      const item = this.#items[last];
      const score = this.#scores[last];
      this.#items[last] = this.#items[0];
      this.#scores[last] = this.#scores[0];
      this.#siftDown(last, item, score);
    }
    return { items: this.#items.subarray(0, this.#size), scores: this.#scores.subarray(0, this.#size) };
  }

  /** Puts an item on the path from a free place to the root. */
  #siftUp(free: number, item: number, score: number): void {
    let place = free;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBetter(this.#scores[parent], this.#items[parent], score, item)) break;
      this.#move(parent, place);
      place = parent;
    }
    this.#items[place] = item;
    this.#scores[place] = score;
  }

  /** Puts an item in the root's place, or lower down, in a heap of this size. */
  #siftDown(size: number, item: number, score: number): void {
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && isBetter(this.#scores[child], this.#items[child], this.#scores[right], this.#items[right]))
        child = right;
      if (!isBetter(score, item, this.#scores[child], this.#items[child])) break;
      this.#move(child, place);
      place = child;
    }
    this.#items[place] = item;
    this.#scores[place] = score;
  }

  #move(from: number, to: number): void {
    this.#items[to] = this.#items[from];
    this.#scores[to] = this.#scores[from];
  }
}

/** The one order of the product: higher score first, then lower index. */
export const isBetter = (score: number, item: number, otherScore: number, otherItem: number): boolean =>
  score > otherScore || (score === otherScore && item < otherItem);
