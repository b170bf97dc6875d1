import type { WorkerChunks } from './packaged-chunks.js';
import { policyAllows } from './policy-allows.js';
import { linkService, type ServiceLink } from './service-link.js';
import { startWorker } from './start-worker.js';
import { watchViolations } from './violations.js';

export interface LadderOptions {
  /** False = main thread; a string = absolute address of a worker file of the page's own origin, tried first. */
  worker: boolean | string;
  /** Absolute address of `worker.js` beside the script, where that is of the page's own origin. */
  workerBeside?: string;
  chunks: WorkerChunks;
}

/** A worker whose source is at hand starts within milliseconds; a busy phone may take long to come to it. */
const BLOB_HELLO_MS = 3000;
/** A file has to be downloaded first. */
const FILE_HELLO_MS = 8000;

const BLOB = 'blob:';

/**
 * Ways that were refused, by address: a refusal may be logged as a violation of the page's policy, so each way is tried
 * once per page, however many clients it sees.
 */
const refused = new Set<string>();

/**
 * Starts the service in a worker: from the file given, else from source that travels with the script, else from the
 * file beside the script.
 *
 * @param withGpu  Sends the GPU program along; a file fetches it by itself.
 * @returns        Undefined where no worker may start.
 */
export async function startInWorker(options: LadderOptions, withGpu: boolean): Promise<ServiceLink | undefined> {
  const { worker, workerBeside, chunks } = options;
  if (worker === false || typeof Worker !== 'function') return undefined;
  const ways = [...(typeof worker === 'string' ? [worker] : []), BLOB, ...(workerBeside ? [workerBeside] : [])];
  const violations = watchViolations();
  try {
    for (const way of ways) {
      if (refused.has(way)) continue;
      try {
        return await (way === BLOB ? startFromSource(chunks, withGpu) : startWorker(way, FILE_HELLO_MS));
      } catch {
        // Refused, missing or silent: the next way may do, and which one did shows in `device`.
        refused.add(way);
      }
      const others = ways.filter((other) => !refused.has(other));
      if (others.length > 0) await violations.settle();
      for (const other of others)
        if (violations.policies.some((policy) => !policyAllows(policy, other, origin))) refused.add(other);
    }
    return undefined;
  } finally {
    violations.stop();
  }
}

/** Runs the very same program on the page's own thread, behind the same channel. */
export async function startOnMainThread({ chunks }: LadderOptions): Promise<ServiceLink> {
  const { default: startScoring } = await chunks.worker();
  const { port1, port2 } = new MessageChannel();
  startScoring(port1);
  return linkService(port2, false, () => {
    port1.close();
    port2.close();
  });
}

async function startFromSource(chunks: WorkerChunks, withGpu: boolean): Promise<ServiceLink> {
  const programs = await Promise.all([
    // Without the GPU program the service scores on the CPU, and says why.
    ...(withGpu ? [chunks.gpu().catch(() => undefined)] : []),
    chunks.worker(),
  ]);
  const source = programs.map((program) => (program ? `(${program.default})(self);` : ''));
  const address = URL.createObjectURL(new Blob(['"use strict";', ...source], { type: 'text/javascript' }));
  try {
    return await startWorker(address, BLOB_HELLO_MS);
  } finally {
    URL.revokeObjectURL(address);
  }
}
