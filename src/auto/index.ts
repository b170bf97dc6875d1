import { startPage } from './start-page.js';

// The classic script of the script tag. Its own address tells where the other files are; only while it is executed
// does the document say which tag it came from.
const tag = globalThis.document?.currentScript;

if (tag instanceof HTMLScriptElement) {
  const beside = (file: string): string => new URL(file, tag.src || document.baseURI).href;
  void startPage(tag, {
    root: () => import(/* @vite-ignore */ beside('index.js')),
    element: () => import(/* @vite-ignore */ beside('element.js')),
  });
}
