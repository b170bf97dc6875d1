import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { BrowserContext, CDPSession, Page } from 'playwright';
import type { WithBuckets } from '../../src/journey/database-place.js';
import { startTappedServer } from '../support/tapped-server.js';
import type { Fault, FaultPage } from './fault.js';
import { faultSite } from './fault-site.js';
import { goToFaultPage } from './go-to-fault-page.js';
import { type KillableBrowser, startKillableBrowser } from './killable-browser.js';
import { collectWorkers } from './page-workers.js';
import { inTemporaryFolder } from './temporary-folder.js';
import { readEvents, write } from './written-events.js';

declare global {
  interface Window {
    /** Codes of what the SDK has reported. */
    told: string[];
  }
}

const BATCH = 20;
/** Events that fill a quota of {@link ROOM_FOR_MANY}, by measurement, but not twice. */
const MANY = 400;
const ROOM_FOR_MANY = 130_000;
const ANSWERED = 4;
/** So often is everything cleared while a snapshot is being kept, at a moment that chance decides. */
const CLEARINGS = 8;
const KEEPING_MS = 60;

/** What a page says after its storage has met with something. */
interface Mode {
  storage: string;
  told: string[];
  /** Events that it knows. */
  events: number;
}

interface Stage {
  browser: KillableBrowser;
  faultPage: FaultPage;
  /** Speaks with the browser about the origin of the page. */
  origin: string;
  session: CDPSession;
}

interface Trouble {
  name: string;
  expected: Mode[];
  meet(stage: Stage): Promise<Mode[]>;
}

const TROUBLES: Trouble[] = [
  {
    name: 'a private window',
    expected: [{ storage: 'indexeddb', told: [], events: BATCH }],
    async meet({ browser, faultPage }) {
      const window = (await browser.context.browser()?.newContext()) as BrowserContext;
      try {
        const page = await openIn(window, faultPage.address);
        await record(page, 0);
        return [await modeOf(page)];
      } finally {
        await window.close();
      }
    },
  },
  {
    name: 'a quota of nothing',
    expected: [{ storage: 'memory', told: ['storage_full'], events: BATCH }],
    async meet({ browser, faultPage, origin, session }) {
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
      const page = await openIn(browser.context, faultPage.address);
      await record(page, 0);
      return [await modeOf(page)];
    },
  },
  {
    name: 'a quota that is used up, and raised again',
    expected: [
      { storage: 'indexeddb', told: [], events: MANY },
      // The oldest quarter made room, but not enough.
      { storage: 'memory', told: ['storage_full'], events: MANY - MANY / 4 + MANY },
      { storage: 'indexeddb', told: [], events: MANY - MANY / 4 + BATCH },
    ],
    async meet({ browser, faultPage, origin, session }) {
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: ROOM_FOR_MANY });
      const page = await openIn(browser.context, faultPage.address);
      await record(page, 0, MANY);
      const before = await modeOf(page);
      await record(page, MANY, MANY);
      const full = await modeOf(page);
      await session.send('Storage.overrideQuotaForOrigin', { origin });
      const next = await openIn(browser.context, faultPage.address);
      await record(next, 2 * MANY);
      return [before, full, await modeOf(next)];
    },
  },
  {
    name: 'everything cleared under an open page',
    expected: [
      { storage: 'indexeddb', told: [], events: 0 },
      { storage: 'indexeddb', told: [], events: BATCH },
    ],
    async meet({ browser, faultPage, origin, session }) {
      await browser.context.addInitScript(collectWorkers);
      const page = await openIn(browser.context, faultPage.address);
      await record(page, 0);
      for (let times = 0; times < CLEARINGS; times++) {
        // Keeps the snapshot again, since nothing is left of it.
        await page.evaluate(() => window.windowshop?.push((sdk) => void sdk.snapshot.refresh()));
        await pause(Math.random() * KEEPING_MS);
        await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
      }
      // The one that takes its place sees other locks than the page.
      await page.evaluate(() => {
        for (const worker of window.workers) worker.terminate();
      });
      const cleared = await modeOf(page);
      await record(page, 0);
      const next = await openIn(browser.context, faultPage.address);
      return [cleared, await modeOf(next)];
    },
  },
  {
    name: 'an upgrade that an old tab blocks',
    expected: [
      { storage: 'memory', told: ['storage_unavailable'], events: 2 * BATCH },
      { storage: 'memory', told: ['storage_unavailable'], events: 0 },
      { storage: 'indexeddb', told: [], events: BATCH },
    ],
    async meet({ browser, faultPage }) {
      const page = await openIn(browser.context, faultPage.address);
      await record(page, 0);
      const [old, later] = [await openBare(browser, faultPage), await openBare(browser, faultPage)];
      await old.evaluate(openJournal, { isLater: false });
      const upgrading = later.evaluate(openJournal, { isLater: true });
      // Behind the upgrade, which waits for the old tab.
      await later.waitForFunction(() => window.told?.includes('blocked'));
      await record(page, BATCH);
      const second = await openIn(browser.context, faultPage.address);
      const [blocked, alsoBlocked] = [await modeOf(page), await modeOf(second)];
      await old.close();
      await upgrading;
      await later.close();
      return [blocked, alsoBlocked, await modeOf(await openIn(browser.context, faultPage.address))];
    },
  },
  {
    name: 'an opaque origin',
    expected: [{ storage: 'memory', told: ['storage_unavailable'], events: BATCH }],
    async meet({ browser, faultPage }) {
      const site = await faultSite(faultPage);
      site['/shop'].headers = { 'content-security-policy': 'sandbox allow-scripts' };
      site['/cdn/'].headers = { 'access-control-allow-origin': '*' };
      const server = await startTappedServer(site);
      try {
        const page = await openIn(browser.context, `${server.origin}/shop`);
        await record(page, 0);
        return [await modeOf(page)];
      } finally {
        await server.close();
      }
    },
  },
];

export const storageModes: Fault = {
  name: `${TROUBLES.length} kinds of trouble with the storage: ${TROUBLES.map(({ name }) => name).join('; ')}`,
  asked: 'each page in the mode that is stated, which is told once, and lists all the while',
  async run(faultPage) {
    const failures: string[] = [];
    for (const { name, expected, meet } of TROUBLES) {
      const reached = await inTemporaryFolder(async (folder) => {
        const browser = await startKillableBrowser(folder);
        try {
          const session = await browser.context.newCDPSession(await browser.context.newPage());
          return await meet({ browser, faultPage, origin: new URL(faultPage.address).origin, session });
        } finally {
          await browser.kill();
        }
      });
      if (!isDeepStrictEqual(reached, expected)) failures.push(`${name}: ${JSON.stringify(reached)}`);
    }
    return {
      reached: failures.join('; ') || `${TROUBLES.length} of ${TROUBLES.length}`,
      passed: failures.length === 0,
    };
  },
};

async function openIn(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(listen);
  await goToFaultPage(page, address);
  return page;
}

/** A page of the origin without windowshop. */
async function openBare({ context }: KillableBrowser, { address }: FaultPage): Promise<Page> {
  const page = await context.newPage();
  await page.goto(new URL('/cdn/snapshot/manifest.json', address).href);
  return page;
}

/** Records events from a number on, all at once. */
async function record(page: Page, from: number, count = BATCH): Promise<void> {
  await write(page, { writer: 'writer', from, to: from + count, batch: count }).catch(({ message }: Error) => {
    // They are recorded all the same. That they do not last, or have no second copy, is what is looked at here.
    if (!/held in memory only|QuotaExceededError/.test(message)) throw new Error(message);
  });
}

/** @throws Error when the page has no list to show. */
async function modeOf(page: Page): Promise<Mode> {
  const { ids } = await page.evaluate((limit) => window.__ws_test.query(limit), ANSWERED);
  if (ids.length < ANSWERED) throw new Error(`a list of ${ids.length}`);
  const { length: events } = await readEvents(page);
  const { storage } = await page.evaluate(() => window.__ws_test.ready());
  return { storage, told: await page.evaluate(() => window.told), events };
}

/** Runs in each page before anything else. */
function listen(): void {
  window.told = [];
  window.windowshop ??= [];
  window.windowshop.push((sdk) => sdk.on('error', ({ code }) => window.told.push(code)));
}

/** Runs in a page without windowshop: opens the journal's database and does not let go of it for others. */
async function openJournal({ isLater }: { isLater: boolean }): Promise<void> {
  const bucket = await (navigator as Navigator & Required<WithBuckets>).storageBuckets.open('windowshop');
  await new Promise((resolve, reject) => {
    const request = bucket.indexedDB.open('windowshop', isLater ? 2 : undefined);
    request.onblocked = () => {
      // Chromium drops what was asked of a bucket when nothing refers to the bucket any more.
      window.told = ['blocked', bucket.toString()];
    };
    request.onsuccess = resolve;
    request.onerror = () => reject(request.error);
  });
}
