import { type Endpoint, proxy, wrap } from 'comlink';
import type { ScoringService } from '../../../src/core/scoring-protocol.js';
import { CallPacker } from '../../../src/core/travelling-shopper.js';
import { downloadManifest } from '../../../src/network/download-manifest.js';
import { callOfViewer, silentListener } from '../../support/scoring-calls.js';
import type { JobMessage } from '../browser/answer-job.js';
import type { StartJob } from './start-job.js';

export interface ColdStart {
  method: string;
  n: number;
  d: number;
  manifestUrl: string;
  rowsUrl: string;
  /** It needs the manifest. */
  readsSnapshot: boolean;
  /** Of scorers. */
  workerUrl: string;
}

const LIMIT = 10;
const VIEWED = ['item-1', 'item-2', 'item-3'];

/** Starts one method and asks it for one list. Milliseconds from the start of its worker; of `windowshop`, of its import. */
export async function coldStart({ method, ...job }: ColdStart): Promise<number> {
  const started = performance.now();
  if (method === 'windowshop') await startSdk(job.manifestUrl);
  else if (method === 'windowshop-worker') await startService(job.manifestUrl);
  else await startPeer(job);
  return performance.now() - started;
}

/** The worker as it is published, for pages that host it themselves. */
async function startService(manifestUrl: string): Promise<void> {
  const service = wrap<ScoringService>(new Worker('/ws/worker.js') as Endpoint);
  const manifest = await downloadManifest(manifestUrl, false);
  const listener = proxy(silentListener);
  const loaded = await service.load({ manifestUrl, manifest, device: 'wasm', storage: 'keep', gpuLosses: 0 }, listener);
  if (loaded === 'wants_gpu' || loaded.device.name !== 'wasm')
    throw new Error(loaded === 'wants_gpu' ? loaded : loaded.device.reason);
  const [{ items }] = await service.recommend(new CallPacker().pack(callOfViewer(VIEWED, LIMIT)));
  expectList(items.length);
}

/** The whole SDK, its database and the page's own thread included. */
async function startSdk(snapshot: string): Promise<void> {
  const { init } = (await import(
    /* @vite-ignore */ `${location.origin}/ws/index.js`
  )) as typeof import('../../../src/index.js');
  const sdk = init({ snapshot, capture: false, consent: { personalization_storage: 'granted' } });
  for (const item_id of VIEWED) void sdk.record('view_item', { items: [{ item_id }] });
  const { items } = await sdk.recommend({ strategy: 'for-you', limit: LIMIT, timeout: 60_000 });
  expectList(items.length);
}

async function startPeer({ readsSnapshot, workerUrl, ...job }: Omit<ColdStart, 'method'>): Promise<void> {
  const worker = new Worker(workerUrl, { type: 'module' });
  const answer = new Promise<ArrayLike<number>>((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }: MessageEvent<JobMessage<ArrayLike<number>>>) => {
      if ('outcome' in data) resolve(data.outcome);
      else if ('error' in data) reject(new Error(data.error));
    };
  });
  // As the SDK does, while its worker starts.
  const manifest = readsSnapshot ? { manifest: await downloadManifest(job.manifestUrl, false) } : {};
  worker.postMessage({ ...job, ...manifest, k: LIMIT } satisfies StartJob);
  const items = await answer;
  expectList(items.length);
}

function expectList(length: number): void {
  if (length !== LIMIT) throw new Error(`${length} items instead of ${LIMIT}`);
}
