import { createJsBackend } from '../src/core/scoring/js-backend.js';
import { createRecommender, type Recommender } from '../src/core/scoring/recommender.js';
import type {
  LoadedSnapshot,
  LoadRequest,
  ScoringService,
  ServiceListener,
  SnapshotStorage,
} from '../src/core/scoring-protocol.js';
import { CatalogReader } from '../src/core/snapshot/catalog-chunks.js';
import type { Manifest } from '../src/core/snapshot/manifest.js';
import { resolveItem } from '../src/core/snapshot/resolve-item.js';
import { stringAt } from '../src/core/snapshot/string-table.js';
import { packError } from '../src/core/travelling-error.js';
import { CallReader } from '../src/core/travelling-shopper.js';
import { WindowshopError } from '../src/core/windowshop-error.js';
import { REFRESH_IDLE_MS } from '../src/network/download-manifest.js';
import { type BackendChoice, chooseBackend } from './backends/choose-backend.js';
import { needsRestartForGpu } from './backends/gpu-factory.js';
import { type OpenedBackend, openBackend } from './backends/open-backend.js';
import { placeForScanning } from './backends/place-for-scanning.js';
import type { Verdict } from './backends/verdict.js';
import { inflate } from './inflate.js';
import { canRunWasm, compileAhead } from './kernels/scan-kernel.js';
import { type AcceptedManifest, ManifestGate } from './manifest-gate.js';
import { type LoadedFiles, loadSnapshot, totalBytes } from './snapshot-loader.js';
import { SnapshotStore } from './snapshot-store.js';

/** A snapshot in use, with what answers from it. */
interface Engine extends LoadedFiles {
  accepted: AcceptedManifest;
  recommender: Recommender;
  backend: OpenedBackend;
  /** Lists that are being made with it. */
  underWay: Set<Promise<unknown>>;
}

interface Choice extends BackendChoice {
  verdict: Verdict | undefined;
}

/** Holds one snapshot and answers from it, in a worker or on the main thread. */
export function createScoringService(): ScoringService {
  const store = new SnapshotStore();
  const calls = new CallReader();
  let request: LoadRequest | undefined;
  let listener: ServiceListener | undefined;
  let engine: Engine | undefined;
  /** Answers from the head of a snapshot until the whole is there. */
  let head: Recommender | undefined;
  let gate: ManifestGate | undefined;
  let storage: SnapshotStorage = 'leave';

  return {
    hello: () => 'windowshop',

    holdLock: (name) =>
      new Promise((resolve) => {
        const held = globalThis.navigator?.locks?.request(name, () => {
          resolve(true);
          // Never let go of: the lock ends with the worker.
          return new Promise(() => {});
        });
        if (held === undefined) resolve(false);
        else held.catch(() => resolve(false));
      }),

    load: (newRequest, newListener) =>
      packingErrors(async () => {
        request = newRequest;
        listener = newListener;
        storage = request.storage;
        if (storage === 'erase') void store.erase();
        if (storage === 'keep') store.lookAhead();
        if (request.device !== 'js') compileAhead();
        gate = new ManifestGate(request, listener, store, () => storage === 'keep');
        const first = await gate.first();
        try {
          return await begin(first);
        } catch (error) {
          // Its files are not those that it names, or not all there: the copy of an earlier visit is whole.
          if (first.isStale || !(error instanceof WindowshopError)) throw error;
          return begin(await gate.keptInstead(error));
        }
      }),

    refresh: () =>
      packingErrors(async () => {
        const running = inUse();
        const accepted = await (gate as ManifestGate).latest(REFRESH_IDLE_MS);
        const { manifest } = accepted;
        if (manifest.version !== running.snapshot.manifest.version)
          return { ...(await takeIntoUse(accepted, await choose(manifest))), isStale: false };
        // It may have been signed anew.
        running.accepted = accepted;
        void remember();
        return undefined;
      }),

    storeSnapshot: async (wanted) => {
      storage = wanted;
      if (wanted === 'erase') await store.erase();
      if (wanted === 'keep' && engine) await remember();
    },

    recommend: (call) =>
      packingErrors(async () => {
        const read = calls.read(call);
        if (head !== undefined) return head.recommend(read);
        const { recommender, underWay } = inUse();
        const answer = recommender.recommend(read);
        underWay.add(answer);
        return answer.finally(() => underWay.delete(answer));
      }),
    rerank: (call) => packingErrors(() => inUse().recommender.rerank(calls.read(call))),
    describe: (interactions) => packingErrors(() => inUse().recommender.describe(interactions)),

    resolve(references) {
      const { snapshot } = inUse();
      return references.map((reference) => {
        const item = resolveItem(snapshot, reference);
        return item < 0 ? null : stringAt(snapshot.ids, item);
      });
    },

    dispose() {
      engine?.backend.dispose();
      engine = undefined;
    },
  };

  function inUse(): Engine {
    if (engine === undefined) throw new Error('no snapshot is loaded');
    return engine;
  }

  async function begin({ isStale, ...accepted }: AcceptedManifest & { isStale: boolean }) {
    const choice = await choose(accepted.manifest);
    if (choice.adapter && needsRestartForGpu()) return 'wants_gpu';
    return { ...(await takeIntoUse(accepted, choice)), isStale };
  }

  /** What to score with, and what an earlier visit has measured. */
  async function choose(manifest: Manifest): Promise<Choice> {
    const { device, gpuLosses } = request as LoadRequest;
    const verdict = device === 'auto' && storage === 'keep' ? await store.readVerdict(manifest.version) : undefined;
    const engine = { gpu: globalThis.navigator?.gpu, canRunWasm, gpuLosses, verdict };
    return { ...(await chooseBackend(device, manifest, engine)), verdict };
  }

  /** Swaps in one step: calls under way keep the snapshot they began with. */
  async function takeIntoUse(accepted: AcceptedManifest, choice: Choice): Promise<Omit<LoadedSnapshot, 'isStale'>> {
    const { manifest } = accepted;
    const asked = request as LoadRequest;
    const { allocate, widen, memory } = placeForScanning(manifest, choice);
    const loaded = await loadSnapshot(asked.manifestUrl, manifest, {
      onProgress: (bytes, total) => listener?.progress(bytes, total),
      onHead(snapshot) {
        if (engine !== undefined) return;
        head = createRecommender(snapshot, createJsBackend(snapshot.embeddings), new CatalogReader(snapshot, inflate));
        listener?.headLoaded();
      },
      ...{ allocate, widen },
      store: storage === 'keep' ? store : undefined,
      ...(engine && { idleMs: REFRESH_IDLE_MS }),
    });
    const { snapshot } = loaded;
    const backend = await openBackend(choice, snapshot.embeddings, {
      memory,
      verdict: choice.verdict,
      gpuLosses: asked.gpuLosses,
      onChange(change) {
        if (change.lost === 'webgpu') asked.gpuLosses++;
        listener?.deviceChanged(change);
      },
      onVerdict(found) {
        if (storage === 'keep') void store.keepVerdict(manifest.version, found);
      },
    });
    const recommender = createRecommender(snapshot, backend, new CatalogReader(snapshot, inflate));
    const old = engine;
    engine = { ...loaded, accepted, recommender, backend, underWay: new Set() };
    if (old) retire(old);
    head = undefined;
    void remember();
    return { snapshot: summaryOf(manifest), device: backend.device };
  }

  /** That this release was taken, and the release itself. */
  async function remember(): Promise<void> {
    const isLatest = await (gate as ManifestGate).take(inUse().accepted);
    if (engine && request && isLatest && storage === 'keep')
      await store.keep(request.manifestUrl, engine.accepted.served, engine.files);
  }
}

/**
 * Frees a backend once the calls under way have their answers. A function of its own on purpose: closures made in one call
 * share their variables, so that one over the old engine would have it live as long as the callbacks of the new backend,
 * and each snapshot keep the one before it.
 */
function retire({ underWay, backend }: Engine): void {
  void Promise.allSettled(underWay).then(() => backend.dispose());
}

function summaryOf(manifest: Manifest): LoadedSnapshot['snapshot'] {
  const { version, builtAt, locale, currency, items } = manifest;
  return {
    version,
    builtAt,
    locale,
    ...(currency === undefined ? {} : { currency }),
    items,
    bytes: totalBytes(manifest),
  };
}

/** Errors must survive Comlink, whether the service is called through it or not. */
async function packingErrors<T>(answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    throw packError(error);
  }
}
