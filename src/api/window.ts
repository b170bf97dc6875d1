import type { Sdk } from './sdk.js';

/** Callbacks run in order once the SDK is there, at once from then on. It stays the same array. */
export type WindowshopQueue = ((sdk: Sdk) => void)[];

declare global {
  interface Window {
    windowshop?: WindowshopQueue;
  }
}
