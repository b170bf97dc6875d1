import { type SparseMatrix, transposed } from '../../builder/matrix/sparse-matrix.js';
import { toNeighbors, type WeightedItem } from '../../builder/model/weighted-lists.js';
import { type PredictRating, residualsOf } from './predict-rating.js';
import type { TrainingRatings } from './training-ratings.js';

/** M; Sarwar et al. lose hardly anything by it. */
const NEIGHBORS = 200;
/** Common users at which a similarity counts half: Koren, "Factorization meets the neighborhood", KDD 2008. */
const SHRINKAGE = 100;

/**
 * `item-based`: the weighted mean of what a user left over on the items most similar to the one asked for,
 *
 *   predicted[u, i] = base[u, i] + Σ_j s[i, j] · e[u, j] / (Σ_j s[i, j] + ridge)      e = r − base
 *
 * over the items j that u has rated among the M = 200 with the largest s[i, j] > 0.
 *
 * Source: Sarwar, Karypis, Konstan and Riedl, "Item-based collaborative filtering recommendation algorithms", WWW 2001.
 *
 * @param ridge  > 0
 */
export function itemBasedRating(
  { byUser, minShoppers }: TrainingRatings,
  base: PredictRating,
  ridge: number,
): PredictRating {
  const residuals = residualsOf(byUser, base);
  const { offsets, items, weights } = toNeighbors(similarItems(residuals, minShoppers), NEIGHBORS);
  return (user, item) => {
    const own = new Map<number, number>();
    for (let e = residuals.offsets[user]; e < residuals.offsets[user + 1]; e++)
      own.set(residuals.columns[e], residuals.values[e]);
    let sum = 0;
    let weight = ridge;
    for (let e = offsets[item]; e < offsets[item + 1]; e++) {
      const residual = own.get(items[e]);
      if (residual === undefined) continue;
      sum += weights[e] * residual;
      weight += weights[e];
    }
    return base(user, item) + sum / weight;
  };
}

/**
 * The items that are like each item: the adjusted cosine, shrunk, where it is above 0,
 *
 *   s[i, j] = Σ_u e[u, i] · e[u, j] / √(Σ_u e[u, i]² · Σ_u e[u, j]²) · c / (c + 100)      over the c users who rated both
 *
 * @param residuals    e [U, N]
 * @param minShoppers  Users that a pair needs.
 */
function* similarItems(residuals: SparseMatrix, minShoppers: number): Generator<WeightedItem[]> {
  const byItem = transposed(residuals);
  const itemCount = byItem.rowCount;
  const common = new Uint32Array(itemCount);
  const [products, ownSquares, otherSquares] = [0, 1, 2].map(() => new Float64Array(itemCount));
  for (let item = 0; item < itemCount; item++) {
    const touched: number[] = [];
    for (let e = byItem.offsets[item]; e < byItem.offsets[item + 1]; e++) {
      const user = byItem.columns[e];
      const own = byItem.values[e];
      for (let o = residuals.offsets[user]; o < residuals.offsets[user + 1]; o++) {
        const other = residuals.columns[o];
        if (common[other]++ === 0) touched.push(other);
        products[other] += own * residuals.values[o];
        ownSquares[other] += own ** 2;
        otherSquares[other] += residuals.values[o] ** 2;
      }
    }
    const list: WeightedItem[] = [];
    for (const other of touched) {
      const cosine = products[other] / Math.sqrt(ownSquares[other] * otherSquares[other]);
      if (other !== item && common[other] >= minShoppers && cosine > 0)
        list.push({ item: other, weight: (cosine * common[other]) / (common[other] + SHRINKAGE) });
      common[other] = products[other] = ownSquares[other] = otherSquares[other] = 0;
    }
    yield list;
  }
}
