/** Time for messages that arrived while the page was busy or frozen. */
const GRACE_MS = 100;

/**
 * A timeout for something that a message would prevent. A page that comes back from a long task, or from the
 * back/forward cache, may run its late timers before the messages that waited; so the end is put off once more.
 *
 * @returns  Calls it off.
 */
export function startPatience(ms: number, onEnd: () => void): () => void {
  let timer = setTimeout(() => {
    timer = setTimeout(onEnd, GRACE_MS);
  }, ms);
  return () => clearTimeout(timer);
}
