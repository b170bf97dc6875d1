import type { LoadRequest, RecommendCall, ServiceListener } from '../../src/core/scoring-protocol.js';
import { emptyShopper } from '../../src/core/shopper.js';

/** Asks what to show a shopper who has viewed these items. */
export const callOfViewer = (itemIds: string[], limit = 4): RecommendCall => ({
  queries: [{ limit, before: [], rules: {}, shownIds: [], strategy: 'for-you', diversity: 0 }],
  shopper: {
    ...emptyShopper(0),
    interactions: itemIds.map((itemId) => ({ itemId, weight: 1, kind: 'viewed', lastMs: 0, count: 1 })),
    recent: itemIds,
  },
  page: { pageType: 'other' },
  locale: 'en',
  seed: 1,
});

/** Hears nothing, and trusts nobody. */
export const silentListener: ServiceListener = {
  progress() {},
  headLoaded() {},
  deviceChanged() {},
  refused() {},
  signerOf: async () => undefined,
};

/** A request to load a snapshot that is not to be kept. */
export const loadRequest = (manifestUrl: string, device: LoadRequest['device']): LoadRequest => ({
  manifestUrl,
  device,
  storage: 'leave',
  gpuLosses: 0,
});
