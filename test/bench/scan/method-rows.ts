import type { DataKind } from '../options.js';
import { quantile } from '../quantiles.js';
import type { MethodName } from './method-names.js';
import type { NotRun, ScanJob, ScanOutcome, Timing } from './scan-job.js';

interface Setting {
  method: MethodName;
  n: number;
  d: number;
  batch: number;
  k: number;
}

interface TimedRow extends Setting {
  minMs: number;
  medianMs: number;
  p95Ms: number;
  recall: number;
  /** Minimum of plain JavaScript / minimum of this method: above 1 this method is faster. Null without the baseline. */
  ratioToPlainJs: number | null;
  ratioToTfjsWebgpu: number | null;
  /** Share of what would be the true top K had the rows not been rounded to codes. */
  unroundedRecall: number;
  rounds: number;
  prepareMs: number;
  firstMs: number;
  buildMs?: number;
  /** Bytes of codes a second, in 10^9, of one query at its best. */
  bandwidthGBs?: number;
  /** A loop that reads the same bytes and does nothing with them, at its best. */
  readMs?: number;
  /** `minMs / readMs`: 1 would be as fast as memory can be read. */
  ratioToRead?: number;
}

type NotRunRow = Setting & { notRun: string };

/** One method in one comparison. */
export type MethodRow = (TimedRow | NotRunRow) & { data: DataKind; excluded: number };

/** The rows of one comparison, in the order in which the methods were asked for. */
export function methodRows(job: ScanJob, { results, codeBytes, readRoundsMs }: ScanOutcome): MethodRow[] {
  const bestOf = (name: MethodName): number | undefined => {
    const timing = results.find(({ method }) => method === name);
    return timing && isTiming(timing) ? minimum(timing.roundsMs) : undefined;
  };
  const plainJs = bestOf('plain-js');
  const tfjsWebgpu = bestOf('tfjs-webgpu');
  const { n, d, batch, k, data, excluded } = job;
  return results.map((result) => {
    const setting = { method: result.method, n, d, batch, k };
    const origin = { data, excluded };
    if (!isTiming(result)) return { ...setting, notRun: result.notRun, ...origin };
    const { roundsMs, recall, unroundedRecall, prepareMs, firstMs, buildMs } = result;
    const minMs = minimum(roundsMs);
    const readMs = readRoundsMs && minimum(readRoundsMs);
    return {
      ...setting,
      minMs: rounded(minMs, 4),
      medianMs: rounded(quantile(roundsMs, 0.5), 4),
      p95Ms: rounded(quantile(roundsMs, 0.95), 4),
      recall: rounded(recall, 4),
      ratioToPlainJs: ratio(plainJs, minMs),
      ratioToTfjsWebgpu: ratio(tfjsWebgpu, minMs),
      unroundedRecall: rounded(unroundedRecall, 4),
      rounds: roundsMs.length,
      prepareMs: rounded(prepareMs, 1),
      firstMs: rounded(firstMs, 2),
      ...(buildMs === undefined ? {} : { buildMs: rounded(buildMs, 0) }),
      ...(readMs === undefined || result.method !== 'windowshop-wasm'
        ? {}
        : {
            bandwidthGBs: rounded(codeBytes / minMs / 1e6, 2),
            readMs: rounded(readMs, 4),
            ratioToRead: rounded(minMs / readMs, 2),
          }),
      ...origin,
    };
  });
}

export const isTimed = <Row extends MethodRow>(row: Row): row is Extract<Row, TimedRow> => 'minMs' in row;

const isTiming = (result: Timing | NotRun): result is Timing => 'roundsMs' in result;

const minimum = (values: readonly number[]): number => values.reduce((least, value) => Math.min(least, value));

const ratio = (baselineMs: number | undefined, minMs: number): number | null =>
  baselineMs === undefined ? null : rounded(baselineMs / minMs, 2);

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
