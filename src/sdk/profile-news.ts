/** Changes are told at most this often: a burst of events is one change to whoever watches. */
const TELL_EVERY_MS = 1000;

/** Calls `tell` after a change: at once, then not again for a second, but always once after the last change. */
export function createProfileNews(tell: () => Promise<void>): { changed(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isResting = false;
  let isDue = false;
  const next = async (): Promise<void> => {
    isResting = isDue;
    if (!isDue) return;
    isDue = false;
    await tell();
    timer = setTimeout(next, TELL_EVERY_MS);
  };
  return {
    changed() {
      isDue = true;
      if (isResting) return;
      isResting = true;
      // In a task of its own, so that all events of this one are in.
      timer = setTimeout(next);
    },
    stop: () => clearTimeout(timer),
  };
}
