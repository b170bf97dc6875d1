import type { SparseMatrix } from '../../builder/matrix/sparse-matrix.js';
import type { Interval } from '../metrics/bootstrap.js';
import { bootstrapMean } from '../metrics/bootstrap-mean.js';
import { meanSquaredError, rootMeanSquaredError } from '../metrics/rating-error.js';
import { holdOutLast } from './hold-out-last.js';
import { type PredictorName, predictions, type TrainOptions, trainPredictors } from './train-predictors.js';

export interface PredictorFigures {
  name: PredictorName;
  /** In the unit of the ratings. */
  rmse: number;
  /** In its square. */
  mse: number;
  /** 95 % of bootstrap samples of the examples. */
  intervals: { rmse: Interval; mse: Interval };
  /** As chosen on the second last ratings; absent where there is nothing to choose. */
  ridge?: number;
}

/**
 * The protocol `ratings`: trains on all but the last rating of each user and asks for that one.
 *
 * @param log  r[u, i] [U, N], each row in time order.
 * @returns    No predictors where no user has two ratings.
 */
export function evaluateRatings(
  log: SparseMatrix,
  options: TrainOptions,
): { examples: number; predictors: PredictorFigures[] } {
  const { training, heldOut } = holdOutLast(log);
  const { ratings } = heldOut;
  if (ratings.length === 0) return { examples: 0, predictors: [] };
  const predictors = trainPredictors(training, options).map(({ name, ridge, predict }): PredictorFigures => {
    const predicted = predictions(predict, heldOut);
    const [low, high] = bootstrapMean(
      predicted.map((rating, n) => (rating - ratings[n]) ** 2),
      options.seed,
    );
    return {
      name,
      rmse: rootMeanSquaredError(predicted, ratings),
      mse: meanSquaredError(predicted, ratings),
      // Percentiles of roots are roots of percentiles.
      intervals: { rmse: [Math.sqrt(low), Math.sqrt(high)], mse: [low, high] },
      ...(ridge === undefined ? {} : { ridge }),
    };
  });
  return { examples: ratings.length, predictors };
}
