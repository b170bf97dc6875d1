import { seededRandom } from '../../../src/core/random.js';
import { quantizeRows } from '../../../src/core/snapshot/quantize.js';
import type { Embeddings } from '../../../src/core/snapshot/snapshot.js';
import { codeOffset, padDim, ZERO_CODE } from '../../../src/core/snapshot/tile.js';
import type { DataKind } from '../options.js';
import { chooseExcluded, readCodes, trueTop } from './reference.js';
import type { ScanJob } from './scan-job.js';

/** What every method is given. */
export interface ScanData {
  n: number;
  d: number;
  k: number;
  embeddings: Embeddings;
  /** [N, D] the same rows in float32, for methods that know no codes. */
  rows: Float32Array;
  excluded: ReadonlySet<number>;
  /** [N] 1 = excluded; whichever form suits a method best. */
  isExcluded: Uint8Array;
  /** Each [D]. */
  queries: Float32Array[];
  /** Per query the K best allowed items, best first. */
  truth: Set<number>[];
  /** The same by the rows as they were before they were rounded to codes. */
  unroundedTruth: Set<number>[];
}

const QUERIES = 8;
const CLUSTERS = 500;
/** Length of what sets a row apart from the centre of its cluster, itself of length 1. */
const CLUSTER_RADIUS = 0.3;

/** Makes rows, queries, exclusions and the right answers; the same for the same job. */
export function makeScanData({ n, d, k, batch, excluded: excludedCount, data }: ScanJob): ScanData {
  const draw = rowSource(data, d);
  const rows = draw(n, 1);
  const queryCount = Math.max(QUERIES, batch);
  const stacked = draw(queryCount, 2);
  const queries = Array.from({ length: queryCount }, (_, i) => stacked.slice(i * d, (i + 1) * d));
  const embeddings = quantized(rows, d);
  const best = trueTop(readCodes(embeddings), n, queries, k + excludedCount);
  const bestUnrounded = trueTop(
    (item, row) => row.set(rows.subarray(item * d, (item + 1) * d)),
    n,
    queries,
    k + excludedCount,
  );
  dequantizeInto(rows, embeddings);

  const excluded = chooseExcluded(best, k, excludedCount, n);
  const isExcluded = new Uint8Array(n);
  for (const item of excluded) isExcluded[item] = 1;
  const allowed = (items: number[]): Set<number> => new Set(items.filter((item) => !excluded.has(item)).slice(0, k));
  const [truth, unroundedTruth] = [best.map(allowed), bestUnrounded.map(allowed)];
  return { n, d, k, embeddings, rows, excluded, isExcluded, queries, truth, unroundedTruth };
}

/** Rows of length 1 from a seed. */
function rowSource(kind: DataKind, d: number): (count: number, seed: number) => Float32Array {
  if (kind === 'random') return (count, seed) => unitRows(gaussianRows(count, d, seed), d);
  const centers = unitRows(gaussianRows(CLUSTERS, d, 3), d);
  return (count, seed) => {
    const rows = gaussianRows(count, d, seed);
    const random = seededRandom(seed + 100);
    for (let row = 0; row < count; row++) {
      const center = Math.floor(random() * CLUSTERS) * d;
      for (let i = 0; i < d; i++)
        rows[row * d + i] = centers[center + i] + (rows[row * d + i] * CLUSTER_RADIUS) / Math.sqrt(d);
    }
    return unitRows(rows, d);
  };
}

/** Independent standard normal numbers, by Box and Muller two at a time. */
function gaussianRows(count: number, d: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  const rows = new Float32Array(count * d);
  for (let i = 0; i < rows.length; i += 2) {
    // 1 − u lies in (0, 1], so that the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    rows[i] = radius * Math.cos(angle);
    if (i + 1 < rows.length) rows[i + 1] = radius * Math.sin(angle);
  }
  return rows;
}

function unitRows(rows: Float32Array, d: number): Float32Array {
  for (let start = 0; start < rows.length; start += d) {
    let sum = 0;
    for (let i = start; i < start + d; i++) sum += rows[i] * rows[i];
    const norm = Math.sqrt(sum) || 1;
    for (let i = start; i < start + d; i++) rows[i] /= norm;
  }
  return rows;
}

const quantized = (rows: Float32Array, d: number): Embeddings => ({
  itemCount: rows.length / d,
  dim: d,
  paddedDim: padDim(d),
  ...quantizeRows(rows, d),
});

/** In place: at a million rows a second copy would be half a gigabyte. */
function dequantizeInto(rows: Float32Array, { itemCount, dim, paddedDim, codes, scales }: Embeddings): void {
  for (let item = 0; item < itemCount; item++)
    for (let i = 0; i < dim; i++)
      rows[item * dim + i] = (codes[codeOffset(paddedDim, item, i)] - ZERO_CODE) * scales[item];
}
