import { resolve } from 'node:path';
import type { Browser, Page, Route } from 'playwright';
import { build, type Rolldown } from 'vite';
import { type Breakage, CHUNKS, DEPENDENCIES } from './dependency.js';
import type { Visit } from './visit-page.js';

/** What became of a page of which something was broken. */
export interface BrokenVisit extends Visit {
  /** How often each dependency was called, in the realm that called it most. */
  calls: ReadonlyMap<string, number>;
  /** All that was to be broken was asked for. */
  isMet: boolean;
}

/** A chunk that does not arrive. */
const HANG_MS = 60_000;

/** Visits pages, one after the other, as one shopper does. */
export interface Shopper {
  visit(address: string, breakages: readonly Breakage[]): Promise<BrokenVisit>;
  leave(): Promise<void>;
}

/** Lets shoppers come, each with storage of their own. */
export async function createShoppers(browser: Browser): Promise<() => Promise<Shopper>> {
  const [breaking, visiting] = await Promise.all([scriptOf('break-realm'), scriptOf('visit-page')]);
  const paths = DEPENDENCIES.map(({ path }) => path);
  return async () => {
    const context = await browser.newContext();
    return {
      async visit(address, breakages) {
        const page = await context.newPage();
        try {
          const given = { paths, breakages, script: breaking };
          await page.addInitScript(`globalThis.__ws_breakages=${JSON.stringify(given)};${breaking}`);
          await page.addInitScript(`if (window === top) {${visiting}}`);
          return await watch(page, address, breakages);
        } finally {
          await page.close();
        }
      },
      leave: () => context.close(),
    };
  };
}

async function watch(page: Page, address: string, breakages: readonly Breakage[]): Promise<BrokenVisit> {
  const complaints: string[] = [];
  const calls = new Map<string, number>();
  const met = new Set<string>();
  const note = (word: string, path: string, call: number): void => {
    calls.set(path, Math.max(call, calls.get(path) ?? 0));
    if (word === 'broken') met.add(path);
  };
  page.on('pageerror', ({ message }) => complaints.push(`thrown: ${message}`));
  page.on('console', (message) => {
    const [, word, path, call] = /^(called|broken) (\S+) (\d+)$/.exec(message.text()) ?? [];
    if (path !== undefined) note(word, path, Number(call));
    // What the browser itself says of a request that failed is no message of a script.
    else if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
      complaints.push(`logged: ${message.text()}`);
  });
  let chunks = 0;
  await page.route('**/chunks/**', (route) => {
    chunks++;
    const breakage = breakages.find(({ path, call }) => path === CHUNKS && call === chunks);
    note(breakage ? 'broken' : 'called', CHUNKS, chunks);
    return breakage ? breakRequest(route, breakage) : route.continue();
  });
  await page.goto(address, { waitUntil: 'commit' });
  const visit = await page.evaluate(() => window.__ws_visit);
  return {
    ...visit,
    complaints: [...visit.complaints, ...complaints],
    calls,
    isMet: breakages.every(({ path }) => met.has(path)),
  };
}

async function breakRequest(route: Route, { manner }: Breakage): Promise<void> {
  if (manner === 'rejects') return route.abort();
  if (manner === 'fails') return route.fulfill({ status: 500, body: 'broken on purpose' });
  if (manner === 'is cut') {
    const response = await route.fetch();
    const body = await response.body();
    return route.fulfill({ response, body: body.subarray(0, body.length / 2) });
  }
  setTimeout(() => route.abort().catch(() => {}), HANG_MS).unref();
}

/** A script of this folder as one text without imports. */
async function scriptOf(name: string): Promise<string> {
  const [{ output }] = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: resolve('test/faults/dependencies', `${name}.ts`),
        name: 'script',
        formats: ['iife'],
        fileName: name,
      },
    },
  })) as Rolldown.RolldownOutput[];
  return output[0].code;
}
