import type { EventMap, EventName } from '../core/journey-event.js';
import type { ItemId, Product } from '../core/product.js';
import type { RankedItem, Reason, RecommendQuery, ResultSource } from '../core/recommendation.js';
import type { NamedRule } from '../core/rules.js';
import type { DeviceName } from '../core/scoring-protocol.js';
import type { WindowshopError } from '../core/windowshop-error.js';

// The programming interface of the package root. Units: durations are milliseconds unless the name says otherwise,
// moments are ISO 8601 strings, prices are decimal amounts in `currency` (ISO 4217), ranks and positions start at 0,
// and every share lies in 0…1. A wrong argument is answered with a TypeError or RangeError that names it; attributes
// and JSON configuration fall back to the default with a warning instead. Literal unions may grow in a minor version.

// ── recommend ───────────────────────────────────────────────────────────────────────────────────────────────────────

export interface RecommendRequest extends RecommendQuery {
  /** After this many ms the fallback is returned instead: counted from the call. Default 1000, counted from the moment
   *  the SDK is ready, since calls made before that wait their turn. */
  timeout?: number;
  signal?: AbortSignal;
}

export interface RecommendResult {
  /** Put it on events as `result_id`; carries no information about the shopper. */
  resultId: string;
  items: RankedItem[];
  /** What the list rests on: the shopper's journey, the page alone, or the fallback. */
  source: ResultSource;
  placement?: string;
  /** Heading of the placement in the current locale. */
  title?: string;
  tookMs: number;
  /** Records `view_item_list`. Call once the list is visible; further calls do nothing. */
  viewed(): void;
  /** Records `select_item` for a click. */
  selected(id: ItemId): void;
  /** The next items of the same list, without repeats. */
  more(limit?: number): Promise<RecommendResult>;
}

export interface RerankOptions<T> {
  /** Reads the item id of an entry. */
  id: (entry: T) => ItemId;
  /** The search that produced the list. Taken for what is to come; this version does not score it. */
  query?: string;
  /** 0 = keep the order … 1 = the shopper's taste alone. Default 0.5. */
  strength?: number;
  signal?: AbortSignal;
}

/** Entries unknown to the snapshot keep their place. Nothing is added or left out. */
export interface Reranked<T> {
  entry: T;
  score: number;
  /** Position in the list passed in. */
  from: number;
  reasons: Reason[];
}

// ── profile ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Taste {
  field: 'brand' | 'category';
  value: string;
}

/** What the device knows, in words that a shopper can read. */
export interface Profile {
  events: number;
  firstSeen?: string;
  lastSeen?: string;
  paused: boolean;
  /** Where the journey is kept; `memory` ends with the page. */
  persistence: 'indexeddb' | 'memory';
  /** Strongest first; `weight` 0…1. */
  tastes: (Taste & { weight: number })[];
  /** Quartiles of the prices looked at. */
  price?: { low: number; middle: number; high: number; currency: string };
  /** Latest first. */
  recent: ItemId[];
  cart: { itemId: ItemId; quantity: number }[];
  wishlist: ItemId[];
  owned: ItemId[];
  dismissed: ItemId[];
}

export interface ProfileApi {
  get(): Promise<Profile>;
  /** Everything stored, as one JSON file. */
  export(): Promise<Blob>;
  /** Default `merge`. @throws {WindowshopError} `profile_invalid`, leaving the profile as it was. */
  import(file: Blob | string, mode?: 'merge' | 'replace'): Promise<Profile>;
  /** Deletes everything stored on this device. */
  clear(): Promise<void>;
  /** Record nothing until {@link ProfileApi.resume}, also after a reload; the profile stays in use. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

// ── consent ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type ConsentState = 'granted' | 'denied' | 'unknown';

/** Google Consent Mode names. */
export interface Consent {
  /** granted: kept in IndexedDB. unknown: memory only. denied: nothing recorded, what was stored is deleted. */
  personalization_storage: ConsentState;
  /** Local counters; nothing is counted yet. */
  analytics_storage: ConsentState;
}

export interface ConsentApi {
  get(): Consent;
  /** Outranks every signal found on the page. */
  set(change: Partial<Consent>): Promise<void>;
}

// ── snapshot ────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface SnapshotInfo {
  version: string;
  builtAt: string;
  locale: string;
  items: number;
  /** Size of all files that are loaded, in bytes. */
  bytes: number;
  /** True when the last look for a newer one failed. */
  stale: boolean;
}

export interface SnapshotApi {
  /** Undefined until one is loaded. */
  info(): SnapshotInfo | undefined;
  /** Looks for a newer one. True = replaced. */
  refresh(): Promise<boolean>;
}

// ── lifecycle ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** What merchandisers edit. Plain JSON; may live in a file of its own (`data-ws-config`). */
export interface SiteConfig {
  placements?: Record<
    string,
    Omit<RecommendRequest, 'placement' | 'signal'> & {
      /** One text, or texts by locale. */
      title?: string | Record<string, string>;
    }
  >;
  rules?: NamedRule[];
}

/** Where behaviour may be read from. */
export type CaptureSource = 'attributes' | 'jsonld' | 'navigation';

export interface InitOptions extends SiteConfig {
  /** URL of the snapshot's `manifest.json`. */
  snapshot: string | URL;
  /** BCP 47. Default: `<html lang>`. */
  locale?: string;
  /** ISO 4217. Default: that of the snapshot. */
  currency?: string;
  /**
   * Takes signed snapshots only (`windowshop sign`), and none older than one taken before: once given, nothing unsigned
   * is accepted. Default: whatever is served; hashes still bind every file to the manifest. Needs https.
   */
  trust?: {
    /** Ed25519 public keys as `windowshop keys` prints them; one of them must have signed. */
    keys: string[];
    /** Lowest `--sequence` that is taken, also by shoppers who have never been here. Default 0. */
    minVersion?: number;
  };
  /** Default `auto`: the fastest that works. A device that fails is replaced by the next one. */
  device?: 'auto' | DeviceName;
  /** True = own worker, false = main thread, URL = same-origin worker file (strict policies). Default true. */
  worker?: boolean | string | URL;
  /** True = all sources, false = only {@link Sdk.record}. Default true. */
  capture?: boolean | CaptureSource[];
  /** Name of the data layer variable, read for consent signals. Default `dataLayer`. */
  dataLayer?: string;
  /** `auto` reads the signals of the page: Consent Mode, TCF, Shopify, Global Privacy Control. Default `auto`. */
  consent?: 'auto' | Partial<Consent>;
  /** `memory` never touches storage. Default `auto`: as consent allows. */
  persistence?: 'auto' | 'memory';
  /** Older events are deleted. Default 180 days, 5000 events. */
  retention?: { days?: number; maxEvents?: number };
  /** Live price and stock, asked at most once per result; answers after 300 ms are ignored. */
  live?: (ids: ItemId[]) => Promise<Record<ItemId, Pick<Product, 'price' | 'listPrice' | 'available'>>>;
  /** Makes every draw repeatable, for tests. */
  seed?: number;
  /** Logs warnings, and looks out for items of the page that the snapshot lacks. Default false. */
  debug?: boolean;
}

export interface SdkEventMap {
  /** An event was taken in, from whichever source. */
  record: { name: EventName; params: EventMap[EventName]; source: 'api' | 'element' | CaptureSource };
  /** The profile changed; sent at most once per second. */
  profile: Profile;
  consent: Consent;
  /** `loaded` and `total` in bytes, with `downloading`. */
  snapshot: { status: 'downloading' | 'ready' | 'updated' | 'stale' | 'failed'; loaded?: number; total?: number };
  /** Something was worked around; nothing needs handling. */
  error: WindowshopError;
}

/**
 * Asynchronous methods do not reject for operational reasons (network, storage, worker, GPU, unknown ids);
 * they answer as well as they can. They reject with `signal.reason` when aborted, with `destroyed` after
 * {@link Sdk.destroy}, and with a code named in their own description.
 */
export interface Sdk {
  /** Settled when the first personal answer is possible, or known to be impossible. Never rejects. */
  readonly ready: Promise<Sdk>;
  /** What scores right now, and why that one. `js` until known. */
  readonly device: { name: DeviceName; worker: boolean; reason: string };

  /**
   * Resolves when the event is stored and counts; never rejects. An invalid one is dropped and reported as
   * `event_invalid`. `timestamp` in epoch ms.
   */
  record<N extends EventName>(name: N, params: EventMap[N], options?: { timestamp?: number }): Promise<void>;

  recommend(request?: RecommendRequest): Promise<RecommendResult>;
  /** All slots of a page at once: one pass, no item twice. Results in the order of the requests. */
  recommend(requests: RecommendRequest[]): Promise<RecommendResult[]>;
  /** Re-orders a list that the shop already has, from any search or category engine. */
  rerank<T>(entries: readonly T[], options: RerankOptions<T>): Promise<Reranked<T>[]>;

  readonly profile: ProfileApi;
  readonly consent: ConsentApi;
  readonly snapshot: SnapshotApi;

  /** Returns the function that takes the listener off. */
  on<E extends keyof SdkEventMap>(event: E, listener: (detail: SdkEventMap[E]) => void): () => void;
  /** Replaces the fields given. */
  update(options: Partial<SiteConfig & Pick<InitOptions, 'locale' | 'currency' | 'debug'>>): void;
  /** Ends the worker, frees the device and takes every hook off the page. Stored data stays. */
  destroy(): Promise<void>;
}
