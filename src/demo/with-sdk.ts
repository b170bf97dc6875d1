import type { Sdk } from '../index.js';

/** Runs once windowshop is there, at once from then on. */
export function withSdk(use: (sdk: Sdk) => void | Promise<void>): void {
  window.windowshop ??= [];
  window.windowshop.push((sdk) => void use(sdk));
}
