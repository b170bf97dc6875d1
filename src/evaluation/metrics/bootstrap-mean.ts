import { seededRandom } from '../../core/random.js';
import { type Interval, middleOf, RESAMPLES } from './bootstrap.js';

/**
 * Percentile bootstrap of a mean: draws as many values as there are, with replacement, 1,000 times, and takes the 2.5th and
 * the 97.5th percentile of their means.
 *
 * @param values  At least one.
 * @param seed    The same seed draws the same places, so rows about the same examples are drawn alike.
 */
export function bootstrapMean(values: Float64Array, seed: number): Interval {
  const random = seededRandom(seed);
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)];
    return sum / values.length;
  });
  return middleOf(means);
}
