/** What a page that uses windowshop runs: the package root and what a test wants to see of the page, on its `window`. */

import { type InitOptions, init, type Sdk, type SdkEventMap } from '../../src/index.js';

export interface SdkPage {
  init: typeof init;
  /** Starts the SDK and keeps what it tells. */
  start(options: InitOptions): Started;
  /** Errors that reached the page, and what was logged as one. */
  complaints: string[];
}

export interface Started {
  sdk: Sdk;
  told: { [E in keyof SdkEventMap]: SdkEventMap[E][] };
}

declare global {
  interface Window {
    sdkPage?: SdkPage;
  }
}

const complaints: string[] = [];
addEventListener('error', ({ message }) => complaints.push(message));
addEventListener('unhandledrejection', ({ reason }) => complaints.push(String(reason)));
const logged = console.error;
console.error = (...values: unknown[]) => {
  complaints.push(values.map(String).join(' '));
  logged(...values);
};

window.sdkPage = {
  init,
  start(options) {
    const sdk = init(options);
    const told: Started['told'] = { record: [], profile: [], consent: [], snapshot: [], error: [] };
    for (const [event, details] of Object.entries(told))
      sdk.on(event as keyof SdkEventMap, (detail) => void (details as unknown[]).push(detail));
    return { sdk, told };
  },
  complaints,
};
