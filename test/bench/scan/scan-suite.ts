import type { BenchOptions } from '../options.js';
import type { Stage } from '../suite.js';
import { compareMethods } from './compare-methods.js';
import type { MethodRow } from './method-rows.js';

export type ScanRow = MethodRow & { suite: 'scan' };

/** All methods against each other, for every combination of N, D and batch. */
export async function scanSuite(options: BenchOptions, stage: Stage): Promise<ScanRow[]> {
  const { n, d, batch } = { ...defaultSizes(options), ...options };
  const rows: ScanRow[] = [];
  for (const items of n)
    for (const dim of d)
      for (const size of batch)
        for (const row of await compareMethods(options, { n: items, d: dim, batch: size }, stage))
          rows.push({ ...row, suite: 'scan' });
  return rows;
}

/** The document shows small, usual and large catalogues; a run without further words just the usual one. */
function defaultSizes({ docs, quick }: BenchOptions): Required<Pick<BenchOptions, 'n' | 'd' | 'batch'>> {
  if (quick) return { n: [2000], d: [64], batch: docs ? [1, 8] : [1] };
  return docs
    ? { n: [10_000, 100_000, 1_000_000], d: [64, 128], batch: [1, 8] }
    : { n: [100_000], d: [64], batch: [1] };
}
