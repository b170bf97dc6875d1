import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright';
import type { EncodedSnapshot } from '../../../src/core/snapshot/snapshot-content.js';
import { encodeInMemory } from '../../support/snapshot-in-memory.js';
import { openProfile } from '../host/bench-browser.js';
import { MANIFEST_PATH, madeUpContent, withServedSnapshot } from '../host/made-up-snapshot.js';
import type { BenchOptions } from '../options.js';
import { quantile } from '../quantiles.js';
import type { BenchRow, Stage } from '../suite.js';
import type { ColdStart } from './cold-start.page.js';
import { measureMemory } from './measure-memory.js';
import { reasonOf } from './reason-of.js';

/**
 * What starts: what nothing that answers from a worker can be faster than, a worker that only answers, and one that only
 * fetches the vectors that a manifest names; the scorers, which fetch vectors and answer one query; the published worker with its whole snapshot; and
 * `windowshop`, all of it, from `init()` in the page.
 */
const STARTS = [
  'empty-worker',
  'fetching-worker',
  'windowshop-wasm',
  'tfjs-wasm',
  'tfjs-webgpu',
  'plain-js',
  'windowshop-worker',
  'windowshop',
] as const;
type StartName = (typeof STARTS)[number];

const RUNS = 7;
const QUICK_RUNS = 2;

/** A second snapshot, of so many times the items, tells what of the memory grows with it. */
const LARGER = 10;

/** How long a visit lasts after the first list. */
const STAY_MS = 500;

/** The rows in float32, for those that do not read snapshots. */
const ROWS_FILE = 'rows.f32';

interface StartRow extends BenchRow {
  suite: 'cold-start';
  method: StartName;
  /** Into a profile that knows nothing, or by a page opened later in the same one. */
  visit: 'first' | 'second';
  n: number;
  d: number;
  runs: number;
  minMs: number;
  medianMs: number;
}

type NotStartedRow = Pick<StartRow, 'suite' | 'method' | 'n' | 'd'> & { notRun: string };

export type ColdStartRow = StartRow | NotStartedRow | Awaited<ReturnType<typeof measureMemory>>[number];

/**
 * From the start of a worker to the first answer, everything it fetches included, each time in a browser of its own that
 * has never seen the page; and the memory that scoring takes.
 */
export async function coldStartSuite(options: BenchOptions, stage: Stage): Promise<ColdStartRow[]> {
  const { n: [n] = [10_000], d: [d] = [64], quick } = options;
  const runs = options.rounds ?? (quick ? QUICK_RUNS : RUNS);
  const content = madeUpContent(n, d);
  const snapshot = encodeInMemory(content);
  const rows = await withServedSnapshot(
    stage.site,
    snapshot,
    async () => {
      const times = new Map<StartName, { first: number[]; second: number[] }>();
      const notRun = new Map<StartName, string>();
      // In turns, so that noise hits all alike.
      for (let run = 1; run <= runs; run++)
        for (const method of STARTS) {
          if (notRun.has(method)) continue;
          stage.progress(`cold start ${run} of ${runs}: ${method}`);
          try {
            const visits = await visitTwice(method, { n, d }, stage);
            const all = times.get(method) ?? { first: [], second: [] };
            all.first.push(visits.first);
            all.second.push(visits.second);
            times.set(method, all);
          } catch (error) {
            notRun.set(method, reasonOf(error));
            stage.progress(`${method}: not run, ${reasonOf(error)}`);
          }
        }
      const starts = STARTS.flatMap((method): (StartRow | NotStartedRow)[] => {
        const why = notRun.get(method);
        const measured = times.get(method);
        if (why !== undefined || measured === undefined)
          return [{ suite: 'cold-start', method, n, d, notRun: why ?? 'not tried' }];
        return (['first', 'second'] as const).map((visit) => ({
          suite: 'cold-start',
          method,
          visit,
          n,
          d,
          runs,
          minMs: rounded(Math.min(...measured[visit])),
          medianMs: rounded(quantile(measured[visit], 0.5)),
        }));
      });
      return [...starts, ...(await measureMemory({ n, d, snapshotBytes: sizeOf(snapshot) }, stage))];
    },
    (folder) => writeFile(join(folder, ROWS_FILE), content.embeddings),
  );
  if (quick) return rows;
  const large = encodeInMemory(madeUpContent(n * LARGER, d));
  return withServedSnapshot(stage.site, large, async () => [
    ...rows,
    ...(await measureMemory({ n: n * LARGER, d, snapshotBytes: sizeOf(large) }, stage)),
  ]);
}

const sizeOf = ({ files }: EncodedSnapshot): number => files.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** One browser, two pages: a visit, and a later one that finds what the first has left. */
async function visitTwice(method: StartName, size: { n: number; d: number }, stage: Stage) {
  const profile = await mkdtemp(join(tmpdir(), 'windowshop-profile-'));
  const context = await openProfile(profile);
  try {
    const first = await visit(context, method, size, stage);
    const second = await visit(context, method, size, stage);
    return { first, second };
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

async function visit(context: BrowserContext, method: StartName, size: { n: number; d: number }, { site }: Stage) {
  const order: ColdStart = {
    method,
    ...size,
    manifestUrl: new URL(MANIFEST_PATH, site.shop).href,
    rowsUrl: new URL(ROWS_FILE, new URL(MANIFEST_PATH, site.shop)).href,
    readsSnapshot: method === 'windowshop-wasm' || method === 'fetching-worker',
    workerUrl: isScorer(method) ? await site.addressOf(`start-${method}`) : '',
  };
  const address = await site.addressOf('cold-start');
  const page = await context.newPage();
  try {
    await page.goto(site.shop);
    const ms = await page.evaluate(startInPage, { address, order });
    // What is kept for the next visit is kept once the first list is there.
    await page.waitForTimeout(STAY_MS);
    return ms;
  } finally {
    await page.close();
  }
}

/** Runs inside the page: a function without outside references. */
async function startInPage({ address, order }: { address: string; order: ColdStart }): Promise<number> {
  const { coldStart } = (await import(address)) as typeof import('./cold-start.page.js');
  return coldStart(order);
}

const isScorer = (method: StartName): method is Exclude<StartName, 'windowshop' | 'windowshop-worker'> =>
  method !== 'windowshop' && method !== 'windowshop-worker';

const rounded = (ms: number): number => Math.round(ms * 10) / 10;
