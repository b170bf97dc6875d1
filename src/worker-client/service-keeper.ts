import { proxy } from 'comlink';
import type {
  DeviceName,
  LoadedSnapshot,
  LoadRequest,
  ScoringDevice,
  ServiceListener,
  SnapshotStorage,
  SnapshotSummary,
} from '../core/scoring-protocol.js';
import type { Trust } from '../core/snapshot/trust.js';
import { WindowshopError } from '../core/windowshop-error.js';
import { downloadManifest } from '../network/download-manifest.js';
import { startDeadline } from './deadline.js';
import type { ServiceLink, ServicePlace } from './service-link.js';
import { signerOf } from './signer-of.js';
import { type LadderOptions, startInWorker, startOnMainThread } from './start-ladder.js';
import { type Violations, watchViolations } from './violations.js';
import { watchAnswer } from './watch-answer.js';

export interface KeeperOptions extends LadderOptions {
  /** Whose snapshots are taken; undefined = whatever is served. */
  trust?: Trust | undefined;
  device: 'auto' | DeviceName;
  /** Whether the snapshot may be kept on the device, at the moment at which it is asked for. */
  storage: () => SnapshotStorage;
  /** Bytes of the snapshot that have arrived, and all there are; the last call, before it is in use, has all. */
  onProgress?: (loaded: number, total: number) => void;
  /** Bytes have arrived, whether the page is told of them or not. */
  onBytes?: () => void;
  /** Told of whatever was worked around, as it came from the service or from here. */
  onError: (error: unknown) => void;
}

/** A worker that died is started once more; after that the main thread answers. */
const WORKER_STARTS = 2;
/** Longest silence of a server before the service is left to ask it. */
const AHEAD_MS = 3000;
/** Time for a worker to free its device before it is ended. */
const FAREWELL_MS = 500;

/** What a developer is told beside the reason for a device. */
const POLICY_NOTES: Record<ServicePlace, string> = {
  'contained worker': '',
  worker: "; the worker has the page's policy, since it cannot be contained here",
  'worker file': '; the worker has the policy of its file',
  'main thread': '',
};

/** Keeps one scoring service running with its snapshot loaded: starts it, replaces it when it dies, ends it. */
export class ServiceKeeper {
  /** What scores, and where. */
  device: ScoringDevice & { worker: boolean } = { name: 'js', reason: 'js: nothing has started yet', worker: false };
  /** The snapshot in use. */
  snapshot: SnapshotSummary | undefined;
  /** Bytes of the snapshot are still on their way. */
  isDownloading = true;
  /** It is the copy of an earlier visit: the server could not be reached. */
  isStale = false;

  readonly #options: KeeperOptions;
  /** What one step learns of the page's policy the next one need not find out: a page may collect its violations. */
  readonly #violations: Violations;
  #link: ServiceLink | undefined;
  /** The service that has the head of its snapshot, until it has the whole. */
  #headLink: ServiceLink | undefined;
  #tellHead: () => void = () => {};
  /** Settled when the service that is starting has the head of its snapshot. */
  #nextHead = this.#awaitHead();
  /** Settled once the most popular items are there; never, where the whole snapshot comes at once. */
  readonly head = this.#nextHead;
  #workerStarts = 0;
  #gpuLosses = 0;
  /** A load or a refresh has not been answered yet. */
  #isLoading = false;
  /** The page has been told that all its bytes are there. */
  #hasToldAll = false;
  #isClosed = false;
  #opening: Promise<void>;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#violations = watchViolations(options.manifestUrl);
    this.#opening = this.#open();
  }

  /** The service that runs, whether its snapshot is loaded or not. */
  get running(): ServiceLink | undefined {
    return this.#link;
  }

  /** The service to ask, once its snapshot is loaded; undefined when there is none to be had. */
  async service(): Promise<ServiceLink | undefined> {
    let opening: Promise<void>;
    do {
      opening = this.#opening;
      await opening;
    } while (opening !== this.#opening);
    return this.snapshot && this.#link;
  }

  /** The service to ask for lists: the most popular items will do. */
  async listService(): Promise<ServiceLink | undefined> {
    if (this.#headLink?.hasEnded) {
      // It died over its download: whoever went on asking it would never let the page do anything else.
      this.#headLink = undefined;
      this.#nextHead = this.#awaitHead();
    }
    return (
      this.#headLink ?? Promise.race([this.service(), this.#nextHead.then(() => this.#headLink ?? this.service())])
    );
  }

  /** Takes over what the service says of the snapshot it has loaded. */
  takeIntoUse({ snapshot, device, isStale }: LoadedSnapshot): void {
    if (!this.#hasToldAll) this.#tellProgress(snapshot.bytes, snapshot.bytes);
    this.snapshot = snapshot;
    this.isStale = isStale;
    this.#headLink = undefined;
    this.device = this.#link?.inWorker
      ? deviceIn(this.#link, device)
      : { name: 'js', reason: `js: on the main thread, ${this.#whyNoWorker()}`, worker: false };
  }

  /**
   * Hears what a service tells of its load or refresh until that is answered: the answer may overtake it, as they come
   * through two ports.
   */
  async hearing<T>(loading: Promise<T>): Promise<T> {
    this.#isLoading = true;
    this.#hasToldAll = false;
    try {
      return await loading;
    } finally {
      this.#isLoading = false;
    }
  }

  /** Starts from the beginning, for a snapshot that could not be had before. Not to be called again until it has ended. */
  async reopen(): Promise<void> {
    if (this.#isClosed) return;
    this.#leave('tried again from the beginning');
    this.#workerStarts = 0;
    this.#opening = this.#open();
    await this.#opening;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const link = this.#link;
    if (link !== undefined && !link.hasEnded) {
      const farewell = startDeadline(FAREWELL_MS);
      await Promise.race([link.service.dispose(), link.ended, farewell.passed]).catch(() => {});
      farewell.clear();
    }
    this.#leave('closed');
    this.#violations.stop();
    await this.#opening;
  }

  /** Starts a service and has it load the snapshot; one that dies meanwhile or later gives place to the next. */
  async #open(): Promise<void> {
    let withGpu = false;
    const { manifestUrl, trust } = this.#options;
    // While the service starts: a round trip less to wait for. What goes wrong here goes wrong there as well, and is told.
    const manifest = this.#mayConnect()
      ? downloadManifest(manifestUrl, trust !== undefined, AHEAD_MS).catch(() => undefined)
      : undefined;
    while (!this.#isClosed) {
      const link = await this.#start(withGpu);
      if (this.#isClosed) return link?.end('closed');
      this.#link = link;
      if (link === undefined) return;
      try {
        const served = await manifest;
        // A file's policy is its own.
        const isKnown = served !== undefined || link.place === 'worker file' || this.#mayConnect();
        const loaded = await this.#load(link, isKnown ? served : 'refused', withGpu);
        if (loaded !== 'wants_gpu') {
          this.takeIntoUse(loaded);
          link.ended.catch(() => {
            if (link === this.#link) this.#opening = this.#open();
          });
          return;
        }
        withGpu = true;
        this.#workerStarts--;
        this.#leave('started again with the GPU program');
      } catch (error) {
        if (link.hasEnded) continue;
        // The service is well, the snapshot is not: another service would fare no better.
        this.snapshot = undefined;
        this.#options.onError(error);
        return;
      }
    }
  }

  async #start(withGpu: boolean): Promise<ServiceLink | undefined> {
    const { worker, onError } = this.#options;
    try {
      if (worker !== false) {
        const link =
          this.#workerStarts < WORKER_STARTS && (await startInWorker(this.#options, withGpu, this.#violations));
        this.#workerStarts++;
        if (link) return link;
        onError(new WindowshopError('worker_blocked', `Scoring on the main thread, ${this.#whyNoWorker()}.`));
      }
      return await startOnMainThread(this.#options);
    } catch (cause) {
      onError(new WindowshopError('worker_blocked', 'The code that scores could not be loaded.', { cause }));
      return undefined;
    }
  }

  async #load(
    link: ServiceLink,
    manifest: LoadRequest['manifest'],
    withGpu: boolean,
  ): Promise<LoadedSnapshot | 'wants_gpu'> {
    const { manifestUrl, trust, storage, onBytes, onError } = this.#options;
    const listener: ServiceListener = {
      progress: (loaded, total) => {
        onBytes?.();
        if (this.#isLoading) this.#tellProgress(loaded, total);
      },
      headLoaded: () => {
        if (!this.#isLoading || link !== this.#link) return;
        this.#headLink = link;
        this.device = deviceIn(link, { name: 'js', reason: 'js: until the whole snapshot is here' });
        this.#tellHead();
      },
      signerOf: (message, signatures) => signerOf(message, signatures, trust?.keys ?? []),
      refused: onError,
      deviceChanged: ({ device, lost }) => {
        this.device = deviceIn(link, device);
        if (lost === 'webgpu') this.#gpuLosses++;
        if (lost) onError(new WindowshopError('device_lost', device.reason));
      },
    };
    const loadFor = (device: KeeperOptions['device']): Promise<LoadedSnapshot | 'wants_gpu'> => {
      const request = { manifestUrl, manifest, trust, device, storage: storage(), gpuLosses: this.#gpuLosses };
      const loading = link.service.load(request, proxy(listener));
      watchAnswer(link, loading);
      return this.hearing(Promise.race([loading, link.ended]));
    };
    const loaded = await loadFor(link.inWorker ? this.#options.device : 'js');
    if (loaded !== 'wants_gpu' || !withGpu) return loaded;
    // It was started with the GPU program and does not have it: the file could not be fetched.
    const onCpu = (await loadFor('wasm')) as LoadedSnapshot;
    const { name } = onCpu.device;
    return { ...onCpu, device: { name, reason: `${name}: the GPU program could not be loaded` } };
  }

  #awaitHead(): Promise<void> {
    return new Promise((resolve) => {
      this.#tellHead = resolve;
    });
  }

  #tellProgress(loaded: number, total: number): void {
    this.isDownloading = loaded < total;
    this.#hasToldAll = !this.isDownloading;
    this.#options.onProgress?.(loaded, total);
  }

  #leave(reason: string): void {
    const link = this.#link;
    this.#link = undefined;
    this.#headLink = undefined;
    this.snapshot = undefined;
    link?.end(reason);
  }

  /** False once a policy of the page has refused it. */
  #mayConnect(): boolean {
    return !this.#violations.isAddressBlocked;
  }

  #whyNoWorker(): string {
    if (this.#options.worker === false) return 'as asked';
    return this.#workerStarts > WORKER_STARTS ? 'since the worker ended twice' : 'since no worker may start here';
  }
}

const deviceIn = ({ inWorker, place }: ServiceLink, { name, reason }: ScoringDevice): ServiceKeeper['device'] => ({
  name,
  reason: reason + POLICY_NOTES[place],
  worker: inWorker,
});
