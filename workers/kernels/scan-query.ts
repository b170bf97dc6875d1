import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import { firstQuad, QUAD, QUAD_BYTES, ZERO_CODE } from '../../src/core/snapshot/tile.js';

/** How the device multiplies: 8-bit integers four at a time, or float32. */
export type Arithmetic = 'packed' | 'float';

/**
 * A query as a device scans for it. The device computes scores g in units: the exact score s of an item is known to lie
 * within (g ± errorBound) · unit, and |g| ≤ reach.
 */
export interface ScanQuery {
  /** [P(D) / 4, 4] what each quad of codes is multiplied by, as 32-bit words: see the two kernels. */
  weights: Uint32Array<ArrayBuffer>;
  /** Where the sums start: the codes' zero, taken off. */
  start: number;
  unit: number;
  /** ε, in units. */
  errorBound: number;
  /** In units. */
  reach: number;
}

/** What the error bounds need to know of all rows. */
export interface RowBounds {
  /** M = max over n of ‖codes[n] − 64‖ · scales[n] */
  largestNorm: number;
  largestScale: number;
}

export function rowBounds({ itemCount, paddedDim, codes, scales }: Embeddings): RowBounds {
  let largestNorm = 0;
  let largestScale = 0;
  for (let n = 0; n < itemCount; n++) {
    let sum = 0;
    let at = firstQuad(paddedDim, n);
    for (let d = 0; d < paddedDim; d += QUAD, at += QUAD_BYTES)
      for (let j = 0; j < QUAD; j++) sum += (codes[at + j] - ZERO_CODE) ** 2;
    largestNorm = Math.max(largestNorm, Math.sqrt(sum) * scales[n]);
    largestScale = Math.max(largestScale, scales[n]);
  }
  return { largestNorm, largestScale };
}

/** WGSL rounds + and × correctly, but the direction is the device's choice: one unit in the last place, 2^−23. */
const ROUNDING = 2 ** -23;
/** Numbers below 2^−126 may become 0 on a device; with weights of at least 2^−24 and codes below 2^32 that costs less. */
const FLUSHED = 2 ** -90;
/** Scores outside are left to the CPU, so that no float32 on the device ends, and no flushed number counts. */
const SMALLEST_REACH = 2 ** -60;
const LARGEST_REACH = 2 ** 100;

/**
 * Prepares a query [D] for rows of `paddedDim` dimensions.
 *
 * @returns  Undefined when the device cannot tell the scores apart: a zero query or zero rows, or numbers near the ends
 *           of float32. The CPU can.
 */
export function scanQuery(
  query: Float32Array,
  paddedDim: number,
  bounds: RowBounds,
  arithmetic: Arithmetic,
): ScanQuery | undefined {
  let largest = 0;
  for (const x of query) largest = Math.max(largest, Math.abs(x));
  // A power of two, so that dividing by it is exact: coordinates then lie in −1 … 1, whatever the query's length.
  const magnitude = 2 ** Math.ceil(Math.log2(largest));
  const scaled = Float64Array.from({ length: paddedDim }, (_, d) => (query[d] ?? 0) / magnitude);
  const prepared = arithmetic === 'packed' ? packedQuery(scaled, bounds) : floatQuery(scaled, bounds);
  const { reach, unit } = prepared;
  return reach > SMALLEST_REACH && reach < LARGEST_REACH ? { ...prepared, unit: unit * magnitude } : undefined;
}

/**
 * The query as it is, in float32. With n = D + 8 roundings at most between a code and its score,
 *
 *   ε = n · 2^−23 · Σ|terms| · max scale,   Σ|terms| ≤ (64 + 127) · Σ |q[d]|
 *
 * since the sums start at up to 64 · Σ |q[d]| and codes go up to 127.
 */
function floatQuery(query: Float64Array, { largestNorm, largestScale }: RowBounds): ScanQuery {
  const weights = Float32Array.from(query, (x, d) => x * 2 ** (-8 * (d % QUAD)));
  let start = 0;
  let sum = 0;
  for (const x of query) {
    start -= ZERO_CODE * x;
    sum += Math.abs(x);
  }
  const errorBound =
    (query.length + 8) * ROUNDING * (ZERO_CODE + 127) * sum * largestScale +
    query.length * FLUSHED * (1 + largestScale);
  return {
    weights: new Uint32Array(weights.buffer),
    start,
    unit: 1,
    errorBound,
    reach: norm(query) * largestNorm + errorBound,
  };
}

/**
 * The query rounded to whole multiples of one unit, −127 … 127. The sum is exact in 32-bit integers and, for D < 1000, in
 * float32; what remains is the rounding of the query and of two products:
 *
 *   |q · x̂ − q̂ · x̂| ≤ ‖q − q̂‖ · M,   ε = (‖q − q̂‖ + 2^−21 · ‖q̂‖) · M / unit
 */
function packedQuery(query: Float64Array, { largestNorm, largestScale }: RowBounds): ScanQuery {
  const unit = query.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0) / 127;
  const rounded = query.map((x) => Math.round(x / unit));
  const residual = norm(query.map((x, d) => x - rounded[d] * unit)) / unit;
  const errorBound =
    (residual + 4 * ROUNDING * norm(rounded)) * largestNorm + query.length * FLUSHED * (1 + largestScale);
  const words = new Int32Array(Int8Array.from(rounded).buffer);
  const weights = new Uint32Array(query.length);
  for (const [quad, word] of words.entries()) weights[quad * QUAD] = word;
  const start = -ZERO_CODE * rounded.reduce((sum, w) => sum + w, 0);
  return { weights, start, unit, errorBound, reach: norm(rounded) * largestNorm + errorBound };
}

const norm = (vector: Float64Array): number => Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
