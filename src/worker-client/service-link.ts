import { type Endpoint, type Remote, releaseProxy, wrap } from 'comlink';
import type { ScoringService } from '../core/scoring-protocol.js';

/** A worker under a policy of its own, under the page's or under that of its file; or the page's own thread. */
export type ServicePlace = 'contained worker' | 'worker' | 'worker file' | 'main thread';

/** A scoring service that runs somewhere, for as long as it runs. */
export interface ServiceLink {
  /** Comlink forgets calls whose proxy was collected: this object keeps it. */
  readonly service: Remote<ScoringService>;
  readonly place: ServicePlace;
  readonly inWorker: boolean;
  readonly hasEnded: boolean;
  /** Rejects when the service ends, so that no call waits for an answer that cannot come. */
  readonly ended: Promise<never>;
  end(reason: string): void;
}

/**
 * @param endpoint  Where the service listens.
 * @param stop      Ends whatever runs there.
 */
export function linkService(endpoint: Endpoint, place: ServicePlace, stop: () => void): ServiceLink {
  const service = wrap<ScoringService>(endpoint);
  let hasEnded = false;
  let rejectEnded: (error: Error) => void = () => {};
  const ended = new Promise<never>((_, reject) => {
    rejectEnded = reject;
  });
  // Calls race this promise; while there are none, nobody has to handle it.
  ended.catch(() => {});
  return {
    service,
    place,
    inWorker: place !== 'main thread',
    get hasEnded() {
      return hasEnded;
    },
    ended,
    end(reason) {
      if (hasEnded) return;
      hasEnded = true;
      rejectEnded(new Error(reason));
      service[releaseProxy]();
      stop();
    },
  };
}
