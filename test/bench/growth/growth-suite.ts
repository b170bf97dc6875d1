import type { BenchOptions } from '../options.js';
import { compareMethods } from '../scan/compare-methods.js';
import type { MethodRow } from '../scan/method-rows.js';
import type { Stage } from '../suite.js';

const SIZES = [1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 2_000_000];

export type GrowthRow = MethodRow & { suite: 'growth' };

/** How a query's time grows with the catalogue: ours on the CPU beside the plain loop. */
export async function growthSuite(options: BenchOptions, stage: Stage): Promise<GrowthRow[]> {
  const { n = options.quick ? SIZES.slice(0, 3) : SIZES, d = [64], batch = [1] } = options;
  const { methods = ['windowshop-wasm', 'windowshop-js', 'plain-js'] } = options;
  const rows: GrowthRow[] = [];
  for (const items of n)
    for (const row of await compareMethods({ ...options, methods }, { n: items, d: d[0], batch: batch[0] }, stage))
      rows.push({ ...row, suite: 'growth' });
  return rows;
}
