import type { Embeddings } from '../../../src/core/snapshot/snapshot.js';
import { codeOffset, ZERO_CODE } from '../../../src/core/snapshot/tile.js';

/** Writes one row into `row`, [D]. */
export type ReadRow = (item: number, row: Float64Array) => void;

/** (codes[n, d] − 64) · scales[n] in float64, which holds that exactly. */
export function readCodes({ dim, paddedDim, codes, scales }: Embeddings): ReadRow {
  return (item, row) => {
    for (let d = 0; d < dim; d++) row[d] = (codes[codeOffset(paddedDim, item, d)] - ZERO_CODE) * scales[item];
  };
}

/**
 * The `count` best items of each query by Σ q[d] · row[d] in float64; ties by lower index. Knows of the product's code
 * nothing but where a code stands, so that no mistake of a backend can stand here as well.
 *
 * @param queries  Each [D].
 * @returns        Per query item indices, best first.
 */
export function trueTop(
  readRow: ReadRow,
  itemCount: number,
  queries: readonly Float32Array[],
  count: number,
): number[][] {
  const dim = queries[0].length;
  const scores = queries.map(() => new Float64Array(itemCount));
  const row = new Float64Array(dim);
  for (let item = 0; item < itemCount; item++) {
    readRow(item, row);
    for (const [i, query] of queries.entries()) {
      let score = 0;
      for (let d = 0; d < dim; d++) score += query[d] * row[d];
      scores[i][item] = score;
    }
  }
  return scores.map((of) => bestOf(of, count));
}

/** Sorts those that reach the count-th highest score, found in a sorted copy: a million numbers sort fast, pairs do not. */
function bestOf(scores: Float64Array, count: number): number[] {
  const threshold = scores.slice().sort()[Math.max(0, scores.length - count)];
  const candidates: number[] = [];
  for (let item = 0; item < scores.length; item++) if (scores[item] >= threshold) candidates.push(item);
  return candidates.sort((a, b) => scores[b] - scores[a] || a - b).slice(0, count);
}

/**
 * Chooses items that must not be answered: one in five from the true top K, of each query in turn, so that a leak shows;
 * the others spread over the catalogue.
 *
 * @param best  Per query at least K items, best first.
 */
export function chooseExcluded(best: readonly number[][], k: number, count: number, n: number): Set<number> {
  const excluded = new Set<number>();
  for (let i = 0; excluded.size < Math.ceil(count / 5) && i < k * best.length; i++)
    // Every third place, from the best on, and then those between.
    excluded.add(best[i % best.length][(Math.floor(i / best.length) * 3) % k]);
  // A prime step, coprime to every n below it, comes by every item once.
  for (let i = 0; excluded.size < count; i++) excluded.add((i * 15_485_863 + 13) % n);
  return excluded;
}
