import type { Fault } from './fault.js';
import { startKillableBrowser } from './killable-browser.js';
import { inTemporaryFolder } from './temporary-folder.js';
import { find, write } from './written-events.js';

const BATCH = 20;

export const manyTabs = (tabs: number, events: number): Fault => ({
  name: `${tabs} tabs × ${events} events at once`,
  asked: `${tabs * events} exactly, in the journal and in the profile`,
  run: ({ address }) =>
    inTemporaryFolder(async (folder) => {
      const browser = await startKillableBrowser(folder);
      try {
        const pages = await Promise.all(Array.from({ length: tabs }, () => browser.openPage(address)));
        await Promise.all(
          pages.map((page, tab) => write(page, { writer: `tab-${tab}`, from: 0, to: events, batch: BATCH })),
        );
        let [stored, counted, bad] = [0, 0, 0];
        const { profile } = await pages[0].evaluate(() => window.__ws_test.status());
        for (let tab = 0; tab < tabs; tab++) {
          const found = await find(pages[0], `tab-${tab}`, BATCH);
          stored += found.whole;
          bad += found.bad;
          counted += profile[`tab-${tab}`] ?? 0;
        }
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
