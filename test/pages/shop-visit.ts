import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, request as forward, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright';
import type {} from '../../src/element/index.js';
import type { Sdk } from '../../src/index.js';
import { chromiumFlags, chromiumPath } from '../support/chromium.js';
import { BROWSERS_OWN } from '../support/tapped-server.js';
import { waitUntil } from '../support/wait-until.js';

/** A shop opened as `npm start` opens it. */
export interface OpenShop {
  /** `http://localhost:PORT` */
  origin: string;
  close(): Promise<void>;
}

/** Starts the built shop on a free port and waits for the line that names its address. */
export async function openShop(args: string[] = []): Promise<OpenShop> {
  const shop = spawn(process.execPath, ['dist/shop-server.js', '--port', '0', ...args]);
  const origin = await new Promise<string>((resolve, reject) => {
    let said = '';
    const listen = (bytes: Buffer): void => {
      said += bytes.toString();
      const address = /windowshop sample shop: (http:\S+)\/\n$/.exec(said)?.[1];
      if (address) resolve(address);
    };
    shop.stdout.on('data', listen);
    shop.stderr.on('data', listen);
    shop.on('close', (code) => reject(new Error(`the shop closed with ${code}:\n${said}`)));
  });
  return { origin, close: () => ended(shop) };
}

const ended = (shop: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    shop.on('close', () => resolve());
    shop.kill();
  });

/** A browser all of whose requests, to any host, pass through here and are written down. */
export interface TappedBrowser {
  /** Paths on the shop's origin, else whole addresses, in order. */
  requests: string[];
  newShopper(options?: { width?: number; height?: number }): Promise<ShopperPage>;
  close(): Promise<void>;
}

interface ShopperPage {
  /** Takes paths of the shop. */
  page: Page;
  /** What the page threw, logged as an error, or tried against its policy. */
  complaints: string[];
}

export async function openTappedBrowser({ origin }: OpenShop): Promise<TappedBrowser> {
  const requests: string[] = [];
  const tap = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    const isOwn = url.origin === origin;
    if (!BROWSERS_OWN.test(url.host)) requests.push(isOwn ? url.pathname + url.search : url.href);
    if (!isOwn) response.writeHead(502).end();
    else
      pipeTo(
        url,
        request,
        (answer) => response.writeHead(answer.statusCode ?? 502, answer.headers) && answer.pipe(response),
      );
  });
  tap.on('connect', (request, socket) => {
    if (!BROWSERS_OWN.test(request.url ?? '')) requests.push(`CONNECT ${request.url}`);
    // A browser that is closed meanwhile resets the connection; nobody waits for the answer then.
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => tap.listen(0, '127.0.0.1', resolve));
  const { port } = tap.address() as AddressInfo;
  const browser: Browser = await chromium.launch({
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    args: [...chromiumFlags, `--proxy-server=http://127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>'],
  });
  return {
    requests,
    newShopper: ({ width = 1280, height = 900 } = {}) => newShopper(browser, origin, { width, height }),
    async close() {
      await browser.close();
      tap.closeAllConnections();
      await new Promise((resolve) => tap.close(resolve));
    },
  };
}

function pipeTo(url: URL, request: IncomingMessage, onAnswer: (answer: IncomingMessage) => void): void {
  const { hostname, port, pathname, search } = url;
  request.pipe(
    forward({ hostname, port, path: pathname + search, method: request.method, headers: request.headers }, onAnswer),
  );
}

async function newShopper(
  browser: Browser,
  baseURL: string,
  viewport: { width: number; height: number },
): Promise<ShopperPage> {
  const context = await browser.newContext({ baseURL, viewport, reducedMotion: 'reduce' });
  const complaints: string[] = [];
  const page = await context.newPage();
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} refused ${blockedURI}`),
    );
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
  return { page, complaints };
}

/** Waits until the SDK can answer and every row of the page has its answer. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => withSdk((sdk) => sdk.ready.then(() => null)));
  await page.waitForFunction(() =>
    [...document.querySelectorAll('window-shop')].every(({ state }) => state === 'ready' || state === 'empty'),
  );
}

/** Answers the shop's question and waits until the journey is kept. */
export async function sayYes(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Yes, remember' }).click();
  await waitUntil(page, () => withSdk(async (sdk) => (await sdk.profile.get()).persistence === 'indexeddb'));
}

/** Opens the pages of products, one after the other, until each has been noticed. */
export async function look(page: Page, ids: string[]): Promise<void> {
  for (const id of ids) {
    await page.goto(`/p/${encodeURIComponent(id)}`);
    await waitUntil(page, (item) => withSdk(async (sdk) => (await sdk.profile.get()).recent[0] === item), id);
  }
}

/** Ids of the products that a list of the page links to. */
export const idsIn = (page: Page, list: string): Promise<string[]> =>
  page
    .locator(`${list} a[href^="/p/"]`)
    .evaluateAll((links) => links.map((link) => decodeURIComponent((link.getAttribute('href') ?? '').slice(3))));

declare global {
  interface Window {
    withSdk<T>(use: (sdk: Sdk) => Promise<T>): Promise<T>;
  }
  function withSdk<T>(use: (sdk: Sdk) => Promise<T>): Promise<T>;
}
