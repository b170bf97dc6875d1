import { startPatience } from './patience.js';
import type { ServiceLink } from './service-link.js';

/** A call that takes this long makes one wonder whether anybody is there. */
const SILENCE_MS = 500;
/** A living worker says hello between two pieces of work; on a slow phone one piece, unpacking a snapshot, takes seconds. */
const HELLO_MS = 4000;

/**
 * Ends a worker that will not answer: a terminated one reports nothing, and neither does one that waits for ever. Being
 * slow is no reason: a call may miss its deadline and its worker live.
 *
 * @param answer   The call under way; nothing is watched once it is settled.
 * @param stuckMs  An answer that has not come by then hangs, however lively the worker. Default: no limit.
 */
export function watchAnswer(link: ServiceLink, answer: Promise<unknown>, stuckMs?: number): void {
  if (!link.inWorker) return;
  let isWatching = true;
  let cancelNext: () => void;
  const cancelStuck = stuckMs === undefined ? () => {} : startPatience(stuckMs, () => link.end('the worker hangs'));
  const stopWatching = (): void => {
    isWatching = false;
    cancelNext();
    cancelStuck();
  };
  answer.then(stopWatching, stopWatching);
  link.ended.catch(stopWatching);

  const expectHello = (): void => {
    cancelNext = startPatience(HELLO_MS, () => link.end('the worker does not say hello any more'));
    link.service.hello().then(() => {
      cancelNext();
      if (isWatching) cancelNext = startPatience(SILENCE_MS, expectHello);
    }, stopWatching);
  };
  cancelNext = startPatience(SILENCE_MS, expectHello);
}
