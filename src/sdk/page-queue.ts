import type { Sdk } from '../api/sdk.js';
import type { WindowshopQueue } from '../api/window.js';
import { runGuarded } from './emitter.js';

/**
 * The page's queue, `window.windowshop`, is how everything on a page finds the one SDK, whoever started it and whichever
 * copy of this code did: the script tag, a module that calls `init`, and `<window-shop>`, which needs no options:
 *
 *   (window.windowshop ??= []).push((sdk) => …)
 *
 * runs once there is an SDK, and at once if it is there already. Callbacks keep their order, and one that throws does
 * not stop the rest. The array stays the same one, since scripts hold on to it; only its `push` changes.
 */
const LIVING = Symbol.for('windowshop.sdk');

type Queue = WindowshopQueue & { [LIVING]?: Sdk };

/** The SDK that lives on the page. */
export const livingSdk = (page: Window): Sdk | undefined => (page.windowshop as Queue | undefined)?.[LIVING];

/** Makes this the page's SDK and runs what waits for it. Returns the function that ends that: callbacks wait again. */
export function openQueue(page: Window, sdk: Sdk): () => void {
  if (!Array.isArray(page.windowshop)) page.windowshop = [];
  const queue: Queue = page.windowshop;
  const run = (callback: (sdk: Sdk) => void): void => runGuarded(() => callback(sdk));
  define(LIVING, sdk);
  // What a callback pushes meanwhile goes to the end of the array, behind those that came before it.
  for (let callback = queue.shift(); callback !== undefined; callback = queue.shift()) run(callback);
  define('push', (...callbacks: WindowshopQueue) => {
    for (const callback of callbacks) run(callback);
    return queue.length;
  });
  return () => {
    Reflect.deleteProperty(queue, 'push');
    Reflect.deleteProperty(queue, LIVING);
  };

  function define(name: PropertyKey, value: unknown): void {
    Object.defineProperty(queue, name, { value, configurable: true, writable: true });
  }
}
