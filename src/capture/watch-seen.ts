const SEEN_AFTER_MS = 1_000;
const MAX_WATCHED = 1_000;

export interface SeenWatch {
  /** Elements watched already are passed over. */
  add(elements: readonly Element[]): void;
  stop(): void;
}

/** Calls back with the elements that were at least half visible for one second, each once, in batches. */
export function watchSeen(onSeen: (elements: Element[]) => void): SeenWatch {
  const watched = new WeakSet<Element>();
  /** With the batch in which each appeared last: one that left and came back waits anew. */
  const visible = new Map<Element, Element[]>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let left = MAX_WATCHED;

  const observer = new IntersectionObserver(
    (entries) => {
      const appeared: Element[] = [];
      for (const { target, intersectionRatio } of entries) {
        if (intersectionRatio < 0.5) visible.delete(target);
        else if (!visible.has(target)) appeared.push(target);
      }
      for (const element of appeared) visible.set(element, appeared);
      if (appeared.length > 0) waitFor(appeared);
    },
    { threshold: 0.5 },
  );

  function waitFor(elements: Element[]): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      const seen = elements.filter((element) => visible.get(element) === elements);
      for (const element of seen) {
        visible.delete(element);
        observer.unobserve(element);
      }
      if (seen.length > 0) onSeen(seen);
    }, SEEN_AFTER_MS);
    timers.add(timer);
  }

  return {
    add(elements) {
      for (const element of elements) {
        if (watched.has(element) || left === 0) continue;
        left -= 1;
        watched.add(element);
        observer.observe(element);
      }
    },
    stop() {
      observer.disconnect();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
