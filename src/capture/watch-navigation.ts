/** Told that the address may have changed without a new document, or that the page came back from the cache. */
export interface NavigationListener {
  onAddress(): void;
  onReturn(): void;
}

/**
 * Notices soft navigation, through the Navigation API where there is one and through the history functions elsewhere,
 * and the return from the back/forward cache. Returns the function that takes every hook off again.
 */
export function watchNavigation(window: Window, { onAddress, onReturn }: NavigationListener): () => void {
  const onPageShow = (event: PageTransitionEvent): void => {
    if (event.persisted) onReturn();
  };
  window.addEventListener('pageshow', onPageShow);
  const unhook =
    'navigation' in window && window.navigation
      ? listen(window.navigation, onAddress)
      : patchHistory(window, onAddress);
  return () => {
    window.removeEventListener('pageshow', onPageShow);
    unhook();
  };
}

function listen(navigation: EventTarget, onAddress: () => void): () => void {
  navigation.addEventListener('currententrychange', onAddress);
  return () => navigation.removeEventListener('currententrychange', onAddress);
}

function patchHistory(window: Window, onAddress: () => void): () => void {
  const undo = (['pushState', 'replaceState'] as const).map((name) => {
    const { history } = window;
    const original = history[name];
    let isOn = true;
    const patched: typeof original = function (this: History, ...args) {
      original.apply(this, args);
      if (isOn) onAddress();
    };
    history[name] = patched;
    return () => {
      isOn = false;
      // A router that patched on top of ours keeps working: ours then only passes the call on.
      if (history[name] === patched) history[name] = original;
    };
  });
  window.addEventListener('popstate', onAddress);
  window.addEventListener('hashchange', onAddress);
  return () => {
    for (const restore of undo) restore();
    window.removeEventListener('popstate', onAddress);
    window.removeEventListener('hashchange', onAddress);
  };
}
