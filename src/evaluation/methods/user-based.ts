import type { SparseMatrix } from '../../builder/matrix/sparse-matrix.js';
import { toNeighbors, type WeightedItem } from '../../builder/model/weighted-lists.js';
import type { LatentFactors } from './implicit-als.js';
import { countItems } from './interaction-matrix.js';
import { cosineAt, unitRows } from './k-means.js';
import type { ItemScores } from './method-input.js';
import { tasteGroups } from './taste-groups.js';

/** Users per group, on average, until there are as many groups as a snapshot would carry. */
const GROUP_SIZE = 25;
const MOST_GROUPS = 300;
/** Groups that are asked, and items that a group's list holds. */
const NEAREST_GROUPS = 30;
const LIST_ITEMS = 100;
/** Lets the nearest of them count more. */
const AMPLIFICATION = 2.5;

export interface UserBasedOptions {
  minShoppers: number;
  seed: number;
}

/**
 * `user-based` collaborative filtering without any other user's row: users are grouped by taste, a group being at least
 * `minShoppers` of them, and of a group only its direction and a list of its items remain.
 *
 *   score[j] = Σ_g cos(x, center[g])^2.5 · share[g, j]      over the 30 groups nearest to the shopper x, folded in
 *
 * with share[g, j] the part of the group that has item j, where at least `minShoppers` of them do.
 *
 * Source: Breese, Heckerman and Kadie, "Empirical analysis of predictive algorithms for collaborative filtering", UAI
 * 1998, with groups in the place of users.
 */
export function userBased(
  interactions: SparseMatrix,
  { users, dim, foldIn }: LatentFactors,
  { minShoppers, seed }: UserBasedOptions,
): ItemScores {
  const count = Math.min(MOST_GROUPS, Math.max(2, Math.round(interactions.rowCount / GROUP_SIZE)));
  const { centers, groupOf } = tasteGroups(users, dim, { count, minShoppers, seed });
  const { offsets, items, weights } = groupLists(interactions, groupOf, centers.length / dim, minShoppers);
  const shopper = new Float32Array(dim);
  return (input) => {
    const scores = new Float64Array(interactions.columnCount);
    const counts = countItems(input);
    if (counts.size === 0) return scores;
    foldIn([...counts.keys()], [...counts.values()], shopper);
    const place = unitRows(shopper, dim);
    const nearest = Array.from({ length: centers.length / dim }, (_, group) => ({
      group,
      cosine: cosineAt(place, 0, centers, group, dim),
    }))
      .filter(({ cosine }) => cosine > 0)
      .sort((a, b) => b.cosine - a.cosine || a.group - b.group)
      .slice(0, NEAREST_GROUPS);
    for (const { group, cosine } of nearest) {
      const similarity = cosine ** AMPLIFICATION;
      for (let e = offsets[group]; e < offsets[group + 1]; e++) scores[items[e]] += similarity * weights[e];
    }
    return scores;
  };
}

/** Of each group the items that the largest parts of it have. */
function groupLists(
  { rowCount, offsets, columns }: SparseMatrix,
  groupOf: Int32Array,
  groupCount: number,
  minShoppers: number,
) {
  const holders = Array.from({ length: groupCount }, () => new Map<number, number>());
  const sizes = new Uint32Array(groupCount);
  for (let user = 0; user < rowCount; user++) {
    const group = groupOf[user];
    if (group < 0) continue;
    sizes[group]++;
    for (const item of columns.subarray(offsets[user], offsets[user + 1]))
      holders[group].set(item, (holders[group].get(item) ?? 0) + 1);
  }
  const lists = holders.map((counts, group): WeightedItem[] =>
    [...counts]
      .filter(([, count]) => count >= minShoppers)
      .map(([item, count]) => ({ item, weight: count / sizes[group] })),
  );
  return toNeighbors(lists, LIST_ITEMS);
}
