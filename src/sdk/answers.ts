import type { RecommendRequest, RecommendResult, Reranked, RerankOptions, SnapshotInfo } from '../api/sdk.js';
import { seededRandom } from '../core/random.js';
import type { SnapshotStorage } from '../core/scoring-protocol.js';
import type { JourneyStore } from '../journey/journey-store.js';
import { packagedChunks } from '../worker-client/packaged-chunks.js';
import {
  createScoringClient,
  type RefreshOutcome,
  type ScoringClient,
  type ScoringClientOptions,
} from '../worker-client/scoring-client.js';
import { createAnswering } from './answering.js';
import type { CurrentPage, EventSource } from './current-page.js';
import type { ErrorReport } from './error-reports.js';
import { FallbackShelf } from './fallback-shelf.js';
import type { RecordShown } from './list-result.js';
import { Lists } from './lists.js';
import type { GivenOptions } from './read-options.js';
import { rerank } from './rerank.js';
import { ShownItems } from './shown-items.js';
import { Site, type SiteOptions } from './site.js';
import { UnknownItems } from './unknown-items.js';

export interface AnswersOptions {
  options: GivenOptions;
  /** Absolute. */
  manifestUrl: string;
  /** As in the options; an address is absolute. */
  worker: boolean | string;
  journey: JourneyStore;
  /** Whether the snapshot may be kept on the device, as consent is now. */
  storage: () => SnapshotStorage;
  page: CurrentPage;
  /** Settled when questions can be answered as well as they ever will be. */
  ready: Promise<unknown>;
  /** Aborted at the end of the SDK. */
  ended: AbortSignal;
  now: () => number;
  record: RecordShown;
  onProgress: (loaded: number, total: number) => void;
  /** A newer snapshot came into use after {@link Answers.refresh} had failed. */
  onUpdated: () => void;
  onError: ErrorReport;
}

/** All that answers questions, as a chunk of its own: what records must be there first, and is small. */
export interface Answers {
  /** The first snapshot is in use, or known not to come. */
  readonly loaded: Promise<boolean>;
  readonly client: ScoringClient;
  snapshotInfo(): SnapshotInfo | undefined;
  recommend(requests: readonly RecommendRequest[], source: EventSource, calledAt: number): Promise<RecommendResult[]>;
  rerank<T>(entries: readonly T[], options: RerankOptions<T>): Promise<Reranked<T>[]>;
  /** Looks for a newer snapshot; after `failed` the one in use, if any, is stale. */
  refresh(): Promise<RefreshOutcome>;
  update(changes: SiteOptions): void;
  /** Another page: what the one before has shown is gone. */
  openPage(): void;
  dispose(): Promise<void>;
}

export function createAnswers(given: AnswersOptions): Answers {
  const { options, manifestUrl, worker, journey, storage, page, now, record, onProgress, onUpdated, onError } = given;
  const client = createScoringClient({
    ...{ manifestUrl, worker, storage, onProgress, onError },
    ...workerBeside(),
    device: options.device ?? 'auto',
    trust: options.trust,
    chunks: packagedChunks,
  });
  const site = new Site(() => client.snapshot?.locale, onError);
  site.update(options);
  const shown = new ShownItems();
  const shelf = new FallbackShelf();
  const fillShelf = (): void => void shelf.fill(client, site.locale, now());
  void client.head.then(fillShelf);
  const answer = createAnswering(given);
  const unknownItems = new UnknownItems();
  let isStale = false;
  const lists = new Lists({
    ...{ client, journey, page, site, shown, shelf, answer, record, now },
    live: options.live,
    seed: options.seed,
    random: options.seed === undefined ? Math.random : seededRandom(options.seed),
    onLiveError: (error) => onError(error, 'config_invalid', 'live'),
  });

  return {
    loaded: client.ready.then((loaded) => {
      if (loaded !== undefined) fillShelf();
      return loaded !== undefined;
    }),
    client,
    snapshotInfo() {
      if (!client.snapshot) return undefined;
      const { version, builtAt, locale, items, bytes } = client.snapshot;
      return { version, builtAt, locale, items, bytes, stale: isStale || client.isStale };
    },
    async recommend(requests, source, calledAt) {
      const results = await lists.recommend(requests, source, calledAt);
      // Nobody waits for it, and only who debugs wants it: a product may be newer than the snapshot.
      if (options.debug) {
        const named = requests.flatMap(({ itemId = page.context.itemId ?? [] }) => itemId);
        void unknownItems.tell(named, client, onError);
      }
      return results;
    },
    rerank: (entries, request) =>
      rerank(entries, request, (asked, signals) =>
        answer(
          (left) => client.rerank({ ...asked, shopper: journey.shopperAt(now()), locale: site.locale }, left.ms()),
          { signals },
        ),
      ),
    async refresh() {
      const outcome = await client.refresh((late) => {
        settle(late);
        if (late === 'replaced') onUpdated();
      });
      settle(outcome);
      return outcome;
    },
    update(changes) {
      const { locale } = site;
      site.update(changes);
      if (client.snapshot && site.locale !== locale) fillShelf();
    },
    openPage: () => shown.clear(),
    dispose: () => client.dispose(),
  };

  function settle(outcome: RefreshOutcome): void {
    isStale = outcome === 'failed';
    if (outcome === 'replaced') fillShelf();
  }
}

// In two steps: bundlers take `new URL('…', import.meta.url)` for a file of the source tree.
const SCRIPT_URL = import.meta.url;

/** The worker's file beside this script, which only serves pages of the same origin. */
function workerBeside(): Pick<ScoringClientOptions, 'workerBeside'> {
  // A bundler may have put the script into a blob, beside which nothing stands.
  if (!/^https?:/.test(SCRIPT_URL)) return {};
  const beside = new URL(SCRIPT_URL.includes('/chunks/') ? '../worker.js' : 'worker.js', SCRIPT_URL);
  return beside.origin === location.origin ? { workerBeside: beside.href } : {};
}
