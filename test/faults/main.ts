/**
 * Breaks what a page depends on, again and again, and says row by row what was asked and what was reached.
 *
 *   npm run test:faults
 *
 * Exit code 1 when a row falls short.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildFaultPage } from '../support/fault-page/build-fault-page.js';
import { startTappedServer } from '../support/tapped-server.js';
import type { Fault } from './fault.js';
import { browserKills, bucketKills, pageCrashes } from './kills.js';
import { printCount, printRow, type Row } from './row.js';
import { manyTabs } from './tabs.js';
import { inTemporaryFolder } from './temporary-folder.js';

// Without this an interrupt would leave a browser behind.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const FAULTS: Fault[] = [browserKills(10, 3), bucketKills(10), pageCrashes(10), manyTabs(8, 500)];

await inTemporaryFolder(async (folder) => {
  const { shop, cdn } = await buildFaultPage(folder);
  const html = (await readFile(join(shop, 'index.html'), 'utf8')).replace('{{CDN}}', '/cdn').replace('{{NONCE}}', '');
  const server = await startTappedServer({ '/shop': { html }, '/cdn/': { folder: cdn } });
  const rows: Row[] = [];
  for (const { name, asked, run } of FAULTS) {
    const row = { name, asked, ...(await outcomeOf(run, `${server.origin}/shop`)) };
    printRow(row, console.log);
    rows.push(row);
  }
  await server.close();
  process.exitCode = printCount(rows, console.log) ? 0 : 1;
});

async function outcomeOf(run: Fault['run'], address: string): ReturnType<Fault['run']> {
  try {
    return await run(address);
  } catch (error) {
    return { reached: `it could not be run: ${(error as Error).message}`, passed: false };
  }
}
