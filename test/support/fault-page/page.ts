/**
 * The hooks by which a harness breaks windowshop from outside, `window.__ws_test`. They go through the SDK as a shop has
 * it; only to learn that the second copy is written, and what the profile counts, they listen to the journal behind it.
 * No part of the package.
 */
import { type EventItem, init, type Sdk } from '../../../src/index.js';
import { Checkpoints } from '../../../src/journey/checkpoints.js';
import { JourneyStore } from '../../../src/journey/journey-store.js';
import type { ServicePlace } from '../../../src/worker-client/service-link.js';
import { createCpuTwin } from './cpu-twin.js';
import { listenToRefusals } from './refusals.js';

interface Batch {
  writer: string;
  /** Number of the first event. */
  from: number;
  bodies: string[];
}

interface Step {
  type: 'view' | 'search' | 'cart' | 'buy';
  item?: number;
  text?: string;
  /** Seconds. */
  dwell?: number;
}

/** No list is given up before whoever drives the page gives it up. */
const QUERY_MS = 10_000;
/** An SDK that is ready with the most popular items alone has its snapshot, or none, by then. */
const WHOLE_MS = 10_000;

const options = new URLSearchParams(location.search);

// The wipe that a harness forces is one of the default storage.
if (options.has('no-bucket')) Object.defineProperty(navigator, 'storageBuckets', { value: undefined });

const { journey, checkpoints } = listenToJournal();
const lastRefusal = listenToRefusals();
const keys = [document.querySelector<HTMLElement>('[data-ws-trust]')?.dataset.wsTrust as string];
let isLossDetected = false;
let itemId = 'item-1';

let manifestUrl = options.get('snapshot') ?? new URL('snapshot/manifest.json', import.meta.url).href;
let isWhole: Promise<void>;
let sdk = start();
const cpuTwin = createCpuTwin(manifestUrl, journey);

function start(): Sdk {
  const started = init({
    snapshot: manifestUrl,
    // A software adapter is taken only by those who ask for a GPU.
    device: options.has('softgpu') ? 'webgpu' : 'auto',
    worker: workerOption(options.get('worker')),
    capture: false,
    consent: { personalization_storage: 'granted', analytics_storage: 'granted' },
    retention: { maxEvents: 100_000 },
    trust: { keys, minVersion: 1 },
  });
  started.on('error', ({ message }) => {
    if (message.includes('lost the stored history')) isLossDetected = true;
  });
  isWhole = new Promise((resolve) => {
    started.on('snapshot', ({ status }) => {
      if (status === 'ready' || status === 'failed') resolve();
    });
  });
  return started;
}

/** On a busy machine the SDK is ready before its snapshot is, as on a slow network; what is asked here is about the whole. */
async function settled(): Promise<void> {
  await sdk.ready;
  await Promise.race([isWhole, new Promise((resolve) => setTimeout(resolve, WHOLE_MS))]);
}

/** `off` or an address; null = by itself. */
function workerOption(given: string | null): boolean | string {
  return given === 'off' ? false : (given ?? true);
}

export type FaultHooks = typeof hooks;

const hooks = {
  async ready() {
    await settled();
    const { persistence } = await sdk.profile.get();
    return {
      engine: placeOf(sdk.device),
      storage: persistence,
      snapshot: sdk.snapshot.info()?.version ?? 'none',
      compute: sdk.device.name,
    };
  },

  /** Resolves once the events stand in the journal and count in the second copy. */
  async append(_count: number, { writer, from, bodies }: Batch) {
    await Promise.all(
      bodies.map((body, i) =>
        sdk.record('select_item', { items: [{ item_id: writer, item_name: body, index: from + i }] }),
      ),
    );
    if (journey().facts().persistence === 'memory') throw new Error('these events are held in memory only');
    await checkpoints().write();
    return from + bodies.length;
  },

  async readAll() {
    await journey().recheck();
    const { events } = JSON.parse(await (await sdk.profile.export()).text());
    return (events as { params: { items: [EventItem] } }[]).map(({ params: { items } }) => {
      const [{ item_id: writer, index: seq = -1, item_name: body = '' }] = items;
      return { writer, seq, body };
    });
  },

  async status() {
    await sdk.ready;
    await journey().recheck();
    const { interactions } = journey().shopperAt(Date.now());
    return {
      lossDetected: isLossDetected,
      profile: Object.fromEntries(interactions.map(({ itemId, count }) => [itemId, count])) as Record<string, number>,
    };
  },

  /**
   * What is like the item seen last: all embeddings are scanned for it.
   *
   * @param given  `via: 'cpu'` has the CPU answer where a GPU is in use.
   */
  async query(limit: number, given?: { via?: 'cpu' }) {
    await settled();
    const isOnGpu = (): boolean => sdk.device.name === 'webgpu';
    const scorer = given?.via === 'cpu' && isOnGpu() ? cpuTwin : sdk;
    const { items } = await scorer.recommend({ strategy: 'similar', itemId, limit, timeout: QUERY_MS });
    return {
      ids: items.map(({ id }) => Number(id.replace('item-', ''))),
      scores: items.map(({ score }) => score),
      via: scorer === sdk && isOnGpu() ? 'gpu' : 'cpu',
    };
  },

  async act(steps: Step[]) {
    for (const { type, item = 0, text = '', dwell } of steps) {
      const item_id = `item-${item}`;
      if (type !== 'search') itemId = item_id;
      const items = [{ item_id }];
      if (type === 'search') await sdk.record('search', { search_term: text });
      if (type === 'view') await sdk.record('view_item', { items });
      if (type === 'cart') await sdk.record('add_to_cart', { items });
      if (type === 'buy') await sdk.record('purchase', { transaction_id: crypto.randomUUID(), items });
      if (dwell !== undefined) await sdk.record('dwell', { item_id, ms: 1000 * dwell });
    }
    return steps.length;
  },

  /** Looks for a newer snapshot; one of another folder is for an SDK that begins anew, as after a shop has moved. */
  async update(baseUrl: string) {
    const address = `${baseUrl}/manifest.json`;
    if (address === manifestUrl) await sdk.snapshot.refresh();
    else {
      await sdk.destroy();
      manifestUrl = address;
      sdk = start();
      await settled();
    }
    const info = sdk.snapshot.info();
    const id = info?.version ?? null;
    return info?.stale === false ? { outcome: 'active', id } : { outcome: 'refused', id, code: lastRefusal() };
  },

  async snapshotId() {
    await settled();
    return sdk.snapshot.info()?.version ?? null;
  },
};

Object.assign(window, { __ws_test: hooks });

/** Where scoring runs, in the words of `ServicePlace`. */
function placeOf({ worker, reason }: Sdk['device']): ServicePlace {
  if (!worker) return 'main thread';
  if (reason.includes('the policy of its file')) return 'worker file';
  return reason.includes('cannot be contained') ? 'worker' : 'contained worker';
}

/** The journal that `init` makes, and what follows it with checkpoints, as soon as they show themselves. */
function listenToJournal(): { journey: () => JourneyStore; checkpoints: () => Checkpoints } {
  let store: JourneyStore | undefined;
  let copies: Checkpoints | undefined;
  const { keepIn } = JourneyStore.prototype;
  JourneyStore.prototype.keepIn = function (place) {
    store = this;
    return keepIn.call(this, place);
  };
  const { due } = Checkpoints.prototype;
  Checkpoints.prototype.due = function () {
    copies = this;
    due.call(this);
  };
  return { journey: () => store as JourneyStore, checkpoints: () => copies as Checkpoints };
}
