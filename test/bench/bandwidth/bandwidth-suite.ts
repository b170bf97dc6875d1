import type { BenchOptions } from '../options.js';
import { compareMethods } from '../scan/compare-methods.js';
import { isTimed } from '../scan/method-rows.js';
import type { BenchRow, Stage } from '../suite.js';

const SIZES = [10_000, 100_000, 1_000_000];

interface Size {
  n: number;
  d: number;
}

export type BandwidthRow = BenchRow & { suite: 'bandwidth' } & Size &
  (
    | {
        /** A whole query, selection and exact order included. */
        queryMs: number;
        queryGBs: number;
        /** A loop that loads every 16 bytes of the same codes. */
        readMs: number;
        readGBs: number;
        /** `queryMs / readMs` */
        ratioToRead: number;
      }
    | { notRun: string }
  );

/** How near one query comes to the speed at which the same bytes can be read at all. */
export async function bandwidthSuite(options: BenchOptions, stage: Stage): Promise<BandwidthRow[]> {
  const { n = options.quick ? SIZES.slice(0, 1) : SIZES, d = [64, 128] } = options;
  const rows: BandwidthRow[] = [];
  for (const items of n)
    for (const dim of d) {
      const size = { n: items, d: dim };
      const [row] = await compareMethods({ ...options, methods: ['windowshop-wasm'] }, { ...size, batch: 1 }, stage);
      rows.push({ suite: 'bandwidth', ...size, ...speedsOf(row) });
    }
  return rows;
}

function speedsOf(row: Awaited<ReturnType<typeof compareMethods>>[number]) {
  if (!isTimed(row)) return { notRun: row.notRun };
  const { minMs, readMs = Number.NaN, ratioToRead = Number.NaN, bandwidthGBs = Number.NaN } = row;
  const readGBs = Number((bandwidthGBs * ratioToRead).toFixed(1));
  return { queryMs: minMs, queryGBs: bandwidthGBs, readMs, readGBs, ratioToRead };
}
