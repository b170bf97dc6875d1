import type { InitOptions, Sdk } from '../api/sdk.js';
import { WindowshopError } from '../core/windowshop-error.js';
import { createSdk } from './create-sdk.js';
import { livingSdk } from './page-queue.js';
import { readOptions } from './read-options.js';

/**
 * Starts the SDK and returns at once; calls made before it is ready wait their turn.
 * There is one per page: while it lives, a second call returns it and ignores the options.
 *
 * @throws {TypeError} without `snapshot`.
 * @throws {WindowshopError} `unsupported` outside a browser.
 */
export function init(options: InitOptions): Sdk {
  if (typeof window === 'undefined' || typeof document === 'undefined')
    throw new WindowshopError('unsupported', 'windowshop runs in the page of a browser.', {
      hint: 'Importing it on a server is fine; call init() in the browser only.',
    });
  return livingSdk(window) ?? createSdk(readOptions(options), window);
}
