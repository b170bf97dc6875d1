import { CANDIDATES } from '../../src/core/scoring/recommender.js';
import type { ScoringBackend } from '../../src/core/scoring/scoring-backend.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import { queryNear } from './query-near.js';

/** Queries of a usual page that knows its shopper. */
const BATCH = 4;
/** Calls are repeated for so long: browsers blur the clock to a tenth of a millisecond. */
const BLOCK_MS = 2;
/** One block to warm up (shaders are compiled, kernels optimised), the others count. */
const BLOCKS = 4;

/**
 * Asks backends for the same lists of the real snapshot, in turn, for some milliseconds each.
 *
 * @param pause  Waits until nobody else needs the time.
 * @returns      The least time per query of each, in ms.
 */
export async function measureBackends<Name extends string>(
  backends: Readonly<Record<Name, Pick<ScoringBackend, 'topItems'>>>,
  embeddings: Embeddings,
  pause: () => Promise<void>,
): Promise<Record<Name, number>> {
  const names = Object.keys(backends) as Name[];
  const best = Object.fromEntries(names.map((name) => [name, Number.POSITIVE_INFINITY])) as Record<Name, number>;
  const count = Math.min(CANDIDATES, embeddings.itemCount);
  const queries = Array.from({ length: BATCH }, (_, i) => queryNear(embeddings, i));
  for (let block = 0; block < BLOCKS; block++) {
    for (const name of names) {
      await pause();
      const started = performance.now();
      let calls = 0;
      let elapsedMs: number;
      do {
        await backends[name].topItems(queries, count, new Set());
        calls++;
        elapsedMs = performance.now() - started;
      } while (elapsedMs < BLOCK_MS);
      const perQuery = elapsedMs / (calls * BATCH);
      if (block > 0) best[name] = Math.min(best[name], perQuery);
    }
  }
  return best;
}
