import type { FoldedShopper } from '../core/journey/folded-shopper.js';
import type { Known } from './catch-up.js';
import { type Checkpoint, type CheckpointStore, covers } from './checkpoint-store.js';
import type { JournalMeta } from './journal-schema.js';

/** Events that come in a burst share a checkpoint. */
const SHORTEST_REST_MS = 250;
/** A long history makes a large profile: writing it may take a tenth of the time. */
const REST_PER_WORK = 9;

export interface CheckpointsOptions {
  store: CheckpointStore;
  /** What stands in the journal now. */
  readMeta: () => Promise<JournalMeta>;
  /** What this tab knows of the journal, and the shopper that makes. */
  known: () => Known;
  fold: () => FoldedShopper;
}

/** Follows the journal with checkpoints, soon after each change. */
export class Checkpoints {
  #options: CheckpointsOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restMs = SHORTEST_REST_MS;
  #last: Promise<unknown> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(options: CheckpointsOptions) {
    this.#options = options;
  }

  /** The journal has changed. */
  due(): void {
    if (!this.#options.store.isThere) return;
    this.#timer ??= setTimeout(() => {
      // Without it the journal still stands; the next change brings the next try.
      this.write().catch(() => {});
    }, this.#restMs);
  }

  /** Resolves once a checkpoint, of this tab or another one, holds all that this tab had stored when it was asked for. */
  write(): Promise<void> {
    this.#stopWaiting();
    this.#next ??= this.#last.then(() => {
      this.#next = undefined;
      const writing = this.#write();
      this.#last = writing.catch(() => {});
      return writing;
    });
    return this.#next;
  }

  /** Writes what is due, and waits for what is being written: afterwards that would open the database again. */
  async close(): Promise<void> {
    const writing = this.#timer === undefined ? (this.#next ?? this.#last) : this.write();
    await writing.catch(() => {});
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #write(): Promise<void> {
    const { store, readMeta } = this.#options;
    await store.exclusively(async () => {
      const startedAt = performance.now();
      const [held, meta] = await Promise.all([store.read(), readMeta()]);
      const checkpoint = this.#checkpoint(meta, held);
      if (checkpoint) await store.write(checkpoint);
      this.#restMs = Math.max(SHORTEST_REST_MS, REST_PER_WORK * (performance.now() - startedAt));
    });
  }

  /** What is to be written: nothing of an empty journal, of one erased meanwhile, or by a tab that knows less than another. */
  #checkpoint({ epoch, paused }: JournalMeta, held: Checkpoint | undefined): Checkpoint | undefined {
    const { epoch: knownEpoch, revision, lastKey, atMost } = this.#options.known();
    if (epoch === undefined || epoch !== knownEpoch) return undefined;
    if (held === undefined && atMost === 0) return undefined;
    const position = { epoch, revision, paused, lastKey };
    return held && covers(held, position) ? undefined : { ...position, shopper: this.#options.fold() };
  }
}
