import { type SparseMatrix, transposed } from '../../builder/matrix/sparse-matrix.js';
import { keepEntries } from './keep-entries.js';

/** What predictors learn from. */
export interface TrainingRatings {
  /** r[u, i] [U, N] without items that too few users rated. */
  byUser: SparseMatrix;
  /** The same [N, U]. */
  byItem: SparseMatrix;
  /** Of all ratings, those of rare items included. */
  mean: number;
  lowest: number;
  highest: number;
  /** Distinct users that a statistic needs. */
  minShoppers: number;
}

/** @param training  r[u, i] [U, N], at least one rating; of a pair no more than one. */
export function trainingRatings(training: SparseMatrix, minShoppers: number): TrainingRatings {
  const { columns, values } = training;
  const raters = new Uint32Array(training.columnCount);
  for (const item of columns) raters[item]++;
  const byUser = keepEntries(training, (e) => raters[columns[e]] >= minShoppers);
  return {
    byUser,
    byItem: transposed(byUser),
    mean: values.reduce((sum, rating) => sum + rating, 0) / values.length,
    lowest: values.reduce((least, rating) => Math.min(least, rating)),
    highest: values.reduce((most, rating) => Math.max(most, rating)),
    minShoppers,
  };
}
