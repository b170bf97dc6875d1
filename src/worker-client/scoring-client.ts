import type { Remote } from 'comlink';
import type { ItemId } from '../core/product.js';
import type {
  RecommendAnswer,
  RecommendCall,
  RerankAnswer,
  RerankCall,
  ScoringDevice,
  ScoringService,
  SnapshotStorage,
  SnapshotSummary,
  TasteDescription,
} from '../core/scoring-protocol.js';
import type { Interaction } from '../core/shopper.js';
import { reviveError } from '../core/travelling-error.js';
import { CallPacker } from '../core/travelling-shopper.js';
import { createTurns } from '../core/turns.js';
import { WindowshopError } from '../core/windowshop-error.js';
import { startDeadline } from './deadline.js';
import { eraseSnapshotCopy } from './erase-snapshot-copy.js';
import { type KeeperOptions, ServiceKeeper } from './service-keeper.js';
import { watchAnswer } from './watch-answer.js';

export interface ScoringClientOptions extends Omit<KeeperOptions, 'onError'> {
  /** `worker_blocked`, `device_lost`, `snapshot_unreachable`, `snapshot_invalid`; each at most once. */
  onError: (error: WindowshopError) => void;
}

/**
 * Scoring as the page sees it: it may be slow or missing, but it never throws. A question that is not answered in time,
 * or cannot be, is answered with undefined; the time runs from the call.
 */
export interface ScoringClient {
  /** Settled with the first snapshot, or with undefined when there is none. Never rejects. */
  readonly ready: Promise<SnapshotSummary | undefined>;
  /** The snapshot in use. */
  readonly snapshot: SnapshotSummary | undefined;
  /** Settled when `recommend` can answer from the most popular items; never, where the whole snapshot comes at once. */
  readonly head: Promise<void>;
  /** Bytes of the snapshot are still on their way. */
  readonly isDownloading: boolean;
  /** It is the copy of an earlier visit: the server could not be reached. */
  readonly isStale: boolean;
  readonly device: ScoringDevice & { worker: boolean };
  recommend(call: RecommendCall, deadlineMs: number): Promise<RecommendAnswer[] | undefined>;
  rerank(call: RerankCall, deadlineMs: number): Promise<RerankAnswer[] | undefined>;
  describe(interactions: Interaction[], deadlineMs: number): Promise<TasteDescription | undefined>;
  resolve(references: string[], deadlineMs: number): Promise<(ItemId | null)[] | undefined>;
  /** Keeps the snapshot on the device from now on, or deletes what was kept. Never rejects. */
  storeSnapshot(storage: SnapshotStorage): Promise<void>;
  /**
   * Looks for a newer snapshot, or tries again to get a first one. Each call does so after the one before it has ended.
   *
   * @param onLate  Told of what came of it after all, where it had been given up as `failed`.
   */
  refresh(onLate?: (outcome: RefreshOutcome) => void): Promise<RefreshOutcome>;
  dispose(): Promise<void>;
}

export type RefreshOutcome = 'replaced' | 'same' | 'failed';

/** No call takes this long. */
const STUCK_MS = 15_000;

/** A refresh of which nothing is heard for this long has failed. */
const SILENT_MS = 30_000;

/** Starts scoring at once: in a worker where one may start, else on the main thread. */
export function createScoringClient(options: ScoringClientOptions): ScoringClient {
  const calls = new CallPacker();
  const reported = new Set<string>();
  /** Called when bytes have arrived. */
  const hearers = new Set<() => void>();
  const keeper = new ServiceKeeper({
    ...options,
    onError: report,
    onBytes() {
      for (const hear of hearers) hear();
    },
  });
  const ready = keeper.service().then(() => keeper.snapshot);
  /** Refreshes follow one another: of two at a time the last to end would be in use, however old, and each might start a worker. */
  const inTurn = createTurns();

  return {
    ready,
    get snapshot() {
      return keeper.snapshot;
    },
    get isStale() {
      return keeper.isStale;
    },
    get device() {
      return keeper.device;
    },
    head: keeper.head,
    get isDownloading() {
      return keeper.isDownloading;
    },
    recommend(call, deadlineMs) {
      const packed = calls.pack(call);
      return ask(
        (service) => service.recommend(packed),
        deadlineMs,
        () => keeper.listService(),
      );
    },
    rerank(call, deadlineMs) {
      const packed = calls.pack(call);
      return ask((service) => service.rerank(packed), deadlineMs);
    },
    describe: (interactions, deadlineMs) => ask((service) => service.describe(interactions), deadlineMs),
    resolve: (references, deadlineMs) => ask((service) => service.resolve(references), deadlineMs),

    async storeSnapshot(storage) {
      const link = keeper.running;
      if (link !== undefined && !link.hasEnded) {
        try {
          const told = link.service.storeSnapshot(storage);
          watchAnswer(link, told, STUCK_MS);
          return await Promise.race([told, link.ended]);
        } catch (error) {
          if (!link.hasEnded) return report(error);
        }
      }
      // Without a service nobody holds the files, and the page itself can delete them; the next one asks what to do.
      if (storage === 'erase') await eraseSnapshotCopy();
    },

    async refresh(onLate = () => {}) {
      const refreshing = inTurn(refresh);
      let timer: ReturnType<typeof setTimeout> | undefined;
      let giveUp: () => void = () => {};
      const silent = new Promise<'failed'>((resolve) => {
        giveUp = () => {
          resolve('failed');
          void refreshing.then(onLate);
        };
      });
      const wait = (): void => {
        clearTimeout(timer);
        timer = setTimeout(giveUp, SILENT_MS);
      };
      hearers.add(wait);
      wait();
      try {
        return await Promise.race([refreshing, silent]);
      } finally {
        clearTimeout(timer);
        hearers.delete(wait);
      }
    },

    dispose: () => keeper.close(),
  };

  async function refresh(): Promise<RefreshOutcome> {
    const link = await keeper.service();
    if (link === undefined) {
      await keeper.reopen();
      return keeper.snapshot === undefined ? 'failed' : 'replaced';
    }
    try {
      const loaded = await keeper.hearing(Promise.race([link.service.refresh(), link.ended]));
      if (loaded === undefined) {
        // The server was asked, and has nothing newer than the copy.
        keeper.isStale = false;
        return 'same';
      }
      keeper.takeIntoUse(loaded);
      return 'replaced';
    } catch (error) {
      if (!link.hasEnded) report(error);
      return 'failed';
    }
  }

  /** Asks the service that runs, and the one that takes its place when it dies over the question. */
  async function ask<T>(
    question: (service: Remote<ScoringService>) => Promise<T>,
    deadlineMs: number,
    serviceToAsk = () => keeper.service(),
  ): Promise<T | undefined> {
    const deadline = startDeadline(deadlineMs);
    try {
      for (;;) {
        const link = await Promise.race([serviceToAsk(), deadline.passed]);
        if (link === undefined) return undefined;
        try {
          const answer = question(link.service);
          watchAnswer(link, answer, STUCK_MS);
          return await Promise.race([answer, link.ended, deadline.passed]);
        } catch (error) {
          if (link.hasEnded) continue;
          report(error);
          return undefined;
        }
      }
    } finally {
      deadline.clear();
    }
  }

  function report(error: unknown): void {
    const known = error instanceof WindowshopError ? error : (reviveError(error) ?? unexpected(error));
    if (reported.has(known.code)) return;
    reported.add(known.code);
    options.onError(known);
  }
}

/** An error that nobody foresaw is a mistake of ours; the developer is told through the code for a service in trouble. */
const unexpected = (cause: unknown): WindowshopError =>
  new WindowshopError('worker_blocked', `Scoring failed: ${cause instanceof Error ? cause.message : cause}`, { cause });
