import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.js';
import { startKillableBrowser } from './killable-browser.js';
import { collectWorkers } from './page-workers.js';
import { inProfiles, sumOf } from './profiles.js';
import { findIn, readEvents, untilAcknowledged, write } from './written-events.js';

const WRITER = 'writer';
const BATCH = 5;
/** A worker that died is started once more; after that the main thread answers. */
const DEATHS_PER_PAGE = 2;
/** Writing goes on for so long, at most, before each death. */
const WRITING_MS = 60;

/**
 * The worker of a page that writes is ended, and so is the next one, while the page asks for a list. Each page looks
 * after what the one before it had acknowledged.
 */
export const workerDeaths = (deaths: number): Fault => ({
  name: `${deaths} deaths of the worker mid-write`,
  asked: '0 acknowledged events lost, 0 torn, a list in spite of each',
  async run({ address }) {
    const all = await inProfiles(deaths, (folder, share) => outlive(folder, address, share));
    const sum = (key: keyof Outcome): number => sumOf(all, key);
    return {
      reached:
        `${sum('lost')} of ${sum('acknowledged')} acknowledged events lost, ${sum('bad')} torn, ` +
        `${sum('unanswered')} without a list, the slowest list after ` +
        `${Math.round(Math.max(...all.map(({ longestMs }) => longestMs)))} ms`,
      passed: sum('lost') + sum('bad') + sum('unanswered') === 0,
    };
  },
});

interface Outcome {
  acknowledged: number;
  lost: number;
  bad: number;
  unanswered: number;
  longestMs: number;
}

/** Lets pages of one profile write while their workers end. */
async function outlive(folder: string, address: string, deaths: number): Promise<Outcome> {
  const browser = await startKillableBrowser(folder);
  const outcome: Outcome = { acknowledged: 0, lost: 0, bad: 0, unanswered: 0, longestMs: 0 };
  try {
    await browser.context.addInitScript(collectWorkers);
    for (let left = deaths; ; left -= DEATHS_PER_PAGE) {
      const page = await browser.openPage(address);
      const found = findIn(await readEvents(page), WRITER, BATCH);
      outcome.lost += Math.max(0, outcome.acknowledged - found.whole);
      outcome.bad += found.bad;
      if (left <= 0) return outcome;
      outcome.acknowledged = found.whole;
      const writing = write(page, { writer: WRITER, from: found.whole, batch: BATCH });
      // It ends with the page.
      writing.catch(() => {});
      for (let death = 0; death < Math.min(DEATHS_PER_PAGE, left); death++) {
        await page.waitForFunction((ended) => window.workers.length > ended, death);
        await pause(Math.random() * WRITING_MS);
        const { items, ms } = await page.evaluate(endWorker);
        if (items === 0) outcome.unanswered++;
        outcome.longestMs = Math.max(outcome.longestMs, ms);
        // The page has not stopped writing.
        outcome.acknowledged = await untilAcknowledged([page], outcome.acknowledged + BATCH, writing);
      }
      await page.close();
    }
  } finally {
    await browser.kill();
  }
}

/** Runs in the page: ends its worker and asks for a list, which is on its way in the same moment. */
async function endWorker(): Promise<{ items: number; ms: number }> {
  const askedAt = performance.now();
  const asking = window.__ws_test.query(4);
  for (const worker of window.workers) worker.terminate();
  const { ids } = await asking;
  return { items: ids.length, ms: performance.now() - askedAt };
}
