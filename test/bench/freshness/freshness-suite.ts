import type { Sdk } from '../../../src/index.js';
import { launchChromium } from '../host/bench-browser.js';
import { MANIFEST_PATH, madeUpContent, withServedSnapshot } from '../host/made-up-snapshot.js';
import type { BenchOptions } from '../options.js';
import { quantile } from '../quantiles.js';
import type { BenchRow, Stage } from '../suite.js';

const DIM = 64;
const ROUNDS = 100;

export interface FreshnessRow extends BenchRow {
  suite: 'freshness';
  device: string;
  n: number;
  d: number;
  rounds: number;
  recordP50Ms: number;
  recordP95Ms: number;
  recommendP50Ms: number;
  recommendP95Ms: number;
  tookP50Ms: number;
  tookP95Ms: number;
  firstMs: number;
}

/**
 * How long after an event a shopper sees its effect, in a real page: IndexedDB, worker and scoring included.
 *
 * Per round one `view_item` of an item not viewed before: `record` is the time until the event is acknowledged,
 * `recommend` the time from there to the changed list, `tookMs` what the result says of itself.
 */
export async function freshnessSuite(options: BenchOptions, stage: Stage): Promise<FreshnessRow[]> {
  const { n = options.quick ? [1500] : [1500, 10_000, 100_000], d = [DIM] } = options;
  const { rounds = options.quick ? 10 : ROUNDS } = options;
  const rows: FreshnessRow[] = [];
  for (const items of n) {
    stage.progress(`freshness at ${items} × ${d[0]}`);
    rows.push(await measure(items, d[0], rounds, stage));
  }
  return rows;
}

async function measure(n: number, d: number, rounds: number, { site }: Stage): Promise<FreshnessRow> {
  return withServedSnapshot(site, madeUpContent(n, d), async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(site.shop);
      const measured = await page.evaluate(runRounds, { rounds, itemCount: n, manifest: MANIFEST_PATH });
      const of = (key: 'record' | 'recommend' | 'took', share: number): number =>
        round(
          quantile(
            measured.rounds.map((values) => values[key]),
            share,
          ),
        );
      return {
        suite: 'freshness',
        device: measured.device,
        n,
        d,
        rounds,
        recordP50Ms: of('record', 0.5),
        recordP95Ms: of('record', 0.95),
        recommendP50Ms: of('recommend', 0.5),
        recommendP95Ms: of('recommend', 0.95),
        tookP50Ms: of('took', 0.5),
        tookP95Ms: of('took', 0.95),
        firstMs: round(measured.firstMs),
      };
    } finally {
      await browser.close();
    }
  });
}

/** Runs inside the page. `firstMs` is the time from `init` to the first list, snapshot download included. */
async function runRounds({ rounds, itemCount, manifest }: { rounds: number; itemCount: number; manifest: string }) {
  const { init } = (await import(`${location.origin}/ws/index.js`)) as typeof import('../../../src/index.js');
  const started = performance.now();
  const sdk: Sdk = init({
    snapshot: manifest,
    consent: { personalization_storage: 'granted' },
    capture: false,
    retention: { maxEvents: 100_000 },
  });
  await sdk.recommend({ limit: 10, strategy: 'for-you', timeout: 60_000 });
  const firstMs = performance.now() - started;
  const measured: { record: number; recommend: number; took: number }[] = [];
  let before = '';
  for (let i = 0; i < rounds; i++) {
    const item_id = `item-${(i * 37) % itemCount}`;
    const recording = performance.now();
    await sdk.record('view_item', { items: [{ item_id }] });
    const recorded = performance.now();
    const { items, tookMs } = await sdk.recommend({ limit: 10, strategy: 'for-you', dedupe: false });
    const answered = performance.now();
    const list = items.map((item) => `${item.id}:${item.score}`).join();
    if (list === before) throw new Error(`round ${i}: the list did not change after the event`);
    before = list;
    measured.push({ record: recorded - recording, recommend: answered - recorded, took: tookMs });
  }
  return { firstMs, rounds: measured, device: sdk.device.name };
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
