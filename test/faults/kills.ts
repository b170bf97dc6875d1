import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { Fault } from './fault.js';
import { type KillableBrowser, startKillableBrowser } from './killable-browser.js';
import { inProfiles, sumOf } from './profiles.js';
import { inTemporaryFolder } from './temporary-folder.js';
import { findIn, readEvents, untilAcknowledged, write } from './written-events.js';

const BATCH = 5;
/** Writing goes on for so long before each death. */
const WRITING_MS = [100, 600] as const;

const STALLED = /Work on a checkpoint took longer/;

/** What the deaths of a browser or its pages have cost. */
interface Losses {
  acknowledged: number;
  wipes: number;
  unnoticed: number;
  checkpoints: number;
  events: number;
  bad: number;
  /** Pages whose second copy was not written in time: the journal has the events, and nothing was acknowledged. */
  stalls: number;
}

/** @param wipeAt  After this kill a byte of the database's log is flipped: what a torn log does, on demand. */
export const browserKills = (kills: number, wipeAt: number): Fault => ({
  name: `${kills} browser kills mid-write, one wipe forced`,
  asked: '0 checkpoints lost, 0 torn, every wipe noticed',
  run: ({ address }) =>
    inTemporaryFolder(async (folder) => {
      // Only default storage has a log that can be found by its path.
      const page = `${address}?no-bucket`;
      const losses = await outlive(folder, page, kills, async (browser, _, kill) => {
        await browser.kill();
        if (kill === wipeAt) await damageLog(folder);
        return undefined;
      });
      return { reached: wordsFor(losses), passed: isSound(losses) && losses.wipes > 0 };
    }),
});

export const bucketKills = (kills: number): Fault => ({
  name: `${kills} browser kills mid-write, in the storage bucket`,
  asked: '0 checkpoints lost, 0 torn, every wipe noticed',
  run: ({ address }) =>
    inTemporaryFolder(async (folder) => {
      const losses = await outlive(folder, address, kills, async (browser) => {
        await browser.kill();
        return undefined;
      });
      return { reached: wordsFor(losses), passed: isSound(losses) };
    }),
});

export const pageCrashes = (crashes: number): Fault => ({
  name: `${crashes} crashes of the page mid-write`,
  asked: '0 acknowledged events lost, 0 torn',
  async run({ address }) {
    const all = await inProfiles(crashes, (folder, share) => outlive(folder, address, share, crash));
    const sum = (key: keyof Losses): number => sumOf(all, key);
    return {
      reached:
        `${sum('events')} of ${sum('acknowledged')} acknowledged events lost, ${sum('bad')} torn, ` +
        `${sum('stalls')} pages without a second copy within 12 s`,
      passed: all.every(isSound) && sum('events') === 0,
    };
  },
});

const crash: Death = async (browser, page) => {
  const session = await browser.context.newCDPSession(page);
  // It has no answer: what would answer has crashed.
  session.send('Page.crash').catch(() => {});
  await pause(100);
  await page.close();
  return browser;
};

type Death = (browser: KillableBrowser, page: Page, number: number) => Promise<KillableBrowser | undefined>;

/** Lets pages write and die, and looks after each death at what the next page knows. */
async function outlive(folder: string, address: string, deaths: number, die: Death): Promise<Losses> {
  const losses: Losses = { acknowledged: 0, wipes: 0, unnoticed: 0, checkpoints: 0, events: 0, bad: 0, stalls: 0 };
  let browser: KillableBrowser | undefined;
  let writer = 'writer-0';
  let acknowledged = 0;
  try {
    for (let death = 1; death <= deaths + 1; death++) {
      browser ??= await startKillableBrowser(folder);
      const page = await browser.openPage(address);
      const { whole, bad } = findIn(await readEvents(page), writer, BATCH);
      losses.bad += bad;
      if (whole < acknowledged) {
        const { lossDetected, profile } = await page.evaluate(() => window.__ws_test.status());
        losses.events += acknowledged - whole;
        losses.wipes++;
        if (!lossDetected) losses.unnoticed++;
        if ((profile[writer] ?? 0) < acknowledged) losses.checkpoints++;
        writer = `writer-${death}`;
      }
      const from = whole < acknowledged ? 0 : whole;
      if (death > deaths) break;
      const writing = write(page, { writer, from, batch: BATCH });
      // It ends with the page.
      writing.catch(() => {});
      // What was written and not yet acknowledged when a page died is acknowledged by the next batch.
      const before = whole < acknowledged ? 0 : acknowledged;
      try {
        acknowledged = await acknowledgedBefore(page, from, writing);
        losses.acknowledged += acknowledged - before;
      } catch (error) {
        if (!STALLED.test((error as Error).message)) throw error;
        acknowledged = from;
        losses.stalls++;
      }
      browser = await die(browser, page, death);
      await writing.catch(() => {});
    }
  } finally {
    await browser?.kill();
  }
  return losses;
}

/** What a page has acknowledged in the last moment before it dies: at least one batch. */
async function acknowledgedBefore(page: Page, from: number, writing: Promise<unknown>): Promise<number> {
  const [shortest, longest] = WRITING_MS;
  await pause(shortest + Math.random() * (longest - shortest));
  return untilAcknowledged([page], from + 1, writing);
}

const isSound = ({ unnoticed, checkpoints, bad }: Losses): boolean => unnoticed + checkpoints + bad === 0;

const wordsFor = ({ acknowledged, wipes, unnoticed, checkpoints, events, bad }: Losses): string =>
  `${checkpoints} checkpoints lost, ${bad} torn, ${wipes - unnoticed} of ${wipes} wipes noticed ` +
  `(${events} of ${acknowledged} acknowledged events in them)`;

/** Flips a byte in the middle of the largest log of the default storage's databases. */
async function damageLog(profileFolder: string): Promise<void> {
  const root = join(profileFolder, 'Default', 'IndexedDB');
  const logs = (await readdir(root, { recursive: true })).filter((name) => /leveldb[/\\]\d+\.log$/.test(name));
  const sizes = await Promise.all(logs.map(async (name) => (await stat(join(root, name))).size));
  const largest = join(root, logs[sizes.indexOf(Math.max(...sizes))]);
  const bytes = await readFile(largest);
  bytes[bytes.length >> 1] ^= 0xff;
  await writeFile(largest, bytes);
}
