import { PageLostError } from '../host/bench-browser.js';
import { readLoopProgram } from '../host/read-loop-program.js';
import type { BenchOptions } from '../options.js';
import type { Stage } from '../suite.js';
import { INDEXES, MANY_ITEMS, METHOD_NAMES, type MethodName } from './method-names.js';
import { type MethodRow, methodRows } from './method-rows.js';
import type { NotRun, ScanJob, ScanOutcome, Timing } from './scan-job.js';

const ROUNDS = 100;
const QUICK_ROUNDS = 5;

/**
 * One comparison, in one worker. A method under which the page dies is a row less for the others, not the end.
 */
export async function compareMethods(
  options: BenchOptions,
  size: Pick<ScanJob, 'n' | 'd' | 'batch'>,
  { browser, progress, fail }: Stage,
): Promise<MethodRow[]> {
  const methods = options.methods ?? METHOD_NAMES;
  const notRun = new Map<MethodName, string>();
  for (const method of methods)
    if (options.methods === undefined && INDEXES.includes(method) && size.n > MANY_ITEMS)
      notRun.set(method, `only when asked for with --methods: builds an index of ${size.n} items one by one`);

  const { k, excluded, data, rounds = options.quick ? QUICK_ROUNDS : ROUNDS } = options;
  const readLoop = size.batch === 1 && methods.includes('windowshop-wasm') ? await readLoopProgram() : undefined;
  for (;;) {
    const job: ScanJob = {
      ...size,
      k,
      excluded,
      data,
      rounds,
      methods: methods.filter((method) => !notRun.has(method)),
      ...(readLoop ? { readLoop } : {}),
    };
    try {
      const outcome = await browser.runJob<ScanJob, ScanOutcome>('scan', job, progress);
      for (const result of outcome.results)
        if ('isWrong' in result) fail(`${result.method} at ${size.n} × ${size.d}: ${result.notRun}`);
      const results = methods.map((method): Timing | NotRun => {
        const why = notRun.get(method);
        return why === undefined
          ? (outcome.results.find((result) => result.method === method) as Timing | NotRun)
          : { method, notRun: why };
      });
      return methodRows(job, { ...outcome, results });
    } catch (error) {
      // The others are measured without the one under which the page died.
      const culprit = error instanceof PageLostError && methods.find((method) => method === error.at);
      if (!culprit) throw error;
      progress(`${culprit}: ${(error as Error).message}; once more without it`);
      notRun.set(culprit, (error as Error).message);
    }
  }
}
