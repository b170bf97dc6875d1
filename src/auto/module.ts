import { startPage } from './start-page.js';

// The same for pages that load `auto.mjs` as a module: modules do not know their tag, so it is looked for.
if (globalThis.document)
  void startPage(document.querySelector<HTMLElement>('script[data-ws-snapshot]'), {
    root: () => import('../index.js'),
    element: () => import('../element/index.js'),
  });
