import type { SparseMatrix } from '../../builder/matrix/sparse-matrix.js';
import type { PredictRating } from './predict-rating.js';
import type { TrainingRatings } from './training-ratings.js';

/** Of both sides; nothing moves by then but digits that nobody reads. */
const ROUNDS = 15;

/**
 * `biases`: how generous a user is and how liked an item, predicted[u, i] = mean + b[u] + b[i], where
 *
 *   min Σ_ui (r[u, i] − mean − b[u] − b[i])² + ridge · (Σ_u b[u]² + Σ_i b[i]²)
 *
 * by solving for the items and for the users in turn.
 *
 * Source: Koren, Bell and Volinsky, "Matrix factorization techniques for recommender systems", Computer 42, 2009.
 */
export function biases({ byUser, byItem, mean }: TrainingRatings, ridge: number): PredictRating {
  const ofUsers = new Float64Array(byUser.rowCount);
  const ofItems = new Float64Array(byItem.rowCount);
  for (let round = 0; round < ROUNDS; round++) {
    solve(ofItems, byItem, ofUsers);
    solve(ofUsers, byUser, ofItems);
  }
  return (user, item) => mean + ofUsers[user] + ofItems[item];

  /** b[n] = Σ_e (r[e] − mean − b[other of e]) / (n's ratings + ridge) */
  function solve(own: Float64Array, { offsets, columns, values }: SparseMatrix, others: Float64Array): void {
    for (let n = 0; n < own.length; n++) {
      let sum = 0;
      for (let e = offsets[n]; e < offsets[n + 1]; e++) sum += values[e] - mean - others[columns[e]];
      own[n] = sum / (offsets[n + 1] - offsets[n] + ridge);
    }
  }
}
