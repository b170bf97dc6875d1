/** A query in whole numbers: q[d] ≈ whole[d] · step. */
export interface QuantizedQuery {
  /** [D] in −levels … levels */
  whole: Int32Array;
  /** > 0 */
  step: number;
  /** ‖q‖ */
  norm: number;
  /** ‖q − whole · step‖ */
  error: number;
}

/**
 * Rounds a query to whole numbers.
 *
 * @param levels  Largest whole number.
 * @returns       Undefined for a query without direction (zero, or not finite), which no scan can rank by.
 */
export function quantizeQuery(query: Float32Array, levels: number): QuantizedQuery | undefined {
  let largest = 0;
  let squares = 0;
  for (const x of query) {
    largest = Math.max(largest, Math.abs(x));
    squares += x * x;
  }
  const step = largest / levels;
  if (!(step > 0 && squares < Number.POSITIVE_INFINITY)) return undefined;
  const whole = new Int32Array(query.length);
  let errors = 0;
  for (let d = 0; d < query.length; d++) {
    // No coordinate lies beyond the last level but by the rounding of the quotient.
    whole[d] = Math.round(query[d] / step);
    errors += (query[d] - whole[d] * step) ** 2;
  }
  return { whole, step, norm: Math.sqrt(squares), error: Math.sqrt(errors) };
}

/**
 * How far an approximate score may lie from the exact one, in units of `step`:
 *
 *   |q·x̂ / step − approx| ≤ (‖q − q̂‖ · M + 2^−21 · ‖q‖ · M) / step + 2^−100        approx = float32(q̂·codes) · scale
 *
 * The first term is Cauchy and Schwarz on what rounding the query left; the rows are the snapshot's own numbers and have
 * no error. The second covers three roundings to float32 (sum, product, threshold) and those of the exact score itself;
 * the last what a number near zero can lose.
 *
 * @param largestNorm  M = max over n of ‖x̂[n]‖
 */
export const approximationError = ({ step, norm, error }: QuantizedQuery, largestNorm: number): number =>
  ((error + norm * 2 ** -21) * largestNorm) / step + 2 ** -100;
