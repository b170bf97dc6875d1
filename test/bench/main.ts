/**
 * How fast windowshop is, beside what else scores vectors in a browser. In headless Chromium, everything in one run.
 *
 *   npm run bench                               all methods at 100,000 × 64, a table
 *   npm run -s bench -- --json                  one JSON array on stdout, progress on stderr
 *   npm run bench -- --suite growth             see `options.ts` for all that can be asked
 */
import { bandwidthSuite } from './bandwidth/bandwidth-suite.js';
import { coldStartSuite } from './cold-start/cold-start-suite.js';
import { freshnessSuite } from './freshness/freshness-suite.js';
import { growthSuite } from './growth/growth-suite.js';
import { historySuite } from './history/history-suite.js';
import { openBenchBrowser } from './host/bench-browser.js';
import { startBenchSite } from './host/bench-site.js';
import { type BenchOptions, readOptions, type SuiteName, USAGE, UsageError } from './options.js';
import { printRows } from './print-rows.js';
import { scanSuite } from './scan/scan-suite.js';
import type { BenchRow, Suite } from './suite.js';

const SUITES: Partial<Record<SuiteName, Suite>> = {
  scan: scanSuite,
  bandwidth: bandwidthSuite,
  growth: growthSuite,
  history: historySuite,
  'cold-start': coldStartSuite,
  freshness: freshnessSuite,
};

try {
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}

async function run(options: BenchOptions): Promise<void> {
  const site = await startBenchSite();
  const browser = await openBenchBrowser(site);
  try {
    const rows: BenchRow[] = [];
    const stage = {
      site,
      browser,
      progress: (text: string) => console.error(text),
      fail(reason: string) {
        console.error(`FAILED: ${reason}`);
        process.exitCode = 1;
      },
    };
    for (const name of options.suites) {
      const suite = SUITES[name];
      if (suite) rows.push(...(await suite(options, stage)));
    }
    if (options.json) console.log(JSON.stringify(rows));
    else printRows(rows);
  } finally {
    await browser.close();
    await site.close();
  }
}
