import { exactScore } from '../../src/core/scoring/exact-score.js';
import type { TopItems } from '../../src/core/scoring/scoring-backend.js';
import { TopK } from '../../src/core/scoring/top-k.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import type { ScanQuery } from './scan-query.js';

/** Items per group: what one invocation of `scan-items.wgsl` adds up. */
export const GROUP_ITEMS = 8;

export const groupCountOf = ({ itemCount }: Embeddings): number => Math.ceil(itemCount / GROUP_ITEMS);

/** Groups that may hold one of the best items. */
export interface GroupList {
  /** No two equal. */
  groups: ArrayLike<number>;
  /** The highest score of each group, in units of the query. */
  highest: ArrayLike<number>;
}

/**
 * The best K allowed items of the listed groups, by exact score. The most promising group comes first, and the walk ends
 * where no later one can reach the K-th best: `(highest + ε) · unit < K-th exact score`. A tie could still go to a lower
 * index and is looked at.
 *
 * @throws Error when a highest score lies farther from the exact one than ε explains: the device computes wrong.
 */
export function bestOfGroups(
  embeddings: Embeddings,
  query: Float32Array,
  { unit, errorBound }: ScanQuery,
  { groups, highest }: GroupList,
  count: number,
  excluded: ReadonlySet<number>,
): TopItems {
  const { itemCount } = embeddings;
  const groupCount = groupCountOf(embeddings);
  const seen = new Set<number>();
  const top = new TopK(count);
  for (const place of byHighest(highest)) {
    const group = groups[place];
    if (!top.accepts(-1, (highest[place] + errorBound) * unit)) break;
    if (seen.has(group) || !(group >= 0 && group < groupCount))
      throw new Error(`the device answered with group ${group}, which is unknown or stands there twice`);
    seen.add(group);
    let best = Number.NEGATIVE_INFINITY;
    for (let item = group * GROUP_ITEMS; item < Math.min(itemCount, (group + 1) * GROUP_ITEMS); item++) {
      const score = exactScore(embeddings, query, item);
      if (score > best) best = score;
      // Asking the set only about items that would get in keeps the loop free of hashing.
      if (top.accepts(item, score) && !excluded.has(item)) top.add(item, score);
    }
    if (!(Math.abs(highest[place] * unit - best) <= errorBound * unit))
      throw new Error(`the device computed ${highest[place] * unit} where ${best} is right`);
  }
  return top.sorted();
}

/** Places in descending order of their score; NaN comes first, so that it is noticed. */
function byHighest(highest: ArrayLike<number>): Uint32Array {
  const places = Uint32Array.from(highest, (_, place) => place);
  return places.sort((a, b) => compare(highest[b], highest[a]));
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.isNaN(a) ? 1 : -1);
