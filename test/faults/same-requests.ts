import { join } from 'node:path';
import type { Page } from 'playwright';
import type { FaultHooks } from '../support/fault-page/page.js';
import { openBrowser } from '../support/shop-page.js';
import { startTappedServer, type TappedServer } from '../support/tapped-server.js';
import { encodeTentsAndTeapots } from '../support/tents-and-teapots.js';
import { writeSnapshot } from '../support/write-snapshot.js';
import type { Fault } from './fault.js';
import { faultSite } from './fault-site.js';
import { goToFaultPage } from './go-to-fault-page.js';
import { inTemporaryFolder } from './temporary-folder.js';

type Steps = Parameters<FaultHooks['act']>[0];
type Request = TappedServer['requests'][number];

/** Lists are asked for after every so many actions. */
const ACTIONS_A_LIST = 25;

/** Two shoppers who have nothing in common but the shop, and what their requests tell of that. */
export const sameRequests = (actions: number): Fault => ({
  name: `2 shoppers × ${actions} actions, a release published meanwhile, a second visit`,
  asked: 'the same requests: method, address, headers, body and order',
  run: (page) =>
    inTemporaryFolder(async (folder) => {
      const [first, second] = [join(folder, 'first'), join(folder, 'second')];
      await writeSnapshot(first, encodeTentsAndTeapots());
      await writeSnapshot(second, encodeTentsAndTeapots(', new'));
      const site = await faultSite(page);
      const server = await startTappedServer(site);
      const logs: Request[][] = [];
      try {
        for (const steps of [buyer(actions), browser(actions)]) {
          site['/cdn/snapshot/'] = { folder: first };
          const publish = () => {
            site['/cdn/snapshot/'] = { folder: second };
          };
          logs.push(await shop(server, join(folder, `profile-${logs.length}`), steps, publish));
        }
      } finally {
        await server.close();
      }
      return compare(logs);
    }),
});

/** Views tents, puts them into the cart and buys them. */
const buyer = (count: number): Steps =>
  Array.from({ length: count }, (_, i) => {
    const item = 1 + 2 * (i % 10);
    if (i % 50 === 49) return { type: 'buy', item };
    return { type: i % 5 === 4 ? 'cart' : 'view', item, dwell: 3 };
  });

/** Looks for teapots, and reads about them. */
const browser = (count: number): Steps =>
  Array.from({ length: count }, (_, i) =>
    i % 4 === 0 ? { type: 'search', text: `teapot ${i}` } : { type: 'view', item: 2 * (i % 7), dwell: i % 90 },
  );

/** All that a shopper's browser asks for, in order. */
async function shop(server: TappedServer, profile: string, steps: Steps, publish: () => void): Promise<Request[]> {
  server.forget();
  const context = await openBrowser(server, profile);
  try {
    const third = Math.ceil(steps.length / 3);
    const page = await context.newPage();
    await open(page, server);
    await act(page, steps.slice(0, third));
    publish();
    await page.evaluate(
      () => new Promise<unknown>((resolve) => window.windowshop?.push((sdk) => resolve(sdk.snapshot.refresh()))),
    );
    await act(page, steps.slice(third, 2 * third));
    await open(page, server);
    await act(page, steps.slice(2 * third));
    await page.close();
  } finally {
    await context.close();
  }
  // With what a page sends when it is left.
  return [...server.requests];
}

async function open(page: Page, { origin }: TappedServer): Promise<void> {
  await goToFaultPage(page, `${origin}/shop`);
}

async function act(page: Page, steps: Steps): Promise<void> {
  for (let from = 0; from < steps.length; from += ACTIONS_A_LIST)
    await page.evaluate(
      async (next) => {
        await window.__ws_test.act(next);
        await window.__ws_test.query(8);
      },
      steps.slice(from, from + ACTIONS_A_LIST),
    );
}

function compare([a, b]: Request[][]): { reached: string; passed: boolean } {
  const lines = [a, b].map((log) => log.map((request) => JSON.stringify(request)));
  const [longer, shorter] = a.length < b.length ? [lines[1], lines[0]] : lines;
  const other = longer.findIndex((line, i) => line !== shorter[i]);
  const bytes = Buffer.byteLength(lines[0].join('\n'));
  const passed = a.length > 0 && lines[0].join('\n') === lines[1].join('\n');
  return {
    reached: passed
      ? `${a.length} and ${b.length} requests, ${bytes} bytes, all the same`
      : `${a.length} and ${b.length} requests; number ${other} is ${a[other]?.url} and ${b[other]?.url}`,
    passed,
  };
}
