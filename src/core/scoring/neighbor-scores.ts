import type { NeighborLists } from '../snapshot/snapshot.js';
import type { ItemNumbers } from './item-numbers.js';
import type { SourceItem } from './source-items.js';

/** Similarity of entry `e`, which stands in the list of `item`. In [0, 1] for lists of a sound build. */
export const entrySimilarity = ({ weights, scales }: NeighborLists, item: number, e: number): number =>
  (weights[e] / 255) * scales[item];

/** Similarity of `other` in the neighbor list of `item`; 0 when it is not listed. */
export function neighborSimilarity(lists: NeighborLists, item: number, other: number): number {
  for (let e = lists.offsets[item]; e < lists.offsets[item + 1]; e++)
    if (lists.items[e] === other) return entrySimilarity(lists, item, e);
  return 0;
}

/** Entries in the neighbor lists of the sources. */
export const neighborCount = ({ offsets }: NeighborLists, sources: readonly SourceItem[]): number =>
  sources.reduce((sum, { item }) => sum + offsets[item + 1] - offsets[item], 0);

/**
 * Item-based collaborative filtering: cf[j] = Σ_s weight[s] · similarity(s, j) over the neighbor lists of the sources.
 *
 * @param numbers  Is given all items that occur in any list, in order of first appearance.
 * @param cf       Is added the scores, by the numbers of the items.
 */
export function addNeighborScores(
  lists: NeighborLists,
  sources: readonly SourceItem[],
  numbers: ItemNumbers,
  cf: Float64Array,
): void {
  for (const { item, weight } of sources)
    for (let e = lists.offsets[item]; e < lists.offsets[item + 1]; e++)
      cf[numbers.add(lists.items[e])] += weight * entrySimilarity(lists, item, e);
}
