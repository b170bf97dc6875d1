import { answerJob, type TellProgress } from '../browser/answer-job.js';
import { type Batch, LONGEST_ROW_MS, NotRunError, type PrepareMethod, type Search } from './method.js';
import type { MethodName } from './method-names.js';
import { createReadLoop } from './read-loop.js';
import { type Contender, FEWEST_ROUNDS, runRotation } from './rotation.js';
import { makeScanData, type ScanData } from './scan-data.js';
import type { NotRun, ScanJob, ScanOutcome, Timing } from './scan-job.js';

const METHODS: Record<MethodName, () => Promise<{ prepare: PrepareMethod }>> = {
  'windowshop-wasm': () => import('./methods/windowshop-wasm.js'),
  'windowshop-webgpu': () => import('./methods/windowshop-webgpu.js'),
  'windowshop-js': () => import('./methods/windowshop-js.js'),
  'tfjs-webgpu': () => import('./methods/tfjs-webgpu.js'),
  'tfjs-wasm': () => import('./methods/tfjs-wasm.js'),
  'onnxruntime-wasm': () => import('./methods/onnxruntime-wasm.js'),
  'hnswlib-wasm': () => import('./methods/hnswlib-wasm.js'),
  orama: () => import('./methods/orama.js'),
  'plain-js': () => import('./methods/plain-js.js'),
};

const REPORT_MS = 5000;

/** A method that has answered all queries once. */
type Prepared = Timing & Contender & { search: Search };

/** An answer that no method may give, as opposed to a method that cannot run. */
class WrongAnswerError extends Error {}

answerJob<ScanJob, ScanOutcome>(async (job, progress) => {
  progress(`making ${job.n} × ${job.d} rows`);
  const data = makeScanData(job);
  const prepared: Prepared[] = [];
  const notRun: NotRun[] = [];
  for (const method of job.methods) {
    try {
      progress(`preparing ${method}`, method);
      const ready = await prepareMethod(method, data, job, progress);
      progress(`${method}: ready in ${ready.prepareMs.toFixed(0)} ms, recall ${ready.recall.toFixed(4)}`);
      prepared.push(ready);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const isWrong = error instanceof WrongAnswerError;
      progress(`${method}: ${isWrong ? 'FAILED' : 'not run'}, ${reason}`);
      notRun.push({ method, notRun: reason, ...(isWrong ? { isWrong } : {}) });
    }
  }
  const readRoundsMs: number[] = [];
  const readLoop = job.readLoop && createReadLoop(Uint8Array.from(job.readLoop), data.embeddings.codes);
  progress('timing', '');
  await runRotation(
    [...prepared, ...(readLoop ? [{ run: async () => readLoop(), roundsMs: readRoundsMs }] : [])],
    job.rounds,
  );
  for (const { search } of prepared) search.dispose();
  return {
    results: job.methods.map((method) => {
      const timed = prepared.find((candidate) => candidate.method === method);
      return timed ? toTiming(timed) : (notRun.find((candidate) => candidate.method === method) as NotRun);
    }),
    codeBytes: data.embeddings.codes.byteLength,
    ...(readLoop ? { readRoundsMs } : {}),
  };
});

async function prepareMethod(
  method: MethodName,
  data: ScanData,
  { batch: batchSize }: ScanJob,
  progress: TellProgress,
): Promise<Prepared> {
  const started = performance.now();
  const { prepare } = await METHODS[method]();
  const search = await prepare(data, (text) => progress(`${method}: ${text}`));
  const prepareMs = performance.now() - started;
  try {
    const batches = batchesOf(data.queries, batchSize);
    const { recall, firstMs } = await checkAnswers(search, batches, data, progress);
    const { buildMs } = search;
    return {
      method,
      search,
      recall,
      firstMs,
      prepareMs,
      ...(buildMs === undefined ? {} : { buildMs }),
      roundsMs: [],
      async enter() {
        reportTurn(method, progress);
        await search.enter?.();
      },
      run: (round) => search.answer(batches[round % batches.length]),
    };
  } catch (error) {
    search.dispose();
    throw error;
  }
}

/** Consecutive queries, as many batches as it takes for every query to be asked; the last may begin again from the first. */
function batchesOf(queries: readonly Float32Array[], size: number): Batch[] {
  return Array.from({ length: Math.ceil(queries.length / size) }, (_, b) => {
    const chosen = Array.from({ length: size }, (_, i) => queries[(b * size + i) % queries.length]);
    const stacked = new Float32Array(size * queries[0].length);
    for (const [i, query] of chosen.entries()) stacked.set(query, i * query.length);
    return { queries: chosen, stacked };
  });
}

/** Asks every query once. An excluded item, or one that stands in an answer twice, is a failure whatever the recall. */
async function checkAnswers(
  search: Search,
  batches: readonly Batch[],
  { queries, truth, excluded, k }: ScanData,
  progress: TellProgress,
): Promise<{ recall: number; firstMs: number }> {
  let firstMs = 0;
  let found = 0;
  let wanted = 0;
  for (const [b, batch] of batches.entries()) {
    await search.enter?.();
    const started = performance.now();
    const answers = await search.answer(batch);
    const ms = performance.now() - started;
    if (b === 0) firstMs = ms;
    // The first call compiles; from the second on, where there is one, the time is what the others will take.
    if (b === Math.min(1, batches.length - 1)) refuseSlow(ms, batches.length - b + FEWEST_ROUNDS);
    if (ms > 5000) progress(`answered batch ${b + 1} of ${batches.length}`);
    for (const [i, items] of answers.entries()) {
      const right = truth[queries.indexOf(batch.queries[i])];
      const distinct = new Set(Array.from(items, Number));
      if (distinct.size < items.length) throw new WrongAnswerError('an answer holds an item twice');
      if (distinct.size > k) throw new WrongAnswerError(`an answer holds ${distinct.size} items instead of ${k}`);
      for (const item of distinct) {
        if (excluded.has(item)) throw new WrongAnswerError(`answered with item ${item}, which is excluded`);
        if (right.has(item)) found++;
      }
      wanted += right.size;
    }
  }
  return { recall: found / wanted, firstMs };
}

function refuseSlow(callMs: number, callsLeft: number): void {
  if (callMs * callsLeft > LONGEST_ROW_MS)
    throw new NotRunError(`a call takes ${(callMs / 1000).toFixed(1)} s, the row would take over three minutes`);
}

let reportedMs = 0;

/** Says from time to time, not at every turn, that the rotation is alive, and who is at work. */
function reportTurn(method: MethodName, progress: TellProgress): void {
  if (performance.now() - reportedMs < REPORT_MS) return;
  reportedMs = performance.now();
  progress(`timing ${method}`, method);
}

function toTiming({ method, roundsMs, recall, prepareMs, firstMs, buildMs }: Prepared): Timing {
  return { method, roundsMs, recall, prepareMs, firstMs, ...(buildMs === undefined ? {} : { buildMs }) };
}
