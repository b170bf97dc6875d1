import { expect, inject } from 'vitest';
import type { InitOptions, Sdk } from '../../src/index.js';
import { deleteStored } from '../../src/journey/delete-stored.js';
import { takeStorageCensus } from '../support/storage-census.js';
import type { SdkPage, Started } from './sdk-page.js';

const manifestUrl = inject('manifestUrl');

export const TENTS = Array.from({ length: 10 }, (_, i) => `item-${2 * i + 1}`);
export const TEAPOTS = Array.from({ length: 10 }, (_, i) => `item-${2 * i}`);

/** Keep the journey, read nothing from the page: what most tests want. */
export const KEPT: InitOptions = {
  snapshot: manifestUrl,
  capture: false,
  consent: { personalization_storage: 'granted', analytics_storage: 'granted' },
};

export interface OpenedPage extends SdkPage {
  window: Window & typeof globalThis;
  /** As if the tab were closed, or the page left. */
  close(): void;
}

// Vitest sends dynamic imports through its runner, which only the test's own page has.
const PREPARE =
  'window.__vitest_browser_runner__ = { wrapDynamicImport: (load) => load() }; parent.sdkTestBreak?.(window)';

let pages: HTMLIFrameElement[] = [];

/**
 * A page of its own: another tab, or the same one after a reload.
 *
 * @param head     Markup that stands in front of the script.
 * @param breakIt  Runs before the script.
 */
export async function openPage({ head = '', body = '', breakIt = () => {} }: PageParts = {}): Promise<OpenedPage> {
  const frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html><html lang="en">${head}<body>${body}<script>${PREPARE}</script>
<script type="module" src="/test/browser/sdk-page.ts"></script>`;
  (window as BreakableWindow).sdkTestBreak = breakIt;
  document.body.append(frame);
  pages.push(frame);
  await expect.poll(() => frame.contentWindow?.sdkPage, { timeout: 10_000 }).toBeDefined();
  const opened = frame.contentWindow as Window & typeof globalThis;
  return { ...(opened.sdkPage as SdkPage), window: opened, close: () => frame.remove() };
}

export interface PageParts {
  head?: string;
  body?: string;
  breakIt?: (page: Window & typeof globalThis) => void;
}

type BreakableWindow = Window & { sdkTestBreak?: PageParts['breakIt'] };

/** Opens a page and starts the SDK in it. */
export async function startPage(options: Partial<InitOptions> = {}, parts: PageParts = {}) {
  const page = await openPage(parts);
  return { page, ...page.start({ ...KEPT, ...options }) };
}

/** Leaves every page and everything that the origin has stored. */
export async function forgetPages(): Promise<void> {
  for (const frame of pages) frame.remove();
  pages = [];
  await deleteStored();
  const root = await navigator.storage.getDirectory();
  // A worker that has just ended may still hold a file for a moment.
  await expect
    .poll(() =>
      root.removeEntry('windowshop-snapshot', { recursive: true }).then(
        () => 'gone',
        ({ name }: DOMException) => (name === 'NotFoundError' ? 'gone' : name),
      ),
    )
    .toBe('gone');
}

export async function view(sdk: Sdk, ...ids: string[]): Promise<void> {
  await Promise.all(ids.map((item_id) => sdk.record('view_item', { items: [{ item_id }] })));
}

export const codesOf = ({ told }: Pick<Started, 'told'>): string[] => told.error.map(({ code }) => code);

/** All that the origin's databases hold, those of its storage buckets too. */
export const storedRecords = async (): Promise<string[]> => (await takeStorageCensus()).records;
