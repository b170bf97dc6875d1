import type { CaptureSource, Profile, RecommendRequest, Sdk } from '../api/sdk.js';
import { own, ownFields } from '../core/journey/check-value.js';
import type { Retention } from '../core/journey/event-log.js';
import type { IncomingEvent } from '../core/journey/normalize-event.js';
import type { SnapshotStorage } from '../core/scoring-protocol.js';
import { WindowshopError } from '../core/windowshop-error.js';
import { JourneyStore } from '../journey/journey-store.js';
import type { Answers } from './answers.js';
import { ConsentChoice, readConsent } from './consent-choice.js';
import { CurrentPage, type EventSource } from './current-page.js';
import { describeProfile } from './describe-profile.js';
import { Emitter } from './emitter.js';
import { createErrorReports } from './error-reports.js';
import { Intake } from './intake.js';
import { loadAnswers } from './load-answers.js';
import { openQueue } from './page-queue.js';
import { createProfileApi } from './profile-api.js';
import { createProfileNews } from './profile-news.js';
import { CAPTURE_SOURCES, type GivenOptions, readUpdate } from './read-options.js';
import { unlessAborted, within } from './waiting.js';
import { watchPage } from './watch-page.js';
import { emptyResult, inGivenOrder } from './without-answers.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const DEFAULT_RETENTION = { days: 180, maxEvents: 5000 };

/** `ready` settles by then whatever the network does; what arrives later is taken into use all the same. */
const READY_LIMIT_MS = 30_000;
/** Lists wait so long for the whole snapshot before they are made from its most popular items. */
const HEAD_PATIENCE_MS = 2000;
/** An address that names a product is looked up while the shopper looks at the page already. */
const ITEM_AT_LIMIT_MS = 5000;
/** What is still being written at the end gets this long. */
const CLOSE_LIMIT_MS = 3000;
/** Timers for longer fire at once; what is no time at all is refused where requests are read. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const NOT_STARTED: Sdk['device'] = { name: 'js', worker: false, reason: 'js: nothing has started yet' };

/**
 * Where `<window-shop>` finds its own face of the SDK: the same SDK, only that what is recorded through it, and through
 * the results that it gives, carries the source `element`. No part of the programming interface.
 *
 *   const own = (sdk as Sdk & Record<symbol, Sdk>)[Symbol.for('windowshop.element')]
 */
const ELEMENT_FACE = Symbol.for('windowshop.element');

/**
 * Puts the parts together: the one place that knows them all. What records is here at once; what answers, what reads the
 * page and what stores follow as chunks, the latter two only where they are wanted.
 */
export function createSdk(options: GivenOptions, page: Window): Sdk {
  const now = Date.now;
  const ending = new AbortController();
  const ended = ending.signal;
  let isDebug = options.debug ?? false;

  const emitter = new Emitter();
  const onError = createErrorReports((error) => {
    if (isDebug) console.warn(error);
    emitter.emit('error', error);
  });
  const news = createProfileNews(async () => {
    if (emitter.has('profile')) emitter.emit('profile', await describe());
  });
  const journey = new JourneyStore({
    retention: retentionOf(options),
    mayStore: options.persistence !== 'memory',
    now,
    onChange: news.changed,
    onErased: () => currentPage.forgetJourney(),
    onError,
  });
  const currentPage = new CurrentPage(document, () => loaded?.openPage());
  const intake = new Intake({ journey, page: currentPage, emitter, now, onError });
  const consent = new ConsentChoice(
    options.consent === undefined || options.consent === 'auto' ? {} : readConsent('init: consent', options.consent),
    (changed) => {
      keepJourney();
      emitter.emit('consent', changed);
    },
  );
  let loaded: Answers | undefined;
  let storing: Promise<void> | undefined;
  let isErased = false;
  keepJourney();

  let openGate: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    openGate = resolve;
  });
  const answers = loadAnswers({
    ...{ options, journey, storage: snapshotStorage, page: currentPage, ready, ended, now, onError },
    // Addresses hold as they are now: a router may change the document's before the chunk is there.
    manifestUrl: absolute(options.snapshot),
    worker: typeof options.worker === 'boolean' ? options.worker : options.worker ? absolute(options.worker) : true,
    record: (name, params, source) => void record({ name, params }, source),
    onProgress: (bytes, total) => emitter.emit('snapshot', { status: 'downloading', loaded: bytes, total }),
    onUpdated: () => emitter.emit('snapshot', { status: 'updated' }),
  });
  const loading = answers.then(async (arrived) => {
    loaded = arrived;
    const hasSnapshot = await arrived?.loaded;
    if (ended.aborted) return;
    emitter.emit('snapshot', { status: hasSnapshot ? 'ready' : 'failed' });
    if (arrived?.client.isStale) emitter.emit('snapshot', { status: 'stale' });
  });

  const sdk: Sdk = {
    ready: ready.then(() => sdk),
    get device() {
      return loaded?.client.device ?? NOT_STARTED;
    },
    record: recordFor('api'),
    recommend: recommendFor('api'),
    rerank: async (entries, given) => {
      const answering = await whileAlive(arrivedAnswers, signalsOf([given]));
      return answering ? whileAlive(() => answering.rerank(entries, given)) : inGivenOrder(entries);
    },
    profile: createProfileApi({ journey, eraseSnapshot, describe, whileAlive }),
    consent: {
      get: () => consent.get(),
      set: (change) =>
        whileAlive(() => {
          consent.set(readConsent('consent.set', change));
          return Promise.all([journey.settled(), storing]).then(() => {});
        }),
    },
    snapshot: { info: () => loaded?.snapshotInfo(), refresh: () => whileAlive(refresh) },
    on: (event, listener) => emitter.on(event, listener),
    update(given) {
      const { debug, ...changes } = readUpdate(given);
      isDebug = debug ?? isDebug;
      void answers.then((answering) => answering?.update(changes));
    },
    destroy: () => {
      destroying ??= destroy();
      return destroying;
    },
  };
  let destroying: Promise<void> | undefined;
  const elementFace: Sdk = Object.create(sdk, {
    record: { value: recordFor('element') },
    recommend: { value: recommendFor('element') },
  });
  Object.defineProperty(sdk, ELEMENT_FACE, { value: elementFace });

  const hooks = [news.stop];
  hooks.push(openQueue(page, sdk));
  // A callback of the queue may have ended it already.
  if (ended.aborted) unhook();
  else start();
  return sdk;

  function start(): void {
    const sources = sourcesOf(options);
    if (sources.length === 0) intake.forgetEarly();
    const watch = watchPage({
      ...{ page, sources },
      dataLayerName: consent.isDecided ? undefined : (options.dataLayer ?? 'dataLayer'),
      host: {
        record: (name, params, source) => void record({ name, params }, source),
        recorded: intake.recorded,
        itemAt: async (url) => (await (await answers)?.client.resolve([url], ITEM_AT_LIMIT_MS))?.[0] ?? undefined,
        report: (error) => onError(error, 'event_invalid', 'The page could not be read'),
      },
      onConsent: (signal) => consent.signal(signal),
      onReturn: () => void journey.recheck(),
    });
    hooks.push(watch.stop);
    const answerable = Promise.race([loading, headIsEnough()]);
    const starting = Promise.all([answerable, watch.started.then(() => journey.settled())]);
    void within(starting, READY_LIMIT_MS).then(openGate);
  }

  /** On a slow network the most popular items will do for a while; where the whole comes soon it is waited for. */
  async function headIsEnough(): Promise<void> {
    const patience = within(loading, HEAD_PATIENCE_MS);
    const arrived = await answers;
    await Promise.all([arrived?.client.head, patience]);
    // What has arrived is worth the moment it takes to be put to use.
    if (!arrived?.client.isDownloading) await loading;
  }

  /** What answers, once it is there; undefined where it has not come by the time at which the SDK is called ready. */
  function arrivedAnswers(): Promise<Answers | undefined> {
    return Promise.race([answers, ready.then(() => loaded)]);
  }

  async function record(event: IncomingEvent, source: EventSource): Promise<void> {
    if (!ended.aborted) await intake.record(event, source);
  }

  function recordFor(source: EventSource): Sdk['record'] {
    return (name, params, given) => record({ name, params, timestamp: given?.timestamp }, source);
  }

  function recommendFor(source: EventSource): Sdk['recommend'] {
    const recommend = async (given: RecommendRequest | RecommendRequest[] = {}) => {
      const calledAt = performance.now();
      const requests = Array.isArray(given) ? given : [given];
      const timeoutMs = shortestTimeout(requests);
      const answering = await whileAlive(
        () => (timeoutMs === undefined ? arrivedAnswers() : within(arrivedAnswers(), timeoutMs)),
        signalsOf(requests),
      );
      const results = answering
        ? await whileAlive(() => answering.recommend(requests, source, calledAt))
        : requests.map(() => emptyResult(calledAt));
      return Array.isArray(given) ? results : results[0];
    };
    return recommend as Sdk['recommend'];
  }

  async function describe(): Promise<Profile> {
    await ready;
    await journey.settled();
    return describeProfile(journey, loaded?.client, now());
  }

  async function refresh(): Promise<boolean> {
    const answering = await arrivedAnswers();
    const isFirst = answering?.snapshotInfo() === undefined;
    const outcome = (await answering?.refresh()) ?? 'failed';
    if (outcome === 'replaced') emitter.emit('snapshot', { status: isFirst ? 'ready' : 'updated' });
    if (outcome === 'failed' && !isFirst) emitter.emit('snapshot', { status: 'stale' });
    return outcome === 'replaced';
  }

  function keepJourney(): void {
    const state = consent.get().personalization_storage;
    void journey.keepIn(state === 'denied' ? 'nowhere' : mayStore() ? 'indexeddb' : 'memory');
    // Before it is asked for nothing need be said: it is asked for with what holds then.
    if (loaded !== undefined) storing = storeSnapshot(snapshotStorage());
  }

  function mayStore(): boolean {
    return consent.get().personalization_storage === 'granted' && options.persistence !== 'memory';
  }

  /** The snapshot is the same for everybody, but what is kept on a device is kept by the same rule as the journey. */
  function snapshotStorage(): SnapshotStorage {
    if (options.persistence === 'memory') return 'leave';
    if (isErased || consent.get().personalization_storage === 'denied') return 'erase';
    return mayStore() ? 'keep' : 'leave';
  }

  /** `leave` is told, too: consent that was taken back must end the keeping of later snapshots. */
  async function storeSnapshot(storage: SnapshotStorage): Promise<void> {
    await (await arrivedAnswers())?.client.storeSnapshot(storage);
  }

  /** Nor is it kept again by this page. */
  async function eraseSnapshot(): Promise<void> {
    isErased = true;
    await storeSnapshot('erase');
  }

  /** @throws {WindowshopError} `destroyed` before the work and during it; or the reason of one of the signals. */
  async function whileAlive<T>(work: () => Promise<T>, signals: readonly AbortSignal[] = []): Promise<T> {
    ended.throwIfAborted();
    return unlessAborted(work(), [ended, ...signals]);
  }

  function unhook(): void {
    for (const stop of hooks.splice(0)) stop();
  }

  async function destroy(): Promise<void> {
    ending.abort(new WindowshopError('destroyed', 'This SDK has ended: destroy() was called.'));
    openGate();
    unhook();
    const closing = Promise.all([journey.close(), arrivedAnswers().then((answering) => answering?.dispose())]);
    await within(closing, CLOSE_LIMIT_MS);
    emitter.clear();
  }
}

/** The shortest time that one of the requests gives, as far as that can be told before they are read; undefined = none does. */
function shortestTimeout(requests: readonly RecommendRequest[]): number | undefined {
  const isFit = (ms: unknown): ms is number => typeof ms === 'number' && ms >= 0 && ms <= LONGEST_TIMER_MS;
  const given = requests.map((request) => own(Object(request), 'timeout')).filter(isFit);
  return given.length > 0 ? Math.min(...given) : undefined;
}

/** The signals of requests that have not been read yet; what is none is refused there. */
function signalsOf(requests: readonly unknown[]): AbortSignal[] {
  const isFit = (signal: unknown): signal is AbortSignal => typeof Object(signal).addEventListener === 'function';
  return requests.map((request) => own(Object(request), 'signal')).filter(isFit);
}

const absolute = (address: string | URL): string => new URL(address, document.baseURI).href;

function retentionOf({ retention }: GivenOptions): Retention {
  const { days, maxEvents } = { ...DEFAULT_RETENTION, ...ownFields(retention ?? {}, ['days', 'maxEvents']) };
  return { maxAgeMs: days * DAY_MS, maxEvents };
}

function sourcesOf({ capture = true }: GivenOptions): readonly CaptureSource[] {
  if (typeof capture !== 'boolean') return capture;
  return capture ? CAPTURE_SOURCES : [];
}
