import { openContainmentFrame } from './containment-frame.js';
import type { WorkerChunks } from './packaged-chunks.js';
import { policyAllows } from './policy-allows.js';
import { linkService, type ServiceLink, type ServicePlace } from './service-link.js';
import { startWorker } from './start-worker.js';
import type { Violations } from './violations.js';

export interface LadderOptions {
  /** Absolute. */
  manifestUrl: string;
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

/** In a frame that lets it fetch nothing but the snapshot; for the page's policy a blob like the other. */
const CONTAINED = 'blob:contained';
const BLOB = 'blob:';

/**
 * Ways that were refused, by address: a refusal may be logged as a violation of the page's policy, so each way is tried
 * once per page, however many clients it sees.
 */
const refused = new Set<string>();

/**
 * Starts the service in a worker: from the file given, else from source that travels with the script, contained if that
 * is possible, else from the file beside the script.
 *
 * @param withGpu  Sends the GPU program along; a file fetches it by itself.
 * @returns        Undefined where no worker may start.
 */
export async function startInWorker(
  options: LadderOptions,
  withGpu: boolean,
  violations: Violations,
): Promise<ServiceLink | undefined> {
  const { worker, workerBeside, chunks } = options;
  if (worker === false || typeof Worker !== 'function') return undefined;
  const ways = [
    ...(typeof worker === 'string' ? [worker] : []),
    CONTAINED,
    BLOB,
    ...(workerBeside ? [workerBeside] : []),
  ];
  const start = async (way: string): Promise<ServiceLink> => {
    if (way === CONTAINED) return startContained(options, withGpu, violations);
    if (way === BLOB) return startFromSource(await sourceOf(chunks, withGpu), 'worker', globalThis);
    return startWorker({ address: way, place: 'worker file', helloMs: FILE_HELLO_MS });
  };
  // Whether a policy has refused what was asked of the network just now is told in a task of its own.
  await new Promise((resolve) => setTimeout(resolve));
  for (const way of ways) {
    if (isForbidden(way, violations)) refused.add(way);
    if (refused.has(way)) continue;
    const { count } = violations;
    try {
      return await start(way);
    } catch {
      // Refused, missing or silent: the next way may do, and which one did shows in `device`.
      refused.add(way);
    }
    if (ways.some((other) => !refused.has(other))) await violations.settle(count);
  }
  return undefined;
}

/** Whether a policy that something else has violated forbids this too. */
const isForbidden = (way: string, { policies }: Violations): boolean =>
  [...policies].some((policy) => !policyAllows(policy, way, origin));

/** Runs the very same program on the page's own thread, behind the same channel. */
export async function startOnMainThread({ chunks }: LadderOptions): Promise<ServiceLink> {
  const { default: startScoring } = await chunks.worker();
  const { port1, port2 } = new MessageChannel();
  startScoring(port1);
  return linkService(port2, 'main thread', () => {
    port1.close();
    port2.close();
  });
}

async function startContained(
  { chunks, manifestUrl }: LadderOptions,
  withGpu: boolean,
  violations: Violations,
): Promise<ServiceLink> {
  const frame = openContainmentFrame(manifestUrl);
  try {
    const [scope, source] = await Promise.all([frame.loaded, sourceOf(chunks, withGpu)]);
    if (isForbidden(CONTAINED, violations)) throw new Error('the policy of the page lets no worker start from a blob');
    violations.watch(scope.document);
    const link = await startFromSource(source, 'contained worker', scope);
    link.ended.catch(() => {
      // A page that takes the frame out would do so with the next one.
      if (!frame.isInPage) refused.add(CONTAINED);
      frame.close();
    });
    return link;
  } catch (error) {
    frame.close();
    throw error;
  }
}

/** Parts of a script that starts the service on the port it is sent. */
async function sourceOf(chunks: WorkerChunks, withGpu: boolean): Promise<string[]> {
  const [gpu, worker] = await Promise.all([
    // Without the GPU program the service scores on the CPU, and says why.
    withGpu ? chunks.gpu().catch(() => undefined) : undefined,
    chunks.worker(),
  ]);
  const start = `addEventListener('message',({ports})=>(${worker.default})(ports[0]),{once:true});`;
  return ['"use strict";', gpu ? `(${gpu.default})(self);` : '', start];
}

/** Answers on a port of the page's own, so that what comes from a worker of a frame are objects of the page. */
async function startFromSource(
  source: string[],
  place: ServicePlace,
  scope: Pick<typeof globalThis, 'Blob' | 'URL' | 'Worker'>,
): Promise<ServiceLink> {
  const address = scope.URL.createObjectURL(new scope.Blob(source, { type: 'text/javascript' }));
  try {
    return await startWorker({ address, place, helloMs: BLOB_HELLO_MS, scope, channel: new MessageChannel() });
  } finally {
    scope.URL.revokeObjectURL(address);
  }
}
