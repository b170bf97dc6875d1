/**
 * Runs once the page is in front of the shopper: at once, or when a prerendered page is activated or a background tab
 * is looked at. Returns the function that calls it off.
 */
export function whenShown(document: Document, run: () => void): () => void {
  const isShown = (): boolean =>
    document.visibilityState === 'visible' && !('prerendering' in document && document.prerendering);
  const check = (): void => {
    if (!isShown()) return;
    stop();
    run();
  };
  const stop = (): void => {
    document.removeEventListener('prerenderingchange', check);
    document.removeEventListener('visibilitychange', check);
  };
  document.addEventListener('prerenderingchange', check);
  document.addEventListener('visibilitychange', check);
  check();
  return stop;
}
