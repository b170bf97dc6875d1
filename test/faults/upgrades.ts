import type { Page } from 'playwright';
import type { WithBuckets } from '../../src/journey/database-place.js';
import type { Fault } from './fault.js';
import { type KillableBrowser, startKillableBrowser } from './killable-browser.js';
import { BATCH, countIn, nameOf } from './tabs.js';
import { inTemporaryFolder } from './temporary-folder.js';
import { untilAcknowledged, write } from './written-events.js';

const UPGRADES = 5;
/** Events in each database of a windowshop that knew no storage buckets. */
const EARLIER = 200;
/** So long a later windowshop keeps the upgraded database open. */
const HELD_MS = 200;
const LONGEST_WAIT_MS = 3000;

/**
 * Tabs write while other versions of windowshop come and go: the database of an earlier one is moved into the bucket at
 * the start and once more while all write, and a later one upgrades the database again and again.
 */
export const tabsBesideUpgrades = (tabs: number, events: number): Fault => ({
  name: `${tabs} tabs × ${events} events, with ${UPGRADES} upgrades and 2 moves racing`,
  asked: `${tabs * events + 2 * EARLIER} exactly, in the journal and in the profile; nobody waits for longer than 3 s`,
  run: ({ address }) =>
    inTemporaryFolder(async (folder) => {
      const browser = await startKillableBrowser(folder);
      try {
        await writeEarlier(browser, address, 'earlier-0');
        const writers = Array.from({ length: tabs }, (_, tab) => nameOf(tab));
        const opened = writers.map(() => browser.openPage(address));
        const writing = opened.map(async (page, tab) =>
          write(await page, { writer: writers[tab], from: 0, to: events, batch: BATCH }),
        );
        const done = Promise.all(writing);
        // Until it is awaited below a failure would count as one that nobody looks at.
        done.catch(() => {});
        const pages = await Promise.all(opened);
        const later = await browser.context.newPage();
        await later.goto(new URL('/cdn/snapshot/manifest.json', address).href);
        const waits: number[] = [];
        for (let upgrade = 1; upgrade <= UPGRADES; upgrade++) {
          await untilAcknowledged(pages, (tabs * events * upgrade) / (UPGRADES + 1), done);
          waits.push(await later.evaluate(upgradeDatabase, HELD_MS));
          if (upgrade === 1) {
            await writeEarlier(browser, address, 'earlier-1');
            pages.push(await browser.openPage(address));
          }
        }
        waits.push(...(await done));
        const counts = await Promise.all(
          [pages[0], pages[tabs]].map((page) => countIn(page, [...writers, 'earlier-0', 'earlier-1'])),
        );
        const asked = tabs * events + 2 * EARLIER;
        const longestMs = Math.max(...waits);
        return {
          reached:
            `${counts.map(({ stored, counted }) => `${stored} and ${counted}`).join(', ')} in the first and the latest tab, ` +
            `${counts.reduce((sum, { bad }) => sum + bad, 0)} double or damaged, longest wait ${Math.round(longestMs)} ms`,
          passed:
            longestMs <= LONGEST_WAIT_MS &&
            counts.every(({ stored, counted, bad }) => stored === asked && counted === asked && bad === 0),
        };
      } finally {
        await browser.kill();
      }
    }),
});

/** Leaves behind what a tab of a windowshop without buckets has written into default storage. */
async function writeEarlier(browser: KillableBrowser, address: string, writer: string): Promise<void> {
  const page: Page = await browser.openPage(`${address}?no-bucket`);
  await write(page, { writer, from: 0, to: EARLIER, batch: BATCH });
  await page.close();
}

/**
 * Runs in a page without windowshop: upgrades the journal's database by a version, as a later windowshop would, and lets
 * go of it after a while.
 *
 * @returns How long the other tabs have held that up, in ms.
 */
async function upgradeDatabase(heldMs: number): Promise<number> {
  const bucket = await (navigator as Navigator & Required<WithBuckets>).storageBuckets.open('windowshop');
  const [{ version = 0 }] = await bucket.indexedDB.databases();
  const askedAt = performance.now();
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = bucket.indexedDB.open('windowshop', version + 1);
    request.onupgradeneeded = () => request.result.createObjectStore(`later-${version + 1}`);
    // Chromium drops what was asked of a bucket when nothing refers to the bucket any more.
    request.onblocked = () => bucket;
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const waitedMs = performance.now() - askedAt;
  database.onversionchange = () => database.close();
  await new Promise((resolve) => setTimeout(resolve, heldMs));
  database.close();
  return waitedMs;
}
