import { createRecommender, type Recommender } from '../src/core/scoring/recommender.js';
import type {
  LoadedSnapshot,
  LoadRequest,
  ScoringDevice,
  ScoringService,
  ServiceListener,
} from '../src/core/scoring-protocol.js';
import { CatalogReader } from '../src/core/snapshot/catalog-chunks.js';
import type { Manifest } from '../src/core/snapshot/manifest.js';
import { resolveItem } from '../src/core/snapshot/resolve-item.js';
import type { Snapshot } from '../src/core/snapshot/snapshot.js';
import { stringAt } from '../src/core/snapshot/string-table.js';
import { packError } from '../src/core/travelling-error.js';
import { type BackendChoice, chooseBackend } from './backends/choose-backend.js';
import { needsRestartForGpu } from './backends/gpu-factory.js';
import { openBackend } from './backends/open-backend.js';
import { inflate } from './inflate.js';
import { loadManifest, loadSnapshot, totalBytes } from './snapshot-loader.js';

/** A snapshot in use, with what answers from it. */
interface Engine {
  snapshot: Snapshot;
  recommender: Recommender;
  device: ScoringDevice;
  dispose(): void;
}

/** Holds one snapshot and answers from it, in a worker or on the main thread. */
export function createScoringService(): ScoringService {
  let request: LoadRequest | undefined;
  let listener: ServiceListener | undefined;
  let engine: Engine | undefined;

  return {
    hello: () => 'windowshop',

    load: (newRequest, newListener) =>
      packingErrors(async () => {
        request = newRequest;
        listener = newListener;
        const manifest = await loadManifest(request.manifestUrl);
        const choice = await chooseBackend(request.device, manifest, gpu());
        if (choice.name === 'webgpu' && needsRestartForGpu()) return 'wants_gpu';
        return takeIntoUse(await loadSnapshot(request.manifestUrl, manifest, listener.progress), choice);
      }),

    refresh: () =>
      packingErrors(async () => {
        const { device, snapshot: old } = inUse();
        const { manifestUrl, device: wanted } = request as LoadRequest;
        const manifest = await loadManifest(manifestUrl);
        if (manifest.version === old.manifest.version) return undefined;
        const snapshot = await loadSnapshot(manifestUrl, manifest, listener?.progress);
        // A device once refused or failed is not tried again: the reason holds for as long as the page.
        return takeIntoUse(snapshot, device.name === 'js' ? device : await chooseBackend(wanted, manifest, gpu()));
      }),

    recommend: (call) => packingErrors(() => inUse().recommender.recommend(call)),
    rerank: (call) => packingErrors(() => inUse().recommender.rerank(call)),
    describe: (interactions) => packingErrors(() => inUse().recommender.describe(interactions)),

    resolve(references) {
      const { snapshot } = inUse();
      return references.map((reference) => {
        const item = resolveItem(snapshot, reference);
        return item < 0 ? null : stringAt(snapshot.ids, item);
      });
    },

    dispose() {
      engine?.dispose();
      engine = undefined;
    },
  };

  function inUse(): Engine {
    if (engine === undefined) throw new Error('no snapshot is loaded');
    return engine;
  }

  /** Swaps in one step: calls under way keep the snapshot they began with. */
  async function takeIntoUse(snapshot: Snapshot, choice: BackendChoice): Promise<LoadedSnapshot> {
    const { backend, device } = await openBackend(choice, snapshot.embeddings, (instead) => {
      if (engine) engine.device = instead;
      listener?.deviceChanged(instead);
    });
    const recommender = createRecommender(snapshot, backend, new CatalogReader(snapshot, inflate));
    engine?.dispose();
    engine = { snapshot, recommender, device, dispose: () => backend.dispose() };
    return { snapshot: summaryOf(snapshot.manifest), device };
  }
}

const gpu = (): GPU | undefined => globalThis.navigator?.gpu;

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
