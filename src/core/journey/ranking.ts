/**
 * Entries in an order that is only ever looked at from its front: a binary heap that knows where each entry stands.
 * Putting one in, again after it has changed too, costs O(log entries); reading the first k costs O(k · log k), however
 * many stand behind them.
 */
export class Ranking<T> {
  #isBefore: (a: T, b: T) => boolean;
  #heap: T[] = [];
  #places: Map<T, number> | undefined;

  /**
   * @param isBefore   A strict order of all entries.
   * @param mayChange  Entries may be put in again; without that nobody needs to know where they stand.
   */
  constructor(isBefore: (a: T, b: T) => boolean, mayChange = true) {
    this.#isBefore = isBefore;
    if (mayChange) this.#places = new Map();
  }

  put(entry: T): void {
    const place = this.#places?.get(entry) ?? this.#heap.push(entry) - 1;
    this.#settle(entry, place);
  }

  /** The first `count` entries, in order. */
  first(count: number): T[] {
    const heap = this.#heap;
    // The next in order stands directly below one that was found already.
    const next = new Ranking<number>((a, b) => this.#isBefore(heap[a], heap[b]), false);
    if (heap.length > 0) next.put(0);
    const found: T[] = [];
    while (found.length < count && next.#heap.length > 0) {
      const place = next.#take();
      found.push(heap[place]);
      for (let below = 2 * place + 1; below <= 2 * place + 2 && below < heap.length; below++) next.put(below);
    }
    return found;
  }

  #take(): T {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop() as T;
    this.#places?.delete(first);
    if (heap.length > 0) this.#settle(last, 0);
    return first;
  }

  /** Moves others up or down until the entry fits; starts from a place that is free for it. */
  #settle(entry: T, from: number): void {
    const heap = this.#heap;
    let place = from;
    for (let above = (place - 1) >> 1; place > 0 && this.#isBefore(entry, heap[above]); above = (place - 1) >> 1) {
      this.#set(heap[above], place);
      place = above;
    }
    for (let below = this.#firstBelow(place); below >= 0 && this.#isBefore(heap[below], entry); ) {
      this.#set(heap[below], place);
      place = below;
      below = this.#firstBelow(place);
    }
    this.#set(entry, place);
  }

  /** Of the two places below this one, that of the earlier entry; −1 = there is none. */
  #firstBelow(place: number): number {
    const heap = this.#heap;
    const left = 2 * place + 1;
    if (left >= heap.length) return -1;
    return left + 1 < heap.length && this.#isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
  }

  #set(entry: T, place: number): void {
    this.#heap[place] = entry;
    this.#places?.set(entry, place);
  }
}
