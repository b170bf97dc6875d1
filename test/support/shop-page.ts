import { type BrowserContext, chromium, type Page } from 'playwright';
import type { Sdk } from '../../src/index.js';
import { chromiumFlags, chromiumPath, webgpuFlags } from './chromium.js';
import type { TappedServer } from './tapped-server.js';

/** What a test needs of a result, in a form that can leave the page. */
export interface Answer {
  source: string;
  ids: string[];
  /** Category levels of each item. */
  categories: string[][];
  /** Ids of the items that the reasons name. */
  causes: string[];
  /** Per item the sum of the weights of its reasons. */
  weightSums: number[];
  device: Sdk['device'];
}

/** A page with nothing but the script tag, as a shop would write it. */
export const scriptTagPage = (
  attributes = '',
  headers: Record<string, string> = {},
  snapshot = '/snapshot/manifest.json',
): { html: string; headers: Record<string, string> } => ({
  html: `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="/icon.svg">
<script async src="/ws/auto.js" data-ws-snapshot="${snapshot}" data-ws-consent="granted" ${attributes}></script>`,
  headers,
});

/** A browser of its own for one shopper, all of whose requests pass the tap. */
export function openBrowser(server: TappedServer, profileFolder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profileFolder, {
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    args: [...chromiumFlags, ...webgpuFlags, ...server.browserFlags],
  });
}

/** Opens a page in which `withSdk` waits for the SDK and hands it over; what the page throws or logs is collected. */
export async function openPage(
  context: BrowserContext,
  address: string,
): Promise<{ page: Page; complaints: string[] }> {
  const complaints: string[] = [];
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.withSdk = (use) =>
      new Promise((resolve, reject) => {
        window.windowshop ??= [];
        window.windowshop.push((sdk) => void use(sdk).then(resolve, reject));
      });
  });
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`logged: ${message.text()}`);
  });
  await page.goto(address);
  return { page, complaints };
}

export async function view(page: Page, ids: string[]): Promise<void> {
  await page.evaluate(
    (items) =>
      withSdk(async (sdk) => {
        for (const item_id of items) await sdk.record('view_item', { items: [{ item_id }] });
      }),
    ids,
  );
}

export function recommend(page: Page, limit = 10): Promise<Answer> {
  return page.evaluate(
    (count) =>
      withSdk(async (sdk) => {
        const { source, items } = await sdk.recommend({ limit: count });
        return {
          source,
          ids: items.map(({ id }) => id),
          categories: items.map(({ product }) => product.category ?? []),
          causes: items.flatMap(({ reasons }) => reasons.flatMap(({ itemIds = [] }) => itemIds)),
          weightSums: items.map(({ reasons }) => reasons.reduce((sum, { weight }) => sum + weight, 0)),
          device: { ...sdk.device },
        };
      }),
    limit,
  );
}

declare global {
  interface Window {
    withSdk<T>(use: (sdk: Sdk) => Promise<T>): Promise<T>;
  }
  function withSdk<T>(use: (sdk: Sdk) => Promise<T>): Promise<T>;
}
