import { type FloatData, LONGEST_ROW_MS, NotRunError, type PrepareMethod } from '../method.js';

const NEIGHBORS = 16;
const EF_CONSTRUCTION = 100;
const EF_SEARCH = 200;
const SEED = 7;
/** Points that are added at a time. */
const CHUNK = 1000;
/** Points after which the time for all is estimated. */
const SAMPLE = 2000;

/**
 * An approximate nearest-neighbor graph. It knows no exclusions while it searches, so it is asked for as many more and
 * the excluded ones are dropped.
 */
export const prepare: PrepareMethod<FloatData> = async ({ n, d, k, rows, excluded, isExcluded }, progress) => {
  // Its glue code looks for a window, which a worker has none of.
  (globalThis as { window?: unknown }).window ??= globalThis;
  const { loadHnswlib } = await import('hnswlib-wasm');
  const library = await loadHnswlib();
  const index = new library.HierarchicalNSW('ip', d, '');
  index.initIndex(n, NEIGHBORS, EF_CONSTRUCTION, SEED);
  const started = performance.now();
  for (let first = 0; first < n; first += CHUNK) {
    const labels = Array.from({ length: Math.min(CHUNK, n - first) }, (_, i) => first + i);
    index.addPoints(
      labels.map((item) => rows.subarray(item * d, (item + 1) * d)),
      labels,
      false,
    );
    const added = first + labels.length;
    if (added === SAMPLE) refuseSlowBuild(performance.now() - started, n);
    if (added % 10_000 === 0) progress(`${added} of ${n} points in the graph`);
  }
  const buildMs = performance.now() - started;
  index.setEfSearch(EF_SEARCH);
  return {
    buildMs,
    answer: async ({ queries }) =>
      queries.map((query) =>
        index
          .searchKnn(query, Math.min(n, k + excluded.size), undefined)
          .neighbors.filter((item) => isExcluded[item] === 0)
          .slice(0, k),
      ),
    dispose() {},
  };
};

/** A point costs about as much as the logarithm of how many are there already. */
function refuseSlowBuild(sampleMs: number, n: number): void {
  const estimateMs = ((sampleMs / SAMPLE) * n * Math.log(n)) / Math.log(SAMPLE);
  if (estimateMs > LONGEST_ROW_MS)
    throw new NotRunError(`the index would take about ${Math.round(estimateMs / 1000)} s to build`);
}
