import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { chromiumFlags, findChromium } from '../support/chromium.js';
import { countViolations, NONCE, POLICIES } from '../support/policies.js';
import { type Site, startTappedServer, type TappedServer } from '../support/tapped-server.js';
import { arrivalsFrom, startListening, WAYS_OUT } from '../support/ways-out.js';
import type { Fault, FaultPage } from './fault.js';
import { goToFaultPage } from './go-to-fault-page.js';

/** Ways to start, by the query of the fault page: left to itself, from a file, not at all. */
const STARTS = { 'by itself': '', 'from a file': '?worker=/worker.js', 'on the main thread': '?worker=off' };
type Start = keyof typeof STARTS;

const FROM_ANYWHERE = { 'access-control-allow-origin': '*' };
/** Items asked for. */
const LIMIT = 5;

/** The page under each policy, its script and snapshot on another origin. */
export const policies = (...starts: Start[]): Fault => ({
  name: `${POLICIES.length} policies × ${starts.length} ${starts.length === 1 ? 'start mode' : 'start modes'}`,
  asked: 'works or degrades as documented, 0 uncaught errors, at most 1 violation',
  run: (faultPage) =>
    inBrowser(faultPage, async (browser, shop) => {
      const failures: string[] = [];
      let asDocumented = 0;
      let most = 0;
      for (const start of starts) {
        for (const [i, { name, place, placeWithFile, connects }] of POLICIES.entries()) {
          const page = await browser.newPage();
          const uncaught: string[] = [];
          page.on('pageerror', ({ message }) => uncaught.push(message));
          page.on('console', (message) => {
            // The browser's own notices.
            if (message.type() === 'error' && !/violates|Failed to load resource/.test(message.text()))
              uncaught.push(message.text());
          });
          await page.addInitScript(countViolations);
          const { engine } = await goToFaultPage(page, `${shop.origin}/${i}${STARTS[start]}`);
          const { ids } = await page.evaluate((limit) => window.__ws_test.query(limit), LIMIT);
          const { length: violations } = await page.evaluate(() => window.violations);
          await page.close();
          const expected = { 'by itself': place, 'from a file': placeWithFile, 'on the main thread': 'main thread' }[
            start
          ];
          // A worker file comes with a policy of its own, whatever the page's forbids.
          const canAnswer = connects || expected === 'worker file';
          const isRight = ids.length === (canAnswer ? LIMIT : 0) && (!canAnswer || engine === expected);
          most = Math.max(most, violations);
          if (isRight && violations <= 1 && uncaught.length === 0) asDocumented++;
          else failures.push([`${name}, ${start}: ${ids.length} items from the ${engine}`, ...uncaught].join(', '));
        }
      }
      return {
        reached: [`${asDocumented} of ${POLICIES.length * starts.length}, at most ${most}`, ...failures].join('; '),
        passed: failures.length === 0,
      };
    }),
});

/** What code inside the contained worker could do to tell somebody something. */
export const waysOut: Fault = {
  name: 'ways out of the contained worker',
  asked: `${WAYS_OUT.length} of ${WAYS_OUT.length} blocked, none of them for any other worker`,
  run: (faultPage) =>
    inBrowser(faultPage, async (browser, shop) => {
      const host = await startListening();
      try {
        const page = await browser.newPage();
        await page.goto(`${shop.origin}/0?worker=off`);
        const [other] = await Promise.all([
          page.waitForEvent('worker'),
          page.evaluate(() => Object.assign(window, { kept: new Worker(URL.createObjectURL(new Blob(['']))) })),
        ]);
        const led = await arrivalsFrom(other, host, shop);
        const { engine } = await goToFaultPage(page, `${shop.origin}/0`);
        const lead = await arrivalsFrom(page.workers()[0], host, shop);
        return {
          reached: [`${WAYS_OUT.length - lead.length}, ${led.length} of any other worker lead out`, ...lead].join('; '),
          passed: engine === 'contained worker' && lead.length === 0 && led.length === WAYS_OUT.length,
        };
      } finally {
        await host.close();
      }
    }),
};

/** Serves the page at `/0`, `/1` … under the policies, to a browser of its own. */
async function inBrowser<T>(
  { shop, cdn }: FaultPage,
  use: (browser: Browser, shop: TappedServer) => Promise<T>,
): Promise<T> {
  const scripts = await startTappedServer({ '/': { folder: cdn, headers: FROM_ANYWHERE } });
  const document = (await readFile(join(shop, 'index.html'), 'utf8'))
    .replace('{{CDN}}', scripts.origin)
    .replace('{{NONCE}}', NONCE);
  const site: Site = { '/out/': { html: '' }, '/': { folder: shop } };
  for (const [i, { policy }] of POLICIES.entries())
    site[`/${i}`] = {
      html: document,
      headers: policy ? { 'content-security-policy': policy.replaceAll('CDN', scripts.origin) } : {},
    };
  const pages = await startTappedServer(site);
  const executablePath = findChromium();
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: chromiumFlags });
  try {
    return await use(browser, pages);
  } finally {
    await browser.close();
    await Promise.all([scripts.close(), pages.close()]);
  }
}
