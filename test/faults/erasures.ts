import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { Sdk } from '../../src/index.js';
import { EPOCH_RECORD, type StorageCensus, takeStorageCensus } from '../support/storage-census.js';
import type { Fault } from './fault.js';
import { startKillableBrowser } from './killable-browser.js';
import { BATCH, nameOf } from './tabs.js';
import { inTemporaryFolder } from './temporary-folder.js';
import { acknowledgedBy, isSound, readEvents, untilAcknowledged, type WrittenEvent, write } from './written-events.js';

const ERASURES = 4;
/** After it no tab has anything left to write, its second copy included. */
const QUIET_MS = 1000;
/** The number of the latest signed release that was taken, see `docs/privacy.md`. */
const FLOOR_FILE = 'windowshop-floor.json';

/**
 * Tabs write while the shopper erases everything, now in one of them, now by taking back the consent in yet another.
 * In the end it is erased once more, with nobody writing, and the browser killed at once.
 */
export const tabsBesideErasures = (tabs: number, events: number): Fault => ({
  name: `${tabs} tabs × ${events} events, with ${ERASURES} erasures racing`,
  asked: 'nothing from before an erasure in any tab, all from after it; after the last only the epoch',
  run: ({ address }) =>
    inTemporaryFolder(async (folder) => {
      let browser = await startKillableBrowser(folder);
      try {
        const pages = await Promise.all(Array.from({ length: tabs }, () => browser.openPage(address)));
        const other = await browser.openPage(address);
        const done = Promise.all(
          pages.map((page, tab) => write(page, { writer: nameOf(tab), from: 0, to: events, batch: BATCH })),
        );
        // Until it is awaited below a failure would count as one that nobody looks at.
        done.catch(() => {});
        let [resurrected, missing] = [0, 0];
        for (let erasure = 1; erasure <= ERASURES; erasure++) {
          await untilAcknowledged(pages, (tabs * events * erasure) / (ERASURES + 1), done);
          const before = await acknowledgedBy(pages);
          await (erasure % 2 ? pages[erasure % tabs].evaluate(erase) : other.evaluate(withdraw));
          const after = await acknowledgedBy(pages);
          const isLast = erasure === ERASURES;
          if (isLast) await done;
          for (const { found, counted } of await Promise.all([...pages, other].map(readAll))) {
            resurrected += found.filter((event) => isFromBefore(event, before)).length;
            if (!isLast) continue;
            resurrected += Math.max(0, counted - found.length);
            missing += countMissing(found, after, events) + Math.max(0, found.length - counted);
          }
        }
        await pages[0].evaluate(erase);
        await pause(QUIET_MS);
        const left = whatIsLeft(await takeCensus(pages[1]));
        await browser.kill();
        browser = await startKillableBrowser(folder);
        const bare = await browser.context.newPage();
        await bare.goto(new URL('/cdn/snapshot/manifest.json', address).href);
        left.push(...whatIsLeft(await takeCensus(bare)));
        const { found, counted } = await readAll(await browser.openPage(address));
        resurrected += found.length + counted;
        return {
          reached: `${resurrected} resurrected, ${missing} missing, left after the last: ${left.join(', ') || 'the epoch'}`,
          passed: resurrected + missing + left.length === 0,
        };
      } finally {
        await browser.kill();
      }
    }),
});

/** The events that a page knows, and how many its profile has added up, whether or not they stand in the journal. */
async function readAll(page: Page): Promise<{ found: WrittenEvent[]; counted: number }> {
  const found = await readEvents(page);
  const { profile } = await page.evaluate(() => window.__ws_test.status());
  return { found, counted: Object.values(profile).reduce((sum, count) => sum + count, 0) };
}

const tabOf = ({ writer }: WrittenEvent): number => Number(writer.replace('tab-', ''));

const isFromBefore = (event: WrittenEvent, acknowledged: readonly number[]): boolean =>
  !isSound(event) || event.seq < acknowledged[tabOf(event)];

/**
 * Events that are not there, or double, although they were recorded after an erasure. The batch under way at that moment,
 * and one more of a tab that had not heard of it, may be either.
 */
function countMissing(found: readonly WrittenEvent[], acknowledged: readonly number[], events: number): number {
  return acknowledged.reduce((missing, count, tab) => {
    const from = Math.min(events, count + 2 * BATCH);
    const own = found.filter((event) => tabOf(event) === tab && event.seq >= from);
    const numbers = new Set(own.map(({ seq }) => seq));
    return missing + (events - from - numbers.size) + (own.length - numbers.size);
  }, 0);
}

/** As text: where functions keep their names, those of the census call for a helper that is not in the page. */
const takeCensus = (page: Page): Promise<StorageCensus> =>
  page.evaluate(`const __name = (named) => named; (${takeStorageCensus})()`);

/** What an origin keeps beside the epoch and the number of the latest release. */
function whatIsLeft(census: StorageCensus): string[] {
  const { databases, records, buckets, caches, files, localStorage, sessionStorage, cookies } = census;
  return [
    ...databases.filter((name) => name !== 'windowshop:windowshop'),
    ...records.filter((record) => !EPOCH_RECORD.test(record)),
    ...buckets.filter((name) => name !== 'windowshop'),
    ...caches,
    ...files.filter((name) => name !== FLOOR_FILE),
    ...localStorage,
    ...sessionStorage,
    ...(cookies ? [cookies] : []),
  ];
}

/** Runs in a page, as what the shopper presses there. */
const erase = (): Promise<void> =>
  new Promise((resolve, reject) => {
    window.windowshop ??= [];
    window.windowshop.push((sdk: Sdk) => sdk.profile.clear().then(resolve, reject));
  });

/** Runs in a page, as a consent banner does when the shopper takes back what was given, and gives it again. */
const withdraw = (): Promise<void> =>
  new Promise((resolve, reject) => {
    window.windowshop ??= [];
    window.windowshop.push(async (sdk: Sdk) => {
      try {
        await sdk.consent.set({ personalization_storage: 'denied' });
        await sdk.consent.set({ personalization_storage: 'granted' });
        resolve();
      } catch (error) {
        reject(error);
      }
    });
  });
