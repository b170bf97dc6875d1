import type { TopItems } from './scoring-backend.js';

/**
 * Keeps the K best of any number of scored items: a binary heap whose root is the worst item kept. Higher scores are
 * better; of equal scores the lower index is better.
 */
export class TopK {
  readonly #capacity: number;
  #items: number[] = [];
  #scores: number[] = [];

  /** @param capacity  K ≥ 0 */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Whether {@link add} would keep the item now. */
  accepts(item: number, score: number): boolean {
    if (this.#items.length < this.#capacity) return true;
    return this.#capacity > 0 && isBetter(score, item, this.#scores[0], this.#items[0]);
  }

  add(item: number, score: number): void {
    if (this.#items.length < this.#capacity) {
      this.#items.push(item);
      this.#scores.push(score);
      this.#siftUp(this.#items.length - 1);
    } else if (this.accepts(item, score)) {
      this.#items[0] = item;
      this.#scores[0] = score;
      this.#siftDown();
    }
  }

  /** The kept items, best first. */
  sorted(): TopItems {
    const order = [...this.#items.keys()].sort((a, b) =>
      isBetter(this.#scores[a], this.#items[a], this.#scores[b], this.#items[b]) ? -1 : 1,
    );
    return {
      items: Uint32Array.from(order, (i) => this.#items[i]),
      scores: Float64Array.from(order, (i) => this.#scores[i]),
    };
  }

  #siftUp(child: number): void {
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#isWorse(child, parent)) return;
      this.#swap(child, parent);
      child = parent;
    }
  }

  #siftDown(): void {
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const right = left + 1;
      let worst = parent;
      if (left < this.#items.length && this.#isWorse(left, worst)) worst = left;
      if (right < this.#items.length && this.#isWorse(right, worst)) worst = right;
      if (worst === parent) return;
      this.#swap(worst, parent);
      parent = worst;
    }
  }

  #isWorse(a: number, b: number): boolean {
    return isBetter(this.#scores[b], this.#items[b], this.#scores[a], this.#items[a]);
  }

  #swap(a: number, b: number): void {
    [this.#items[a], this.#items[b]] = [this.#items[b], this.#items[a]];
    [this.#scores[a], this.#scores[b]] = [this.#scores[b], this.#scores[a]];
  }
}

/** The one order of the product: higher score first, then lower index. */
export const isBetter = (score: number, item: number, otherScore: number, otherItem: number): boolean =>
  score > otherScore || (score === otherScore && item < otherItem);
