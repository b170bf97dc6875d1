declare global {
  interface Window {
    /** Every worker that the page, or a frame in it, has started. */
    workers: Worker[];
  }
}

/** Runs in each page and frame before anything else. */
export function collectWorkers(): void {
  const page = window.top as Window & typeof globalThis;
  page.workers ??= [];
  window.Worker = class extends window.Worker {
    constructor(...start: ConstructorParameters<typeof Worker>) {
      super(...start);
      page.workers.push(this);
    }
  };
}
