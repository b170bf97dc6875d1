import type { LatentFactors } from './implicit-als.js';
import { countItems } from './interaction-matrix.js';
import type { ItemScores } from './method-input.js';

/**
 * `matrix-factorization`: score[j] = x · y[j], the shopper x being folded in among the items from those of the input. The
 * snapshot would hold the items' rows and one D × D matrix; nobody's row but the shopper's own is needed.
 */
export function matrixFactorization({ items, dim, foldIn }: LatentFactors): ItemScores {
  const shopper = new Float32Array(dim);
  return (input) => {
    const scores = new Float64Array(items.length / dim);
    const counts = countItems(input);
    if (counts.size === 0) return scores;
    foldIn([...counts.keys()], [...counts.values()], shopper);
    for (let item = 0, at = 0; item < scores.length; item++) {
      let sum = 0;
      for (let d = 0; d < dim; d++) sum += shopper[d] * items[at++];
      scores[item] = sum;
    }
    return scores;
  };
}
