/** How long nobody may have asked for anything. Within a page's first lists questions follow each other faster. */
const QUIET_MS = 200;

/** Knows when nobody needs the worker's time: workers have no `requestIdleCallback`. */
export class IdleWatch {
  #busy = 0;
  #quietSince = performance.now();
  readonly #quietMs: number;

  constructor(quietMs = QUIET_MS) {
    this.#quietMs = quietMs;
  }

  /** Counts as busy until the work is settled. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#busy++;
    try {
      return await work();
    } finally {
      this.#busy--;
      this.#quietSince = performance.now();
    }
  }

  /** Resolves as soon as nothing is under way and nothing has been for a while; at the earliest in the next task. */
  async quiet(): Promise<void> {
    let waitMs = 0;
    do {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      waitMs = this.#busy > 0 ? this.#quietMs : this.#quietSince + this.#quietMs - performance.now();
    } while (waitMs > 0);
  }
}
