import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { launchChromium } from '../host/bench-browser.js';
import type { BenchSite } from '../host/bench-site.js';
import { MANIFEST_PATH } from '../host/made-up-snapshot.js';
import { quantile } from '../quantiles.js';
import type { BenchRow, Stage } from '../suite.js';
import { reasonOf } from './reason-of.js';
import { type Held, watchWorker } from './watch-worker.js';

const METHODS = ['windowshop-worker'] as const;

const RUNS = 3;
const SETTLE_MS = 1000;

type StatusField = 'VmHWM' | 'VmRSS';

type Taken = Pick<MemoryRow, 'peakBytes' | 'settledBytes' | 'heldPeakBytes' | 'heldSettledBytes'>;

export interface MemoryRow extends BenchRow {
  suite: 'cold-start';
  method: (typeof METHODS)[number];
  n: number;
  d: number;
  /** All files of the snapshot. */
  snapshotBytes: number;
  /**
   * By how much the resident memory of the page's process, worker and program code included, exceeded at most what it
   * was before; median. The browser's own count, `measureUserAgentSpecificMemory`, leaves out a worker's buffers.
   */
  peakBytes: number;
  /** The same a second after the first list. */
  settledBytes: number;
  /** What the worker itself holds, see `watch-worker.ts`: at most, largest of all runs; and a second after the first list. */
  heldPeakBytes: number;
  heldSettledBytes: number;
}

type NotMeasuredRow = Pick<MemoryRow, 'suite' | 'method' | 'n' | 'd'> & { notRun: string };

/** The memory it takes to load a snapshot into a worker and to answer once. */
export async function measureMemory(
  size: { n: number; d: number; snapshotBytes: number },
  stage: Stage,
): Promise<(MemoryRow | NotMeasuredRow)[]> {
  const rows: (MemoryRow | NotMeasuredRow)[] = [];
  for (const method of METHODS) {
    stage.progress(`memory: ${method}`);
    try {
      const runs: Taken[] = [];
      for (let run = 0; run < RUNS; run++) runs.push(await measureOnce(method, size, stage));
      const median = (key: keyof Taken): number =>
        quantile(
          runs.map((taken) => taken[key]),
          0.5,
        );
      rows.push({
        suite: 'cold-start',
        method,
        ...size,
        peakBytes: median('peakBytes'),
        settledBytes: median('settledBytes'),
        heldPeakBytes: Math.max(...runs.map(({ heldPeakBytes }) => heldPeakBytes)),
        heldSettledBytes: median('heldSettledBytes'),
      });
    } catch (error) {
      rows.push({ suite: 'cold-start', method, n: size.n, d: size.d, notRun: reasonOf(error) });
    }
  }
  return rows;
}

/** In two browsers: asking a worker takes memory itself. */
async function measureOnce(method: string, size: { n: number; d: number }, stage: Stage): Promise<Taken> {
  const grown = await measureGrowth(method, size, stage);
  const held = await measureHeld(method, size, stage);
  return { ...grown, heldPeakBytes: held.peak, heldSettledBytes: held.last };
}

async function measureHeld(method: string, size: { n: number; d: number }, { site }: Stage): Promise<Held> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(site.shop);
    const stopWatching = await watchWorker(page);
    await start(page, method, size, site);
    await page.waitForTimeout(SETTLE_MS);
    return await stopWatching();
  } finally {
    await browser.close();
  }
}

async function measureGrowth(method: string, size: { n: number; d: number }, { site }: Stage) {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(site.shop);
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    const before = await Promise.all(renderers.map(resetPeak));
    await start(page, method, size, site);
    await page.waitForTimeout(SETTLE_MS);
    // Of several processes the page's is the one that grew.
    const growthOf = async (field: StatusField): Promise<number> =>
      Math.max(...(await Promise.all(renderers.map(async (pid, i) => (await statusBytes(pid, field)) - before[i]))));
    return { peakBytes: await growthOf('VmHWM'), settledBytes: await growthOf('VmRSS') };
  } finally {
    await browser.close();
  }
}

async function start(page: Page, method: string, { n, d }: { n: number; d: number }, site: BenchSite): Promise<void> {
  const manifestUrl = new URL(MANIFEST_PATH, site.shop).href;
  await page.evaluate(startInPage, {
    address: await site.addressOf('cold-start'),
    order: { method, n, d, manifestUrl, rowsUrl: '', readsSnapshot: false, workerUrl: '' },
  });
}

/** Makes the system count the peak from now on. Returns what is resident now. */
async function resetPeak(pid: number): Promise<number> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
  return statusBytes(pid, 'VmRSS');
}

/** @throws Error on systems other than Linux. */
async function statusBytes(pid: number, field: StatusField): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
}

/** Runs inside the page. */
async function startInPage({ address, order }: { address: string; order: object }): Promise<void> {
  const { coldStart } = (await import(address)) as typeof import('./cold-start.page.js');
  await coldStart(order as Parameters<typeof coldStart>[0]);
}
