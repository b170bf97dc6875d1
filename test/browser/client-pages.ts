import { expect } from 'vitest';
import type { WorkerChunks } from '../../src/worker-client/packaged-chunks.js';
import type { ClientPage } from './worker-client-page.js';

/** The first page waits until the programs of the worker are built. */
const FIRST_PAGE_MS = 15_000;

/** A page of its own, under a policy of its own, that remembers nothing of other tests. */
export async function openPage(policy = ''): Promise<ClientPage> {
  const meta = policy ? `<meta http-equiv="Content-Security-Policy" content="${policy}">` : '';
  const frame = openFrame(`${meta}<script type="module" src="/test/browser/worker-client-page.ts"></script>`);
  await expect.poll(() => frame.clientPage, { timeout: FIRST_PAGE_MS }).toBeDefined();
  return frame.clientPage as ClientPage;
}

export function openFrame(html: string): Window {
  const frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html>${html}`;
  document.body.append(frame);
  return frame.contentWindow as Window;
}

export function closePages(): void {
  for (const frame of document.querySelectorAll('iframe')) frame.remove();
}

type Program = Awaited<ReturnType<WorkerChunks['worker']>>;

/**
 * A program with something before it, in the same scope: the only way to harm what a worker of its own holds.
 *
 * @param prelude  Refers to nothing but its argument and globals: its source goes into the worker.
 */
export async function preceded(program: Promise<Program>, prelude: (scope: Worker) => void): Promise<Program> {
  const { default: main } = await program;
  const source = `(endpoint) => { (${prelude})(self); (${main})(endpoint); }`;
  return { default: Object.assign(() => {}, { toString: () => source }) };
}

/** A prelude: the download stops behind the head. */
export function fetchNoEmbeddings(scope: Worker): void {
  const fetchAll = fetch;
  const fetchSome: typeof fetch = (address, options) =>
    String(address).includes('embeddings') ? new Promise(() => {}) : fetchAll(address, options);
  Object.assign(scope, { fetch: fetchSome });
}

/** A prelude: the worker cannot get the manifest itself. */
export function fetchNoManifest(scope: Worker): void {
  const fetchAll = fetch;
  const fetchSome: typeof fetch = (address, options) =>
    String(address).includes('manifest') ? Promise.reject(new TypeError('refused')) : fetchAll(address, options);
  Object.assign(scope, { fetch: fetchSome });
}
