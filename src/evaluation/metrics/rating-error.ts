/**
 * Mean squared error of predicted ratings: MSE = Σ_i (predicted[i] − actual[i])² / n.
 *
 * @returns  0 where there are none.
 * @throws RangeError when the two differ in length.
 */
export function meanSquaredError(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  if (predicted.length !== actual.length)
    throw new RangeError(`meanSquaredError: ${predicted.length} predictions for ${actual.length} ratings`);
  let sum = 0;
  for (let i = 0; i < predicted.length; i++) sum += (predicted[i] - actual[i]) ** 2;
  return predicted.length === 0 ? 0 : sum / predicted.length;
}

/** RMSE = √MSE, in the unit of the ratings. */
export const rootMeanSquaredError = (predicted: ArrayLike<number>, actual: ArrayLike<number>): number =>
  Math.sqrt(meanSquaredError(predicted, actual));
