import { solvePositive } from '../../builder/matrix/solve-positive.js';
import { alternatingRows, type FoldIn } from '../methods/alternating-rows.js';
import { type PredictRating, residualsOf } from './predict-rating.js';
import type { TrainingRatings } from './training-ratings.js';

/** D; the ridge keeps what a log is too small to fill close to zero. */
const DIM = 10;
const ROUNDS = 15;

/**
 * `matrix-factorization` of what a prediction leaves over, in units of its deviation s:
 *
 *   predicted[u, i] = base[u, i] + s · x[u] · y[i]      min Σ_ui (e[u, i] / s − x[u] · y[i])² + ridge · (‖x[u]‖² + ‖y[i]‖²)
 *
 * over the known ratings, e = r − base, by alternating least squares. Deterministic by seed.
 *
 * Source: Koren, Bell and Volinsky, "Matrix factorization techniques for recommender systems", Computer 42, 2009.
 *
 * @param ridge  > 0, the same for ratings of any unit.
 */
export function factorizedRating(
  { byUser }: TrainingRatings,
  base: PredictRating,
  { ridge, seed }: { ridge: number; seed: number },
): PredictRating {
  const residuals = residualsOf(byUser, base);
  const squares = residuals.values.reduce((sum, residual) => sum + residual ** 2, 0);
  // Where nothing is left over there is nothing to scale.
  const deviation = Math.sqrt(squares / residuals.values.length) || 1;
  const scaled = { ...residuals, values: residuals.values.map((residual) => residual / deviation) };
  const { users, items } = alternatingRows(scaled, { dim: DIM, rounds: ROUNDS, seed }, (rows) => foldInTo(rows, ridge));
  return (user, item) => {
    let product = 0;
    for (let d = 0; d < DIM; d++) product += users[user * DIM + d] * items[item * DIM + d];
    return base(user, item) + deviation * product;
  };
}

/** (Σ_i y[i] y[i]ᵀ + ridge · n · I) · x = Σ_i value[i] · y[i]      over n rows y. @param rows  [·, D] */
function foldInTo(rows: Float32Array, ridge: number): FoldIn {
  const a = new Float64Array(DIM * DIM);
  const b = new Float64Array(DIM);
  return (others, values, target) => {
    a.fill(0);
    b.fill(0);
    for (let d = 0; d < DIM; d++) a[d * DIM + d] = ridge * others.length;
    for (let e = 0; e < others.length; e++) {
      const at = others[e] * DIM;
      for (let i = 0; i < DIM; i++) {
        b[i] += values[e] * rows[at + i];
        for (let j = 0; j <= i; j++) a[i * DIM + j] += rows[at + i] * rows[at + j];
      }
    }
    solvePositive(a, b);
    target.set(b);
  };
}
