import type { CaptureHost } from '../api/capture-host.js';
import type { SdkEventMap } from '../api/sdk.js';
import { type IncomingEvent, normalizeEvent } from '../core/journey/normalize-event.js';
import type { JourneyStore } from '../journey/journey-store.js';
import type { CurrentPage, EventSource } from './current-page.js';
import type { Emitter } from './emitter.js';

type Recorded = SdkEventMap['record'];

export interface IntakeOptions {
  journey: JourneyStore;
  page: CurrentPage;
  emitter: Emitter;
  now: () => number;
  onError: (error: unknown) => void;
}

/** Where all events come in, whoever records them. */
export class Intake {
  #options: IntakeOptions;
  #listeners = new Set<(event: Recorded) => void>();
  /** What came in before capture was there to see it. */
  #early: Recorded[] | undefined = [];

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Resolves when the event counts, or will never do so. */
  async record(incoming: IncomingEvent, source: EventSource): Promise<void> {
    const { journey, page, emitter, now, onError } = this.#options;
    try {
      const event = normalizeEvent(incoming, now());
      const recorded: Recorded = { name: event.name, params: event.params, source };
      // The page is where the shopper is now, whether or not anything may be kept of it.
      const isNew = page.follow(event, source, now());
      this.#early?.push(recorded);
      for (const listener of this.#listeners) listener(recorded);
      if (isNew && (await journey.record(event)) && emitter.has('record'))
        // A copy: what a listener does with it must not change the journey.
        emitter.emit('record', structuredClone(recorded));
    } catch (error) {
      onError(error);
    }
  }

  /** See {@link CaptureHost.recorded}; the listener also hears what came in before it. */
  readonly recorded: CaptureHost['recorded'] = (listener) => {
    for (const event of this.#early ?? []) listener(event);
    this.forgetEarly();
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Nobody will ask for what came in so far. */
  forgetEarly(): void {
    this.#early = undefined;
  }
}
