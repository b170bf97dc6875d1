import type { PageContext } from './page-context.js';
import type { ItemId } from './product.js';
import type { RankedItem, Reason, RecommendQuery, ResultSource } from './recommendation.js';
import type { Rules } from './rules.js';
import type { Interaction, Shopper } from './shopper.js';
import type { Trust } from './snapshot/trust.js';
import type { Travelling } from './travelling-shopper.js';

/**
 * What crosses between the page and the worker: one typed interface over Comlink. Everything here survives
 * structured cloning; errors travel as `travelling-error.ts` says, because Comlink keeps only name, message and stack.
 */
export interface ScoringService {
  /** Answers at once: proof that the worker runs. */
  hello(): 'windowshop';
  /**
   * Holds a Web Lock of this name for as long as the worker lives, so that the page learns of its end at once.
   *
   * @returns  True once the lock is held; false where there are none (plain http).
   */
  holdLock(name: string): Promise<boolean>;
  /**
   * Downloads, verifies and takes a snapshot into use.
   *
   * @returns  `wants_gpu` before anything but the manifest is downloaded: the service asks to be started again together
   *           with the GPU chunk.
   * @throws {WindowshopError} `snapshot_unreachable`, `snapshot_invalid`
   */
  load(request: LoadRequest, listener: ServiceListener): Promise<LoadedSnapshot | 'wants_gpu'>;
  /**
   * Looks for a newer snapshot at the same address; undefined when there is none. One call at a time, after the load.
   *
   * @throws {WindowshopError} `snapshot_unreachable`, `snapshot_invalid`; the snapshot in use stays.
   */
  refresh(): Promise<LoadedSnapshot | undefined>;
  /**
   * Whether the snapshot may be kept on the device: `keep` does so now, `erase` deletes what was kept, `leave` touches
   * nothing.
   */
  storeSnapshot(storage: SnapshotStorage): Promise<void>;
  /** All lists of a page in one pass; answers in the order of the queries. */
  recommend(call: Travelling<RecommendCall>): Promise<RecommendAnswer[]>;
  rerank(call: Travelling<RerankCall>): Promise<RerankAnswer[]>;
  /** What a shopper's interactions say about taste, in the catalogue's words. */
  describe(interactions: Interaction[]): Promise<TasteDescription>;
  /** Catalogue ids for ids, group ids or addresses, in order; null = unknown. */
  resolve(references: string[]): (ItemId | null)[];
  dispose(): void;
}

/** What the service tells of its own accord. */
export interface ServiceListener {
  /** Bytes of the snapshot that have arrived, and all there are. */
  progress(loaded: number, total: number): void;
  /** `recommend` can answer from the most popular items; the whole snapshot is still on its way. */
  headLoaded(): void;
  /** The first of the page's keys that has signed a message; undefined when none has. */
  signerOf(message: Uint8Array<ArrayBuffer>, signatures: Uint8Array<ArrayBuffer>): Promise<string | undefined>;
  /** What is served was not taken; a packed error. What was taken on an earlier visit is in use. */
  refused(error: unknown): void;
  /** Another device scores from now on. */
  deviceChanged(change: DeviceChange): void;
}

export type DeviceName = 'webgpu' | 'wasm' | 'js';

/** What scores, and why that one, in a sentence for developers. */
export interface ScoringDevice {
  name: DeviceName;
  reason: string;
}

export interface DeviceChange {
  device: ScoringDevice;
  /** The one that failed; the call over which it did was already answered by the new one. Absent: a better one was found. */
  lost?: DeviceName;
}

/** What may become of a snapshot on the device, see {@link ScoringService.storeSnapshot}. */
export type SnapshotStorage = 'keep' | 'leave' | 'erase';

/** A manifest as it came over the network. */
export interface ServedManifest {
  bytes: Uint8Array<ArrayBuffer>;
  /** Of these bytes, one after the other; absent where nobody asked for them. */
  signatures?: Uint8Array<ArrayBuffer>;
}

export interface LoadRequest {
  /** Absolute address of `manifest.json`. */
  manifestUrl: string;
  /** What is served there now, where the page could get it; `refused` where its policy lets nobody ask for it. */
  manifest?: ServedManifest | 'refused' | undefined;
  /** Undefined = whatever is served is taken. */
  trust?: Trust | undefined;
  device: 'auto' | DeviceName;
  storage: SnapshotStorage;
  /** How often a GPU was lost on this page, in this worker and those before it. */
  gpuLosses: number;
}

export interface SnapshotSummary {
  version: string;
  builtAt: string;
  locale: string;
  currency?: string;
  items: number;
  /** Size of all files that are loaded, in bytes. */
  bytes: number;
}

export interface LoadedSnapshot {
  snapshot: SnapshotSummary;
  device: ScoringDevice;
  /** The server could not be reached: this is the copy of an earlier visit. */
  isStale: boolean;
}

/** A query with every default filled in and the rules of site, placement and request merged. */
export interface ResolvedQuery extends RecommendQuery {
  limit: number;
  rules: Rules;
  /** Items of earlier results of the same page that must not be shown again. */
  shownIds: ItemId[];
  /** What the list has shown so far: `more()` asks for what comes next. */
  before: ItemId[];
}

export interface RecommendCall {
  queries: ResolvedQuery[];
  shopper: Shopper;
  page: PageContext;
  /** BCP 47 */
  locale: string;
  /** Makes exploration repeatable. */
  seed: number;
}

export interface RecommendAnswer {
  items: RankedItem[];
  source: ResultSource;
}

export interface RerankCall {
  /** Ids in the order of the shop's own list. */
  itemIds: ItemId[];
  /** 0 = keep the order … 1 = the shopper's taste alone. */
  strength: number;
  shopper: Shopper;
  locale: string;
}

export interface RerankAnswer {
  /** Position in the list passed in. */
  from: number;
  score: number;
  reasons: Reason[];
}

export interface TasteDescription {
  /** Strongest first; weights 0…1. */
  tastes: { field: 'brand' | 'category'; value: string; weight: number }[];
  /** Quartiles of the prices looked at. */
  price?: { low: number; middle: number; high: number; currency: string };
}
