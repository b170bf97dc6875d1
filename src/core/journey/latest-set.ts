/** The latest of the entries put in, each once. */
export class LatestSet<T> {
  #limit: number;
  /** A Set remembers the order of insertion: taking an entry out first moves it to the end. */
  #entries = new Set<T>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  static of<T>(limit: number, latestFirst: readonly T[]): LatestSet<T> {
    const set = new LatestSet<T>(limit);
    for (const entry of [...latestFirst].reverse()) set.put(entry);
    return set;
  }

  put(entry: T): void {
    this.#entries.delete(entry);
    this.#entries.add(entry);
    if (this.#entries.size <= this.#limit) return;
    for (const oldest of this.#entries) {
      this.#entries.delete(oldest);
      return;
    }
  }

  latestFirst(): T[] {
    return [...this.#entries].reverse();
  }
}
