/** The promise's value, or undefined when it takes longer. */
export function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The promise's outcome, or a rejection with the reason of the first signal that is aborted. */
export function unlessAborted<T>(promise: Promise<T>, signals: readonly AbortSignal[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const watches = signals.map((signal) => ({ signal, onAbort: () => reject(signal.reason) }));
    for (const { signal, onAbort } of watches) {
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    }
    promise.then(resolve, reject).finally(() => {
      for (const { signal, onAbort } of watches) signal.removeEventListener('abort', onAbort);
    });
  });
}
