import type { PredictRating } from './predict-rating.js';
import type { TrainingRatings } from './training-ratings.js';

/**
 * `item-mean`: what an item is given on average, shrunk to the mean of all:
 *
 *   predicted[i] = (Σ_u r[u, i] + ridge · mean) / (n[i] + ridge)      n[i] the ratings of item i
 */
export function itemMean({ byItem, mean }: TrainingRatings, ridge: number): PredictRating {
  const means = Float64Array.from({ length: byItem.rowCount }, (_, item) => {
    const own = byItem.values.subarray(byItem.offsets[item], byItem.offsets[item + 1]);
    return (own.reduce((sum, rating) => sum + rating, 0) + ridge * mean) / (own.length + ridge);
  });
  return (_, item) => means[item];
}
