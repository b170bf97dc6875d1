import type { AnyRow, RowOf } from '../all-suites.js';
import type { SuiteName } from '../options.js';

/** What the rows were measured on; figures of two machines never stand side by side. */
export interface Machine {
  cpu: string;
  cores: number;
  browser: string;
  /** What WebGPU computes on. */
  adapter: string;
}

/** What `docs/performance.md` is written from. */
export interface Results {
  machine: Machine;
  rows: AnyRow[];
}

/**
 * Adds what was measured now. A comparison that was measured again is replaced as a whole, since its ratios hold within
 * one run only; rows of another machine go.
 */
export function mergeResults(kept: Results | undefined, measured: Results): Results {
  const isSameMachine = kept !== undefined && JSON.stringify(kept.machine) === JSON.stringify(measured.machine);
  const renewed = new Set(measured.rows.map(comparisonOf));
  const others = isSameMachine ? kept.rows.filter((row) => !renewed.has(comparisonOf(row))) : [];
  return { machine: measured.machine, rows: [...others, ...measured.rows] };
}

/** Names what was measured in one go: one setting of the scan, else a whole suite. */
function comparisonOf(row: AnyRow): string {
  if (row.suite !== 'scan') return row.suite;
  const { suite, n, d, batch, k, data, excluded } = row;
  return [suite, n, d, batch, k, data, excluded].join();
}

export const rowsOf = <S extends SuiteName>({ rows }: Results, suite: S): RowOf<S>[] =>
  rows.filter((row): row is RowOf<S> => row.suite === suite);
