import type { Embeddings } from '../snapshot/snapshot.js';
import { firstQuad, QUAD, QUAD_BYTES, ZERO_CODE } from '../snapshot/tile.js';

/**
 * The score every backend answers with, in float64:
 *
 *   s[n] = ((t0 + t1) + (t2 + t3)) · scales[n]      tj = Σ q[d] · (codes[n, d] − 64) over d = j, j + 4 … in this order
 *
 * One place and one order of summation, so that all backends agree to the last bit. Four sums instead of one, because a
 * processor works at all four at once.
 *
 * @param query  [D]
 * @returns      Cosine similarity when the query has length 1; higher is more similar.
 */
export function exactScore({ codes, scales, paddedDim }: Embeddings, query: Float32Array, item: number): number {
  const dim = query.length;
  const whole = dim - (dim % QUAD);
  let at = firstQuad(paddedDim, item);
  let t0 = 0;
  let t1 = 0;
  let t2 = 0;
  let t3 = 0;
  for (let d = 0; d < whole; d += QUAD, at += QUAD_BYTES) {
    t0 += query[d] * (codes[at] - ZERO_CODE);
    t1 += query[d + 1] * (codes[at + 1] - ZERO_CODE);
    t2 += query[d + 2] * (codes[at + 2] - ZERO_CODE);
    t3 += query[d + 3] * (codes[at + 3] - ZERO_CODE);
  }
  if (whole < dim) t0 += query[whole] * (codes[at] - ZERO_CODE);
  if (whole + 1 < dim) t1 += query[whole + 1] * (codes[at + 1] - ZERO_CODE);
  if (whole + 2 < dim) t2 += query[whole + 2] * (codes[at + 2] - ZERO_CODE);
  return (t0 + t1 + (t2 + t3)) * scales[item];
}

/** Scores items for the same few queries: an item's codes are turned into numbers once for all of them. */
export class ExactScorer {
  readonly #embeddings: Embeddings;
  readonly #queries: readonly Float32Array[];
  readonly #row: Float64Array;
  readonly #scores: Float64Array;

  /** @param queries  Each [D]. */
  constructor(embeddings: Embeddings, queries: readonly Float32Array[]) {
    this.#embeddings = embeddings;
    this.#queries = queries;
    this.#row = new Float64Array(embeddings.paddedDim);
    this.#scores = new Float64Array(queries.length);
  }

  /** The {@link exactScore} of an item for each of the queries, to the last bit; the array is the same each time. */
  scoresOf(item: number): Float64Array {
    readRow(this.#embeddings, item, this.#row);
    const scale = this.#embeddings.scales[item];
    for (let i = 0; i < this.#queries.length; i++) this.#scores[i] = product(this.#queries[i], this.#row) * scale;
    return this.#scores;
  }
}

function readRow({ codes, paddedDim }: Embeddings, item: number, row: Float64Array): void {
  let at = firstQuad(paddedDim, item);
  for (let d = 0; d < paddedDim; d += QUAD, at += QUAD_BYTES) {
    row[d] = codes[at] - ZERO_CODE;
    row[d + 1] = codes[at + 1] - ZERO_CODE;
    row[d + 2] = codes[at + 2] - ZERO_CODE;
    row[d + 3] = codes[at + 3] - ZERO_CODE;
  }
}

/** In the order of {@link exactScore}. */
function product(query: Float32Array, row: Float64Array): number {
  const dim = query.length;
  const whole = dim - (dim % QUAD);
  let t0 = 0;
  let t1 = 0;
  let t2 = 0;
  let t3 = 0;
  for (let d = 0; d < whole; d += QUAD) {
    t0 += query[d] * row[d];
    t1 += query[d + 1] * row[d + 1];
    t2 += query[d + 2] * row[d + 2];
    t3 += query[d + 3] * row[d + 3];
  }
  if (whole < dim) t0 += query[whole] * row[whole];
  if (whole + 1 < dim) t1 += query[whole + 1] * row[whole + 1];
  if (whole + 2 < dim) t2 += query[whole + 2] * row[whole + 2];
  return t0 + t1 + (t2 + t3);
}
