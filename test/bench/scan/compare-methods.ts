import { PageLostError } from '../host/bench-browser.js';
import { readLoopProgram } from '../host/read-loop-program.js';
import { type BenchOptions, refuseFewItems } from '../options.js';
import type { Stage } from '../suite.js';
import { INDEXES, MANY_ITEMS, METHOD_NAMES, type MethodName } from './method-names.js';
import { type MethodRow, methodRows } from './method-rows.js';
import { refuseLarge } from './needed-memory.js';
import type { NotRun, ScanJob, ScanOutcome, Timing } from './scan-job.js';

const ROUNDS = 200;
const QUICK_ROUNDS = 5;

/**
 * One comparison, in one worker. A method under which the page dies is a row less for the others, not the end.
 *
 * @throws {UsageError} when there are fewer items than are asked for and excluded.
 */
export async function compareMethods(
  options: BenchOptions,
  size: Pick<ScanJob, 'n' | 'd' | 'batch'>,
  { browser, progress, fail }: Stage,
): Promise<MethodRow[]> {
  refuseFewItems(size.n, options);
  const methods = options.methods ?? METHOD_NAMES;
  const notRun = new Map<MethodName, string>();
  for (const method of methods) {
    const why = refuseLarge(method, size.n, size.d) ?? refuseUnasked(method, size.n, options);
    if (why !== undefined) notRun.set(method, why);
  }

  const { k, excluded, data, rounds = options.quick ? QUICK_ROUNDS : ROUNDS } = options;
  const readLoop = size.batch === 1 && methods.includes('windowshop-wasm') ? await readLoopProgram() : undefined;
  const job = { ...size, k, excluded, data, rounds, ...(readLoop ? { readLoop } : {}) };
  let outcome: ScanOutcome = { results: [], codeBytes: 0 };
  for (;;) {
    const running = methods.filter((method) => !notRun.has(method));
    if (running.length === 0) break;
    try {
      outcome = await browser.runJob<ScanJob, ScanOutcome>('scan', { ...job, methods: running }, progress);
      break;
    } catch (error) {
      // The others are measured without the one under which the page died.
      const culprit = error instanceof PageLostError && methods.find((method) => method === error.at);
      if (!culprit) throw error;
      progress(`${culprit}: ${(error as Error).message}; once more without it`);
      notRun.set(culprit, (error as Error).message);
    }
  }
  for (const result of outcome.results)
    if ('isWrong' in result) fail(`${result.method} at ${size.n} × ${size.d}: ${result.notRun}`);
  const results = methods.map(
    (method): Timing | NotRun =>
      outcome.results.find((result) => result.method === method) ?? { method, notRun: notRun.get(method) ?? '' },
  );
  return methodRows({ ...job, methods: [...methods] }, { ...outcome, results });
}

function refuseUnasked(method: MethodName, n: number, { methods }: BenchOptions): string | undefined {
  if (methods !== undefined || !INDEXES.includes(method) || n <= MANY_ITEMS) return undefined;
  return `only when asked for with --methods: builds an index of ${n} items one by one`;
}
