import type { SdkEventMap } from '../api/sdk.js';
import { callable, oneOf } from '../core/journey/check-value.js';

const EVENTS: readonly (keyof SdkEventMap)[] = ['record', 'profile', 'consent', 'snapshot', 'error'];

const checkEvent = oneOf(EVENTS);

type Listener = (detail: never) => void;

/** Tells listeners of the page. What one of them throws is its own affair: it is logged, and the others are told. */
export class Emitter {
  #listeners = new Map<keyof SdkEventMap, Set<{ listener: Listener }>>();

  /** @throws TypeError for an event that there is not, or a listener that is none. */
  on<E extends keyof SdkEventMap>(event: E, listener: (detail: SdkEventMap[E]) => void): () => void {
    checkEvent(event, 'on: event');
    callable(listener, 'on: listener');
    // An entry of its own for each call: the same function, given twice, is taken off once by each undo.
    const entry = { listener };
    const entries = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, entries.add(entry));
    return () => entries.delete(entry);
  }

  has(event: keyof SdkEventMap): boolean {
    return (this.#listeners.get(event)?.size ?? 0) > 0;
  }

  emit<E extends keyof SdkEventMap>(event: E, detail: SdkEventMap[E]): void {
    for (const { listener } of [...(this.#listeners.get(event) ?? [])])
      runGuarded(() => (listener as (detail: SdkEventMap[E]) => void)(detail));
  }

  clear(): void {
    this.#listeners.clear();
  }
}

/** Runs a function of the page. */
export function runGuarded(run: () => void): void {
  try {
    run();
  } catch (error) {
    // The page's own mistake: its developer wants to see it, and nothing here depends on it.
    console.error(error);
  }
}
