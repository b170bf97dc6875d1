import { toNeighbors, type WeightedItem } from '../../builder/model/weighted-lists.js';
import { commonHolders } from '../common-holders.js';
import type { Sequences } from '../sequences.js';
import type { ItemScores } from './method-input.js';

/** M */
const NEIGHBORS = 50;
/** Keeps what few users have by chance from being the likest of all; chosen on validation. */
const SHRINKAGE = 20;

/**
 * `item-based` collaborative filtering: each item has a list of the M = 50 items most similar to it,
 *
 *   similarity[i, j] = c[i, j] / (√(n[i] · n[j]) + 20)      score[j] = Σ_i similarity[i, j] over the different items i of the input
 *
 * with n[i] the users that have i and c[i, j] those that have both.
 *
 * Source: Deshpande and Karypis, "Item-based top-N recommendation algorithms", TOIS 2004.
 *
 * @param minShoppers  Users that a pair needs.
 */
export function itemBased(training: Sequences, itemCount: number, minShoppers: number): ItemScores {
  const { holders, forEachCommon } = commonHolders(training, itemCount);
  const lists = Array.from({ length: itemCount }, (_, item) => {
    const list: WeightedItem[] = [];
    forEachCommon(item, (other, common) => {
      if (common >= minShoppers)
        list.push({ item: other, weight: common / (Math.sqrt(holders(item) * holders(other)) + SHRINKAGE) });
    });
    return list;
  });
  const { offsets, items, weights } = toNeighbors(lists, NEIGHBORS);
  return (input) => {
    const scores = new Float64Array(itemCount);
    for (const item of new Set(Array.from(input)))
      for (let e = offsets[item]; e < offsets[item + 1]; e++) scores[items[e]] += weights[e];
    return scores;
  };
}
