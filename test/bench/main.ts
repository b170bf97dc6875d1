/**
 * How fast windowshop is, beside what else scores vectors in a browser. In headless Chromium, everything in one run.
 *
 *   npm run bench                               all methods at 100,000 × 64, a table
 *   npm run -s bench -- --json                  one JSON array on stdout, progress on stderr
 *   npm run bench -- --suite growth             see `options.ts` for all that can be asked
 *   npm run bench -- --suite all --docs         measures everything and writes docs/performance.md
 */
import { cpus } from 'node:os';
import { ALL_SUITES, type AnyRow } from './all-suites.js';
import type { Results } from './docs/results.js';
import { writeDocs } from './docs/write-docs.js';
import { openBenchBrowser } from './host/bench-browser.js';
import { startBenchSite } from './host/bench-site.js';
import { type BenchOptions, readOptions, USAGE, UsageError } from './options.js';
import { printRows } from './print-rows.js';

const DOCS = 'docs';
/** Where a quick run writes: its figures are no figures. */
const QUICK_DOCS = 'test-output/bench';

try {
  const options = readOptions(process.argv.slice(2));
  const results = options.suites.length > 0 ? await measure(options) : undefined;
  if (results && options.json) console.log(JSON.stringify(results.rows));
  else if (results) printRows(results.rows);
  if (options.docs) {
    const folder = options.quick ? QUICK_DOCS : DOCS;
    await writeDocs(folder, results, `${DOCS}/performance-notes.md`);
    console.error(`wrote ${folder}/performance.md`);
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}

async function measure(options: BenchOptions): Promise<Results> {
  const site = await startBenchSite();
  const browser = await openBenchBrowser(site);
  try {
    const rows: AnyRow[] = [];
    const stage = {
      site,
      browser,
      progress: (text: string) => console.error(text),
      fail(reason: string) {
        console.error(`FAILED: ${reason}`);
        process.exitCode = 1;
      },
    };
    for (const name of options.suites) rows.push(...(await ALL_SUITES[name](options, stage)));
    const [{ model }, ...others] = cpus();
    const machine = { cpu: model, cores: others.length + 1, browser: browser.version, adapter: browser.adapter };
    return { machine, rows };
  } finally {
    await browser.close();
    await site.close();
  }
}
