import type { ScoringBackend, TopItems } from '../../src/core/scoring/scoring-backend.js';
import type { DeviceName, ScoringDevice } from '../../src/core/scoring-protocol.js';

/** Something that can score, made when its turn comes. */
export interface BackendCandidate {
  name: DeviceName;
  /** Why this one, without its name. */
  reason: string;
  /** Rejects when it cannot be made here. */
  open(): Promise<ScoringBackend>;
}

/** A candidate that could not be made, or failed over a question; `next` has answered the same question. */
export interface BackendFailure {
  name: DeviceName;
  message: string;
  next: ScoringDevice;
}

const LABELS: Record<DeviceName, string> = { webgpu: 'WebGPU', wasm: 'WASM', js: 'JavaScript' };

/**
 * Answers with the first candidate that works, and goes on to the next one within the very call over which one fails.
 * The last must be one that cannot fail.
 */
export class BackendChain implements ScoringBackend {
  #rest: BackendCandidate[];
  #onFailure: (failure: BackendFailure) => void;
  #device: ScoringDevice = { name: 'js', reason: 'js: nothing is open yet' };
  #current: Promise<ScoringBackend>;
  /** What has to be freed in the end. */
  readonly #open = new Set<ScoringBackend>();
  #isDisposed = false;

  /** Opens the first candidate that can be. */
  static async open(
    candidates: readonly BackendCandidate[],
    onFailure: (failure: BackendFailure) => void,
  ): Promise<BackendChain> {
    const chain = new BackendChain(candidates, onFailure);
    await chain.#current;
    return chain;
  }

  private constructor(candidates: readonly BackendCandidate[], onFailure: (failure: BackendFailure) => void) {
    this.#rest = [...candidates];
    this.#onFailure = onFailure;
    this.#current = this.#openNext();
  }

  get name(): DeviceName {
    return this.#device.name;
  }

  get device(): ScoringDevice {
    return this.#device;
  }

  async topItems(queries: readonly Float32Array[], count: number, excluded: ReadonlySet<number>): Promise<TopItems[]> {
    for (;;) {
      const current = this.#current;
      const backend = await current;
      try {
        return await backend.topItems(queries, count, excluded);
      } catch (error) {
        // Several calls may be under way when a device is lost: the first one to notice replaces it.
        if (this.#current === current) {
          if (this.#rest.length === 0) throw error;
          this.#replace(backend, messageOf(error));
        }
      }
    }
  }

  /** Goes on to the next candidate because the one in use, if it is still this one, was found to answer wrong. */
  async giveUp(name: DeviceName, message: string): Promise<void> {
    const current = this.#current;
    const backend = await current;
    if (this.#current === current && backend.name === name && this.#rest.length > 0) this.#replace(backend, message);
  }

  /** Puts a backend that is already open in front; the one in use so far is the next to fall back on. */
  async prefer(backend: ScoringBackend, reason: string): Promise<void> {
    let current: Promise<ScoringBackend>;
    let second: ScoringBackend;
    do {
      // Meanwhile the one in use may fail.
      current = this.#current;
      second = await current;
    } while (current !== this.#current);
    if (this.#isDisposed) return backend.dispose();
    const { name, reason: secondReason } = this.#device;
    this.#rest.unshift({ name, reason: withoutName(secondReason), open: async () => second });
    this.#open.add(backend);
    this.#current = Promise.resolve(backend);
    this.#device = deviceOf(backend.name, reason);
  }

  /** Says anew why the backend in use, if it is still this one, is the one in use. */
  explain(name: DeviceName, reason: string): void {
    if (this.name === name) this.#device = deviceOf(name, reason);
  }

  /** Frees all that is open. Calls under way are still answered, by the last candidate: it holds no device. */
  dispose(): void {
    this.#isDisposed = true;
    this.#rest.splice(0, this.#rest.length - 1);
    for (const backend of this.#open) backend.dispose();
    this.#open.clear();
  }

  #replace(backend: ScoringBackend, message: string): void {
    if (this.#open.delete(backend)) backend.dispose();
    this.#current = this.#openNext({ name: backend.name, message });
  }

  async #openNext(failed?: { name: DeviceName; message: string }): Promise<ScoringBackend> {
    let failure = failed;
    for (;;) {
      const candidate = this.#rest.shift() as BackendCandidate;
      try {
        const backend = await candidate.open();
        if (this.#isDisposed) backend.dispose();
        else this.#open.add(backend);
        const why = failure ? `${LABELS[failure.name]} failed: ${failure.message}` : candidate.reason;
        this.#device = deviceOf(candidate.name, why);
        if (failed && !this.#isDisposed) this.#onFailure({ ...failed, next: this.#device });
        return backend;
      } catch (error) {
        if (this.#rest.length === 0) throw error;
        failure = { name: candidate.name, message: messageOf(error) };
      }
    }
  }
}

const deviceOf = (name: DeviceName, why: string): ScoringDevice => ({ name, reason: `${name}: ${why}` });
const withoutName = (reason: string): string => reason.replace(/^\w+: /, '');
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
