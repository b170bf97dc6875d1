import type { Page } from 'playwright';
import type { Fault } from './fault.js';
import { startKillableBrowser } from './killable-browser.js';
import { inTemporaryFolder } from './temporary-folder.js';
import { findIn, readEvents, write } from './written-events.js';

export const BATCH = 20;

export const manyTabs = (tabs: number, events: number): Fault => ({
  name: `${tabs} tabs × ${events} events at once`,
  asked: `${tabs * events} exactly, in the journal and in the profile`,
  run: ({ address }) =>
    inTemporaryFolder(async (folder) => {
      const browser = await startKillableBrowser(folder);
      try {
        const pages = await Promise.all(Array.from({ length: tabs }, () => browser.openPage(address)));
        await Promise.all(
          pages.map((page, tab) => write(page, { writer: nameOf(tab), from: 0, to: events, batch: BATCH })),
        );
        const { stored, counted, bad } = await countIn(
          pages[0],
          pages.map((_, tab) => nameOf(tab)),
        );
        const asked = tabs * events;
        return {
          reached: `${stored} and ${counted}, ${bad} double or damaged`,
          passed: stored === asked && counted === asked && bad === 0,
        };
      } finally {
        await browser.kill();
      }
    }),
});

/** The writer of a tab. */
export const nameOf = (tab: number): string => `tab-${tab}`;

/** What a page knows of the events of writers that are done: how many stand in the journal, and count in the profile. */
export async function countIn(
  page: Page,
  writers: readonly string[],
): Promise<{ stored: number; counted: number; bad: number }> {
  const events = await readEvents(page);
  const { profile } = await page.evaluate(() => window.__ws_test.status());
  const sum = { stored: 0, counted: 0, bad: 0 };
  for (const writer of writers) {
    const { whole, bad } = findIn(events, writer, BATCH);
    sum.stored += whole;
    sum.bad += bad;
    sum.counted += profile[writer] ?? 0;
  }
  return sum;
}
