import type { SparseMatrix } from '../../builder/matrix/sparse-matrix.js';
import type { TrainingRatings } from './training-ratings.js';

/** What a user is expected to give an item, in the unit of the ratings. */
export type PredictRating = (user: number, item: number) => number;

/** The same, never beyond what was given in training. */
export const clipped =
  (predict: PredictRating, { lowest, highest }: TrainingRatings): PredictRating =>
  (user, item) =>
    Math.min(highest, Math.max(lowest, predict(user, item)));

/** What a prediction leaves over: e[u, i] = r[u, i] − predicted[u, i]. [U, N] */
export function residualsOf(ratings: SparseMatrix, predict: PredictRating): SparseMatrix {
  const { rowCount, offsets, columns } = ratings;
  const values = ratings.values.slice();
  for (let user = 0; user < rowCount; user++)
    for (let e = offsets[user]; e < offsets[user + 1]; e++) values[e] -= predict(user, columns[e]);
  return { ...ratings, values };
}
