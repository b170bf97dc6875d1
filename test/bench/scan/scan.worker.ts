import { answerJob, type TellProgress } from '../browser/answer-job.js';
import { batchesOf, checkAnswers, WrongAnswerError } from './check-answers.js';
import type { PrepareMethod, Search } from './method.js';
import type { MethodName } from './method-names.js';
import { createReadLoop } from './read-loop.js';
import { type Contender, runRotation } from './rotation.js';
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
    const checked = await checkAnswers(search, batches, data, progress);
    const { buildMs } = search;
    return {
      method,
      search,
      ...checked,
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

let reportedMs = 0;

/** Says from time to time, not at every turn, that the rotation is alive, and who is at work. */
function reportTurn(method: MethodName, progress: TellProgress): void {
  if (performance.now() - reportedMs < REPORT_MS) return;
  reportedMs = performance.now();
  progress(`timing ${method}`, method);
}

function toTiming({ method, roundsMs, recall, unroundedRecall, prepareMs, firstMs, buildMs }: Prepared): Timing {
  return {
    method,
    roundsMs,
    recall,
    unroundedRecall,
    prepareMs,
    firstMs,
    ...(buildMs === undefined ? {} : { buildMs }),
  };
}
