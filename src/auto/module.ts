import { startPage } from './start-page.js';

// The same for pages that load `auto.mjs` as a module: modules do not know their tag, so it is looked for.
const tag = globalThis.document?.querySelector<HTMLElement>('script[data-ws-snapshot]');

if (tag)
  void startPage(tag, {
    root: () => import('../index.js'),
    element: () => import('../element/index.js'),
  });
