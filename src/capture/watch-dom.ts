const FIRST_PAUSE_MS = 150;
const LONGEST_PAUSE_MS = 5_000;

export interface DomWatch {
  /** A new page begins: look closely again. */
  restart(): void;
  stop(): void;
}

/**
 * Calls back after the document changed, first soon after a change and then ever more rarely, so that a page that never
 * rests (a carousel, a clock) costs one look in five seconds.
 */
export function watchDom(document: Document, onChange: () => void): DomWatch {
  let pauseMs = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS);
      onChange();
    }, pauseMs);
  });
  observer.observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['data-ws-item', 'data-ws-search', 'data-ws-list'],
  });
  const clear = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    restart() {
      clear();
      pauseMs = FIRST_PAUSE_MS;
    },
    stop() {
      clear();
      observer.disconnect();
    },
  };
}
