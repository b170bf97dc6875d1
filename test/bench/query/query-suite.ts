import { MANIFEST_PATH, madeUpLearnedContent, withServedSnapshot } from '../host/made-up-snapshot.js';
import type { BenchOptions } from '../options.js';
import { quantile } from '../quantiles.js';
import type { BenchRow, Stage } from '../suite.js';
import type { QueryJob, QueryOutcome } from './query-job.js';

/** As many items as Diginetica, a public log of a shop, has. */
const ITEMS = 43_097;
/** As a build has by default. */
const DIM = 96;
const LENGTHS = [1, 2, 3, 5, 8, 13, 20];
const K = 20;
const ROUNDS = 210;

export interface QueryRow extends BenchRow {
  suite: 'query';
  step: 'scan' | 'list';
  n: number;
  d: number;
  k: number;
  rounds: number;
  minMs: number;
  medianMs: number;
  p95Ms: number;
  /** Of minima, and of medians. */
  ratioToScan: number;
  medianRatioToScan: number;
}

/** What a list of learned evidence costs beside the bare scan of all items. */
export async function querySuite(options: BenchOptions, { site, browser, progress }: Stage): Promise<QueryRow[]> {
  const { n: [n] = [options.quick ? 2000 : ITEMS], d: [d] = [DIM], quick } = options;
  const rounds = options.rounds ?? (quick ? 2 * LENGTHS.length : ROUNDS);
  return withServedSnapshot(site, madeUpLearnedContent(n, d), async () => {
    const job = {
      manifestUrl: new URL(MANIFEST_PATH, site.isolated).href,
      itemCount: n,
      lengths: LENGTHS,
      k: K,
      rounds,
    };
    progress(`scan and list, ${n} × ${d}`);
    const times = await browser.runJob<QueryJob, QueryOutcome>('query', job, () => {});
    const at = (step: QueryRow['step'], share: number): number => quantile(times[step], share);
    return (['scan', 'list'] as const).map((step) => ({
      suite: 'query',
      step,
      ...{ n, d, k: K, rounds },
      minMs: rounded(at(step, 0)),
      medianMs: rounded(at(step, 0.5)),
      p95Ms: rounded(at(step, 0.95)),
      ratioToScan: rounded(at(step, 0) / at('scan', 0)),
      medianRatioToScan: rounded(at(step, 0.5) / at('scan', 0.5)),
    }));
  });
}

const rounded = (ms: number): number => Math.round(ms * 100) / 100;
