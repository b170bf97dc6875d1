/**
 * Calls back once, when at least half of the element, or of the window where the element is taller, was visible for one
 * second. Returns the function that calls it off.
 */
export const whenSeen = (element: Element, onSeen: () => void): (() => void) =>
  when(
    element,
    { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5] },
    ({ intersectionRatio, intersectionRect, rootBounds }) =>
      intersectionRatio >= 0.5 || (!!rootBounds && intersectionRect.height >= rootBounds.height / 2),
    1_000,
    onSeen,
  );

/** Calls back once when the element comes near the window. Returns the function that calls it off. */
export const whenNear = (element: Element, onNear: () => void): (() => void) =>
  when(element, { rootMargin: '50% 0%' }, ({ isIntersecting }) => isIntersecting, 0, onNear);

function when(
  element: Element,
  options: IntersectionObserverInit,
  isMet: (entry: IntersectionObserverEntry) => boolean,
  forMs: number,
  run: () => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    observer.disconnect();
  };
  const wait = (): void => {
    timer = setTimeout(() => {
      // Observers sleep in background tabs, so the last word they said may be old.
      if (document.hidden) return wait();
      stop();
      run();
    }, forMs);
  };
  const observer = new IntersectionObserver((entries) => {
    if (!isMet(entries[entries.length - 1])) timer = void clearTimeout(timer);
    else if (!timer) wait();
  }, options);
  observer.observe(element);
  return stop;
}
