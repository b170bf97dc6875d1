/**
 * Breaks what a page depends on, again and again, and says row by row what was asked and what was reached.
 *
 *   npm run test:faults           a few minutes
 *   npm run soak [-- NAME …]      half an hour and more; with names, only the rows that contain one of them
 *   npm run soak -- --docs        puts what was reached into docs/reliability.md, too
 *   … -- --again                  a row that falls short is run once more, and then counts as it is
 *
 * Exit code 1 when a row falls short.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildFaultPage } from '../support/fault-page/build-fault-page.js';
import { startTappedServer } from '../support/tapped-server.js';
import type { Fault, FaultPage } from './fault.js';
import { faultSite } from './fault-site.js';
import { type DatedRow, withRows } from './reliability-doc.js';
import { printCount, printRow } from './row.js';
import { shortRun, soak } from './runs.js';
import { inTemporaryFolder } from './temporary-folder.js';

// Without this an interrupt would leave a browser behind.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const DOCUMENT = 'docs/reliability.md';
/** A row that takes longer hangs. */
const LIMIT_MIN = { short: 3, soak: 90 };

const { values, positionals } = parseArgs({
  options: { soak: { type: 'boolean' }, docs: { type: 'boolean' }, again: { type: 'boolean' } },
  allowPositionals: true,
});
const faults = (values.soak ? soak : shortRun).filter(
  ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
);
if (faults.length === 0) throw new Error(`no row is called like ${positionals.join(', ')}`);

await inTemporaryFolder(async (folder) => {
  const files = await buildFaultPage(folder);
  const server = await startTappedServer(await faultSite(files));
  const rows: DatedRow[] = [];
  for (const { name, asked, run } of faults) {
    const page = { address: `${server.origin}/shop`, ...files };
    const outcome = await outcomeOf(run, page);
    const row = { name, asked, ...outcome, day: new Date().toISOString().slice(0, 10) };
    printRow(row, console.log);
    if (!row.passed && values.again) {
      Object.assign(row, await outcomeOf(run, page));
      printRow(row, console.log);
    }
    rows.push(row);
    // Each at once: a long run may be ended before it is through.
    if (values.docs) await writeDocument([row], false);
  }
  await server.close();
  // Rows that are no longer run go.
  if (values.docs && positionals.length === 0) await writeDocument(rows, true);
  process.exitCode = printCount(rows, console.log) ? 0 : 1;
});
// What hangs would keep it alive.
process.exit();

async function writeDocument(rows: readonly DatedRow[], isWhole: boolean): Promise<void> {
  await writeFile(DOCUMENT, withRows(await readFile(DOCUMENT, 'utf8'), rows, isWhole));
}

async function outcomeOf(run: Fault['run'], page: FaultPage): ReturnType<Fault['run']> {
  const minutes = LIMIT_MIN[values.soak ? 'soak' : 'short'];
  const late = pause(minutes * 60_000, undefined, { ref: false }).then(() => {
    throw new Error(`it took more than ${minutes} minutes`);
  });
  try {
    return await Promise.race([run(page), late]);
  } catch (error) {
    return { reached: `it could not be run: ${(error as Error).message}`, passed: false };
  }
}
