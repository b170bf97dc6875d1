import type { FloatData, PrepareMethod } from '../method.js';

/** What a careful page would write without any library: one loop over float32 rows, and a heap of the best. */
export const prepare: PrepareMethod<FloatData> = async ({ n, d, k, rows, isExcluded }) => {
  const heap = new WorstFirstHeap(k);
  return {
    answer: async ({ queries }) =>
      queries.map((query) => {
        heap.clear();
        for (let item = 0, at = 0; item < n; item++, at += d) {
          const score = dot(query, rows, at);
          // Few items beat the worst one kept, so the exclusion is looked up for those alone.
          if (score > heap.worst && isExcluded[item] === 0) heap.add(item, score);
        }
        return heap.bestFirst();
      }),
    dispose() {},
  };
};

/** Four sums, because a processor works at all four at once. */
function dot(query: Float32Array, rows: Float32Array, at: number): number {
  const whole = query.length & ~3;
  let a = 0;
  let b = 0;
  let c = 0;
  let e = 0;
  for (let i = 0; i < whole; i += 4) {
    a += query[i] * rows[at + i];
    b += query[i + 1] * rows[at + i + 1];
    c += query[i + 2] * rows[at + i + 2];
    e += query[i + 3] * rows[at + i + 3];
  }
  for (let i = whole; i < query.length; i++) a += query[i] * rows[at + i];
  return a + b + (c + e);
}

/** The K best so far, the worst of them on top; of equal scores the one that came first stays. */
class WorstFirstHeap {
  /** Nothing at or below this gets in. */
  worst = Number.NEGATIVE_INFINITY;
  readonly #items: Int32Array;
  readonly #scores: Float64Array;
  #size = 0;

  constructor(capacity: number) {
    this.#items = new Int32Array(capacity);
    this.#scores = new Float64Array(capacity);
  }

  clear(): void {
    this.#size = 0;
    this.worst = Number.NEGATIVE_INFINITY;
  }

  add(item: number, score: number): void {
    const items = this.#items;
    const scores = this.#scores;
    let place: number;
    if (this.#size < items.length) {
      place = this.#size++;
      while (place > 0) {
        const parent = (place - 1) >> 1;
        if (scores[parent] <= score) break;
        scores[place] = scores[parent];
        items[place] = items[parent];
        place = parent;
      }
    } else {
      place = 0;
      for (;;) {
        let child = 2 * place + 1;
        if (child >= this.#size) break;
        if (child + 1 < this.#size && scores[child + 1] < scores[child]) child++;
        if (scores[child] >= score) break;
        scores[place] = scores[child];
        items[place] = items[child];
        place = child;
      }
    }
    scores[place] = score;
    items[place] = item;
    if (this.#size === items.length) this.worst = scores[0];
  }

  bestFirst(): Int32Array {
    const scores = this.#scores;
    const order = Array.from({ length: this.#size }, (_, place) => place);
    order.sort((a, b) => scores[b] - scores[a] || this.#items[a] - this.#items[b]);
    return Int32Array.from(order, (place) => this.#items[place]);
  }
}
