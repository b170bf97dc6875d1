import type { JourneyStore } from '../journey/journey-store.js';
import type { ErrorReport } from './error-reports.js';
import { unlessAborted, within } from './waiting.js';

/** How long an answer may take, once the SDK is ready, when the call does not say. */
const DEFAULT_TIMEOUT_MS = 1000;

/** Time left for a piece of work, and whether somebody still waits for it. */
interface TimeLeft {
  ms(): number;
  isOver(): boolean;
}

/** What the caller has to say about it. */
interface CallLimits {
  timeoutMs: number | undefined;
  signals: readonly AbortSignal[];
  /** `performance.now()` at the call. Default: now. */
  calledAt: number;
}

export interface AnsweringOptions {
  journey: JourneyStore;
  /** Settled when questions can be answered as well as they ever will be. */
  ready: Promise<unknown>;
  /** Aborted at the end of the SDK. */
  ended: AbortSignal;
  onError: ErrorReport;
}

/**
 * Carries out the work behind a call: after the SDK has become ready and every event recorded so far counts, and not
 * for longer than the shopper should wait. A time that the caller gives counts from the call; the default counts from
 * the moment the SDK is ready, since calls made before that wait their turn.
 *
 * @returns What the work returns; undefined when it fails or takes too long.
 * @throws  The reason of a signal that is aborted, the end of the SDK included.
 */
export type Answer = <T>(
  work: (left: TimeLeft) => Promise<T | undefined>,
  call?: Partial<CallLimits>,
) => Promise<T | undefined>;

export function createAnswering({ journey, ready, ended, onError }: AnsweringOptions): Answer {
  return async (work, { timeoutMs, signals = [], calledAt = performance.now() } = {}) => {
    let endsAt = calledAt + (timeoutMs ?? Number.POSITIVE_INFINITY);
    let isOver = false;
    const left: TimeLeft = { ms: () => Math.max(0, endsAt - performance.now()), isOver: () => isOver };
    const counting = (timeoutMs === undefined ? ready : Promise.resolve()).then(() => {
      if (timeoutMs === undefined) endsAt = performance.now() + DEFAULT_TIMEOUT_MS;
    });
    const working = Promise.all([ready, counting])
      .then(() => journey.settled())
      .then(() => (isOver ? undefined : work(left)))
      .catch((error: unknown) => {
        onError(error);
        return undefined;
      });
    try {
      return await unlessAborted(
        counting.then(() => within(working, left.ms())),
        [ended, ...signals],
      );
    } finally {
      isOver = true;
    }
  };
}
