/// <reference path="../../src/worker-client/virtual-chunks.d.ts" />
/** What a page under a policy of its own runs: the parts a test there needs, on its `window`. */

import gpu from 'virtual:windowshop/gpu';
import worker from 'virtual:windowshop/worker';
import type { WorkerChunks } from '../../src/worker-client/packaged-chunks.js';
import {
  createScoringClient,
  type ScoringClient,
  type ScoringClientOptions,
} from '../../src/worker-client/scoring-client.js';

export interface ClientPage {
  window: Window;
  /** A client, and the codes it reported. */
  create(options: Partial<ScoringClientOptions>): { client: ScoringClient; reported: string[] };
  chunks: WorkerChunks;
  /** Addresses that workers were made from; `blob:` for any blob, `contained` for one in a frame. */
  workerAddresses: string[];
  workers: Worker[];
  /** Violations of the page's policy. */
  violations: string[];
  /** Errors that reached the page, which none should. */
  uncaught: string[];
}

declare global {
  interface Window {
    clientPage?: ClientPage;
  }
}

const workerAddresses: string[] = [];
const workers: Worker[] = [];
const violations: string[] = [];
const uncaught: string[] = [];

const chunks: WorkerChunks = { worker: async () => ({ default: worker }), gpu: async () => ({ default: gpu }) };

watchWorkers(window, 'blob:');

/** Frames are found by whoever asks for their window. */
const { get: windowOf } = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow') as {
  get: () => Window & typeof globalThis;
};
Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', {
  get() {
    const frame = windowOf.call(this);
    watchWorkers(frame, 'contained');
    watchPolicy(frame.document);
    return frame;
  },
});

function watchWorkers(scope: typeof globalThis, blobs: string): void {
  scope.Worker = class extends scope.Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      workerAddresses.push(String(address).startsWith('blob:') ? blobs : new URL(address, origin).pathname);
      super(address, options);
      workers.push(this);
    }
  };
}

function watchPolicy(watched: Document): void {
  watched.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => violations.push(effectiveDirective));
}

watchPolicy(document);
addEventListener('error', ({ message }) => uncaught.push(message));
addEventListener('unhandledrejection', ({ reason }) => uncaught.push(String(reason)));

window.clientPage = {
  window,
  create(options) {
    const reported: string[] = [];
    const client = createScoringClient({
      manifestUrl: '',
      device: 'auto',
      worker: true,
      storage: () => 'leave',
      chunks,
      onError: ({ code }) => reported.push(code),
      ...options,
    });
    return { client, reported };
  },
  chunks,
  workerAddresses,
  workers,
  violations,
  uncaught,
};
