import { type ErrorCode, WindowshopError } from '../core/windowshop-error.js';

/** Mistakes of the page: each is another one. All other codes tell of a state, once. */
const REPEATED: readonly ErrorCode[] = ['event_invalid', 'config_invalid'];

/** Reports an error; what is no WindowshopError is reported under the code given, `what` saying where it came from. */
export type ErrorReport = (error: unknown, code?: ErrorCode, what?: string) => void;

/**
 * Tells the page's developer what was worked around. Never at once but when the code that runs has ended, so that a
 * listener that is added right after `init` hears of what went wrong inside it.
 */
export function createErrorReports(tell: (error: WindowshopError) => void): ErrorReport {
  const told = new Set<ErrorCode>();
  return (error, code = 'worker_blocked', what = 'Something failed') => {
    const known =
      error instanceof WindowshopError
        ? error
        : new WindowshopError(code, `${what}: ${(error as Error | undefined)?.message ?? String(error)}`, {
            cause: error,
          });
    if (told.has(known.code) && !REPEATED.includes(known.code)) return;
    told.add(known.code);
    queueMicrotask(() => tell(known));
  };
}
