import { type Endpoint, expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ScoringService } from '../../../src/core/scoring-protocol.js';
import {
  createScoringClient,
  type ScoringClient,
  type ScoringClientOptions,
} from '../../../src/worker-client/scoring-client.js';
import startScoring from '../../../workers/scoring.worker.js';
import { encodeManyItems } from '../../support/many-items.js';
import { callOfViewer } from '../../support/scoring-calls.js';
import { type SnapshotServer, startSnapshotServer } from '../../support/snapshot-server.js';
import { encodeTentsAndTeapots } from '../../support/tents-and-teapots.js';

// Node has no browser's Worker, so what is not about its death runs on the last rung: the real service behind a real
// channel.

const DEADLINE_MS = 5000;
let server: SnapshotServer;
let clients: ScoringClient[];
let reported: string[];

beforeEach(async () => {
  // Violations of the page's policy are told there.
  vi.stubGlobal('document', new EventTarget());
  server = await startSnapshotServer(encodeTentsAndTeapots());
  clients = [];
  reported = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(clients.map((client) => client.dispose()));
  vi.unstubAllGlobals();
  await server.close();
});

function createClient(options: Partial<ScoringClientOptions> = {}): ScoringClient {
  const client = createScoringClient({
    manifestUrl: server.manifestUrl,
    device: 'auto',
    worker: true,
    storage: () => 'leave',
    chunks: {
      worker: async () => ({ default: startScoring as (endpoint: object) => void }),
      gpu: () => Promise.reject(new Error('there is no GPU here')),
    },
    onError: ({ code }) => reported.push(code),
    ...options,
  });
  clients.push(client);
  return client;
}

const idsFor = async (client: ScoringClient, ...viewed: string[]) =>
  (await client.recommend(callOfViewer(viewed), DEADLINE_MS))?.[0].items.map(({ id }) => id);

test('answers from the main thread where there is no Worker, and says so', async () => {
  const client = createClient();
  expect(client.device).toMatchObject({ name: 'js', worker: false });
  expect(await idsFor(client, 'item-1')).toEqual(['item-3', 'item-5', 'item-7', 'item-9']);
  expect(client.device.reason).toBe('js: on the main thread, since no worker may start here');
  expect(reported).toEqual(['worker_blocked']);
});

test('tells what it loaded, and the progress', async () => {
  const told: number[][] = [];
  const client = createClient({ onProgress: (loaded, total) => told.push([loaded, total]) });
  const snapshot = await client.ready;
  expect(snapshot).toMatchObject({ items: 20, locale: 'en', currency: 'EUR', version: expect.any(String) });
  expect(client.snapshot).toEqual(snapshot);
  expect(told.at(-1)).toEqual([snapshot?.bytes, snapshot?.bytes]);
});

test('hears no progress of what is loaded already, as that comes through another port than the answer', async () => {
  const told: number[][] = [];
  let goOn: () => void = () => {};
  const late = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const snapshot = { version: '1', builtAt: '', locale: 'en', items: 1, bytes: 100 };
  const service: Pick<ScoringService, 'load'> = {
    async load(_request, listener) {
      await listener.progress(60, 100);
      late.then(() => listener.progress(80, 100)).then(() => listener.progress(100, 100));
      return { snapshot, device: { name: 'js', reason: 'js: as told' }, isStale: false };
    },
  };
  const client = createClient({
    chunks: {
      worker: async () => ({ default: (endpoint: object) => expose(service, endpoint as Endpoint) }),
      gpu: () => Promise.reject(new Error('there is no GPU here')),
    },
    onProgress: (loaded, total) => told.push([loaded, total]),
  });
  expect(await client.ready).toEqual(snapshot);
  expect(told).toEqual([
    [60, 100],
    [100, 100],
  ]);
  goOn();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(told).toHaveLength(2);
  expect(client.isDownloading).toBe(false);
});

test('re-ranks a list to the shopper’s taste', async () => {
  const client = createClient();
  const answer = await client.rerank(
    {
      itemIds: ['item-2', 'item-3', 'item-4', 'item-5'],
      strength: 1,
      shopper: callOfViewer(['item-1']).shopper,
      locale: 'en',
    },
    DEADLINE_MS,
  );
  expect(
    answer
      ?.map(({ from }) => from)
      .slice(0, 2)
      .sort(),
  ).toEqual([1, 3]);
});

test.each([
  [
    'snapshot_unreachable',
    (s: SnapshotServer) => s.break('manifest.json', (response) => void response.writeHead(500).end()),
  ],
  [
    'snapshot_invalid',
    (s: SnapshotServer) => s.break('manifest.json', (response) => void response.end('<!doctype html>')),
  ],
  ['snapshot_invalid', (s: SnapshotServer) => s.break(1, (response) => void response.end('short'))],
])('without a snapshot is ready with nothing, answers nothing, and reports %s once', async (code, breakIt) => {
  breakIt(server);
  const client = createClient({ worker: false });
  expect(await client.ready).toBeUndefined();
  expect(await client.recommend(callOfViewer([]), DEADLINE_MS)).toBeUndefined();
  expect(await client.refresh()).toBe('failed');
  expect(reported).toEqual([code]);
});

test('gets by refresh the snapshot that could not be had at first', async () => {
  const snapshot = encodeTentsAndTeapots();
  server.break('manifest.json', (response) => void response.writeHead(503).end());
  const client = createClient({ worker: false });
  expect(await client.ready).toBeUndefined();
  server.publish(snapshot);
  expect(await client.refresh()).toBe('replaced');
  expect(client.snapshot?.version).toBe(snapshot.manifest.version);
  expect(await idsFor(client, 'item-1')).toHaveLength(4);
});

test('refresh takes a newer snapshot, and asks for the manifest alone when there is none', async () => {
  const client = createClient();
  await client.ready;
  server.requests.length = 0;
  expect(await client.refresh()).toBe('same');
  expect(server.requests).toEqual(['manifest.json']);

  const newer = encodeTentsAndTeapots(' of next year');
  server.publish(newer);
  expect(await client.refresh()).toBe('replaced');
  expect(client.snapshot?.version).toBe(newer.manifest.version);
  const answers = await client.recommend(callOfViewer(['item-1']), DEADLINE_MS);
  expect(answers?.[0].items[0].product.title).toBe('Tent 3 of next year');
});

test('a refresh that fails leaves the snapshot in use', async () => {
  const client = createClient();
  const before = await client.ready;
  server.publish(encodeTentsAndTeapots(' of next year'));
  server.break(2, (response, bytes) => void response.end(bytes.map((byte) => byte ^ 1)));
  expect(await client.refresh()).toBe('failed');
  expect(client.snapshot).toEqual(before);
  const answers = await client.recommend(callOfViewer(['item-1']), DEADLINE_MS);
  expect(answers?.[0].items[0].product.title).toBe('Tent 3');
  expect(reported).toContain('snapshot_invalid');
});

test('refreshes that overlap a release end with that release, however long the first takes', async () => {
  const client = createClient();
  await client.ready;
  const [slow, latest] = [encodeTentsAndTeapots(' of next year'), encodeTentsAndTeapots(' of the year after')];
  const own = slow.files.find(({ name }) => latest.files.every((file) => file.name !== name)) as { name: string };
  server.publish(slow);
  server.break(own.name, (response, bytes) => void setTimeout(() => response.end(bytes), 500));
  const first = client.refresh();
  await expect.poll(() => server.requests).toContain(own.name);
  server.publish(latest);
  expect(await Promise.all([first, client.refresh()])).toEqual(['replaced', 'replaced']);
  expect(client.snapshot?.version).toBe(latest.manifest.version);
  const answers = await client.recommend(callOfViewer(['item-1']), DEADLINE_MS);
  expect(answers?.[0].items[0].product.title).toBe('Tent 3 of the year after');
});

test('a refresh that waits for another one asks nobody after the end', async () => {
  const client = createClient();
  await client.ready;
  server.requests.length = 0;
  server.break('manifest.json', () => {});
  const refreshing = [client.refresh(), client.refresh()];
  await expect.poll(() => server.requests).toHaveLength(1);
  await client.dispose();
  expect(await Promise.all(refreshing)).toEqual(['failed', 'failed']);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(server.requests).toHaveLength(1);
});

test('keeps the deadline of a call while the snapshot is still on its way', async () => {
  server.break(0, () => {});
  const client = createClient({ worker: false });
  const before = performance.now();
  expect(await client.recommend(callOfViewer([]), 50)).toBeUndefined();
  expect(performance.now() - before).toBeLessThan(1000);
});

test('is ready with nothing, and never throws, where its code cannot be loaded', async () => {
  const offline = () => Promise.reject(new Error('offline'));
  const client = createClient({ worker: false, chunks: { worker: offline, gpu: offline } });
  expect(await client.ready).toBeUndefined();
  expect(await client.recommend(callOfViewer([]), DEADLINE_MS)).toBeUndefined();
  expect(reported).toEqual(['worker_blocked']);
});

/** The real service behind a real channel, under the face of a worker. */
class MortalWorker extends EventTarget {
  static latest: MortalWorker;
  /** What it has said since it was last muted. */
  unheard: unknown[] | undefined;
  #channel = new MessageChannel();

  constructor() {
    super();
    MortalWorker.latest = this;
    startScoring(this.#channel.port1);
    this.#channel.port2.onmessage = ({ data }) => {
      if (this.unheard === undefined) this.#say(data);
      else this.unheard.push(data);
    };
  }

  postMessage(message: unknown, transfer: Transferable[]): void {
    this.#channel.port2.postMessage(message, transfer as MessagePort[]);
  }

  terminate(): void {
    this.#channel.port1.close();
    this.#channel.port2.close();
  }

  mute(): void {
    this.unheard = [];
  }

  unmute(): void {
    for (const data of this.unheard ?? []) this.#say(data);
    this.unheard = undefined;
  }

  die(): void {
    this.dispatchEvent(new Event('error', { cancelable: true }));
  }

  #say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

test('gets by refreshes at the same time, after a failed start, one snapshot and one worker, which ends with the client', async () => {
  const living = new Set<MortalWorker>();
  vi.stubGlobal('navigator', {});
  vi.stubGlobal(
    'Worker',
    class extends MortalWorker {
      constructor() {
        super();
        living.add(this);
      }

      override terminate(): void {
        living.delete(this);
        super.terminate();
      }
    },
  );
  server.break('manifest.json', (response) => void response.writeHead(503).end());
  const client = createClient({ worker: 'https://shop.example/worker.js' });
  expect(await client.ready).toBeUndefined();
  server.publish(encodeTentsAndTeapots());
  expect(await Promise.all([client.refresh(), client.refresh()])).toEqual(['replaced', 'same']);
  expect(living.size).toBe(1);
  await client.dispose();
  expect(living.size).toBe(0);
});

test('a refresh that was given up in silence tells what came of it after all', async () => {
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('Worker', MortalWorker);
  const client = createClient({ worker: 'https://shop.example/worker.js' });
  await client.ready;
  const newer = encodeTentsAndTeapots(' of next year');
  server.publish(newer);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  MortalWorker.latest.mute();
  const onLate = vi.fn();
  const refreshing = client.refresh(onLate);
  await expect.poll(() => MortalWorker.latest.unheard).toHaveLength(1);
  vi.advanceTimersByTime(30_000);
  expect(await refreshing).toBe('failed');
  expect(onLate).not.toHaveBeenCalled();
  MortalWorker.latest.unmute();
  await expect.poll(() => onLate.mock.calls).toEqual([['replaced']]);
  expect(client.snapshot?.version).toBe(newer.manifest.version);
});

describe('a worker that dies with no more than the head of its snapshot', () => {
  const clientWithHead = async (): Promise<ScoringClient> => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('Worker', MortalWorker);
    server.publish(encodeManyItems());
    server.break(1, () => {});
    const client = createClient({ worker: 'https://shop.example/worker.js' });
    await client.head;
    server.publish(encodeManyItems());
    return client;
  };

  test('is replaced, and a call made meanwhile is answered by the next one', async () => {
    const client = await clientWithHead();
    MortalWorker.latest.die();
    expect(await idsFor(client)).toHaveLength(4);
    await expect.poll(() => client.snapshot?.items).toBe(3000);
    expect(reported).toEqual([]);
  });

  test('is no obstacle to storing or erasing: neither rejects', async () => {
    const client = await clientWithHead();
    MortalWorker.latest.die();
    await expect(client.storeSnapshot('erase')).resolves.toBeUndefined();
    await expect(client.storeSnapshot('keep')).resolves.toBeUndefined();
    expect(reported).toEqual([]);
  });
});
