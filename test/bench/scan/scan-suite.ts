import type { BenchOptions } from '../options.js';
import type { Stage } from '../suite.js';
import { compareMethods } from './compare-methods.js';
import type { MethodRow } from './method-rows.js';

export type ScanRow = MethodRow & { suite: 'scan' };

/** All methods against each other, for every combination of N, D and batch. */
export async function scanSuite(options: BenchOptions, stage: Stage): Promise<ScanRow[]> {
  const { n = [options.quick ? 2000 : 100_000], d = [64], batch = [1] } = options;
  const rows: ScanRow[] = [];
  for (const items of n)
    for (const dim of d)
      for (const size of batch)
        for (const row of await compareMethods(options, { n: items, d: dim, batch: size }, stage))
          rows.push({ ...row, suite: 'scan' });
  return rows;
}
