import type { Sdk } from '../index.js';

/** The same SDK, only that what is recorded through it says that the element did it. */
const ELEMENT_FACE = Symbol.for('windowshop.element');

/** Hands over the SDK of the page, as soon as there is one, through the queue that every script on the page may use. */
export function findSdk(use: (sdk: Sdk) => void): void {
  const queue = Array.isArray(window.windowshop) ? window.windowshop : [];
  window.windowshop = queue;
  queue.push((sdk: Sdk & { [ELEMENT_FACE]?: Sdk }) => use(sdk[ELEMENT_FACE] ?? sdk));
}
