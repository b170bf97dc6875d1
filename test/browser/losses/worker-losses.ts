import { inject } from 'vitest';
import type { RecommendAnswer } from '../../../src/core/scoring-protocol.js';
import type { ScoringClient } from '../../../src/worker-client/scoring-client.js';
import { callOfViewer } from '../../support/scoring-calls.js';
import { fetchNoEmbeddings, openPage, preceded } from '../client-pages.js';
import type { ClientPage } from '../worker-client-page.js';
import type { LossPoint } from './loss-point.js';

const DEADLINE_MS = 10_000;
const WORKS_AGAIN = /^wasm: /;

/** One page for all, as one shopper has one page: each round starts workers of its own. */
let opened: Promise<ClientPage> | undefined;

interface Running {
  client: ScoringClient;
  ask(): Promise<RecommendAnswer[] | undefined>;
  kill(): void;
  /** The worker that runs now. */
  worker(): Worker;
}

interface Options {
  next?: RegExp;
  create?: (page: ClientPage, kill: () => void) => Parameters<ClientPage['create']>[0];
}

/** A worker that ends over a call. */
const ended = (
  title: string,
  askWhileEnding: (running: Running) => Promise<RecommendAnswer[] | undefined>,
  { create = () => ({}), next = WORKS_AGAIN }: Options = {},
): LossPoint => ({
  title: `worker: ${title}`,
  async lose(round) {
    opened ??= openPage();
    const page = await opened;
    const call = callOfViewer([`item-${1 + 2 * (round % 10)}`], 1 + (round % 8));
    const before = page.workers.length;
    const worker = (): Worker => page.workers[page.workers.length - 1];
    const kill = (): void => {
      if (page.workers.length === before + 1) worker().terminate();
    };
    const options = { manifestUrl: inject('manifestUrl'), ...create(page, kill) };
    const { client, reported } = page.create(options);
    const answer = await askWhileEnding({ client, ask: () => client.recommend(call, DEADLINE_MS), kill, worker });
    const { device } = client;
    await client.dispose();
    if (page.workers.length !== before + 2) throw new Error(`${page.workers.length - before} workers were started`);

    // The same call to a worker that lives.
    const { client: unharmed } = page.create({ ...options, onProgress: () => {} });
    const right = await unharmed.recommend(call, DEADLINE_MS);
    await unharmed.dispose();
    return {
      told: { answer, lost: [...reported, ...page.uncaught] },
      right: { answer: right, lost: [] },
      device,
      next,
    };
  },
});

/** Throws when told to, outside any call. */
function throwWhenTold(scope: Worker): void {
  scope.addEventListener('message', (event) => {
    if (event.data !== 'throw') return;
    event.stopImmediatePropagation();
    throw new RangeError('out of memory');
  });
}

export const workerLosses: LossPoint[] = [
  ended('it is terminated before the call', async ({ client, ask, kill }) => {
    await client.ready;
    kill();
    return ask();
  }),
  ended('it is terminated as soon as the call is posted', async ({ client, ask, kill }) => {
    await client.ready;
    const answer = ask();
    // The call leaves within the microtasks of this turn.
    await Promise.resolve();
    kill();
    return answer;
  }),
  ended('it is terminated over its download', ({ ask }) => ask(), { create: (_, kill) => ({ onProgress: kill }) }),
  ended(
    'it is terminated between the head of its snapshot and the rest',
    async ({ client, ask, kill }) => {
      await client.head;
      const answer = ask();
      kill();
      return answer;
    },
    {
      next: /^js: until the whole snapshot is here$/,
      create: (page) => ({
        manifestUrl: inject('largeManifestUrl'),
        chunks: { ...page.chunks, worker: () => preceded(page.chunks.worker(), fetchNoEmbeddings) },
      }),
    },
  ),
  ended(
    'it throws outside the call',
    async ({ client, ask, worker }) => {
      await client.ready;
      worker().postMessage('throw');
      return ask();
    },
    { create: (page) => ({ chunks: { ...page.chunks, worker: () => preceded(page.chunks.worker(), throwWhenTold) } }) },
  ),
];
