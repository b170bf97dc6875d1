import { MANIFEST_PATH, madeUpContent, withServedSnapshot } from '../host/made-up-snapshot.js';
import type { BenchOptions } from '../options.js';
import { quantile } from '../quantiles.js';
import type { BenchRow, Stage } from '../suite.js';
import type { HistoryJob, HistoryOutcome, HistoryTimes } from './history-job.js';

const LENGTHS = [10, 30, 100, 300, 1000, 3000, 10_000];
const ROUNDS = 50;

export interface HistoryRow extends BenchRow {
  suite: 'history';
  events: number;
  n: number;
  d: number;
  device: string;
  rounds: number;
  /** One event into the log; mean, since the clock's ticks are longer than that. */
  eventMs: number;
  /** The shopper made from the log, and packed and copied as a message to the worker is; medians. */
  shopperMs: number;
  cloneMs: number;
  sentBytes: number;
  recommendMs: number;
  /** From the question to the list: shopper, copy and answer. */
  totalMinMs: number;
  totalMedianMs: number;
  totalP95Ms: number;
}

/** What a list costs after a long history, beside a short one. */
export async function historySuite(options: BenchOptions, { site, browser, progress }: Stage): Promise<HistoryRow[]> {
  const { n: [n] = [10_000], d: [d] = [64], quick } = options;
  const rounds = options.rounds ?? (quick ? 5 : ROUNDS);
  const lengths = quick ? LENGTHS.slice(0, 5) : LENGTHS;
  return withServedSnapshot(site, madeUpContent(n, d), async () => {
    const job = { manifestUrl: new URL(MANIFEST_PATH, site.isolated).href, itemCount: n, lengths, rounds };
    progress(`histories of ${lengths[0]} to ${lengths.at(-1)} events, ${n} × ${d}`);
    const outcome = await browser.runJob<HistoryJob, HistoryOutcome>('history', job, () => {});
    return outcome.times.map((times) => rowOf(times, { n, d, device: outcome.device }));
  });
}

function rowOf({ events, sentBytes, rounds }: HistoryTimes, setting: Pick<HistoryRow, 'n' | 'd' | 'device'>) {
  const totals = rounds.map(({ shopper, clone, recommend }) => shopper + clone + recommend);
  const median = (key: keyof (typeof rounds)[number]): number =>
    rounded(
      quantile(
        rounds.map((round) => round[key]),
        0.5,
      ),
    );
  return {
    suite: 'history' as const,
    events,
    ...setting,
    rounds: rounds.length,
    eventMs: rounded(rounds.reduce((sum, { event }) => sum + event, 0) / rounds.length, 6),
    shopperMs: median('shopper'),
    cloneMs: median('clone'),
    sentBytes,
    recommendMs: median('recommend'),
    totalMinMs: rounded(Math.min(...totals)),
    totalMedianMs: rounded(quantile(totals, 0.5)),
    totalP95Ms: rounded(quantile(totals, 0.95)),
  };
}

const rounded = (ms: number, digits = 4): number => Number(ms.toFixed(digits));
