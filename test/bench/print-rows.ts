import { Console } from 'node:console';
import type { BenchRow } from './suite.js';

/** One table per suite, on stderr: stdout belongs to JSON. */
export function printRows(rows: readonly BenchRow[]): void {
  const { table, log } = new Console(process.stderr);
  for (const suite of new Set(rows.map((row) => row.suite))) {
    log(suite);
    const cells = rows.filter((row) => row.suite === suite).map(({ suite: _, ...columns }) => columns);
    const columns = [...new Set(cells.flatMap(Object.keys))];
    // Sentences last.
    table(cells, [...columns.filter((name) => name !== 'notRun'), ...columns.filter((name) => name === 'notRun')]);
  }
}
