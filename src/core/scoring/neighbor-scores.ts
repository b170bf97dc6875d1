import { forEachNeighbor } from '../snapshot/neighbor-lists.js';
import type { NeighborLists } from '../snapshot/snapshot.js';
import type { ItemNumbers } from './item-numbers.js';
import type { SourceItem } from './source-items.js';

/** Similarity of `other` in the neighbor list of `item`; 0 when it is not listed. */
export function neighborSimilarity(lists: NeighborLists, item: number, other: number): number {
  let found = 0;
  forEachNeighbor(lists, item, (neighbor, similarity) => {
    if (neighbor === other) found = similarity;
  });
  return found;
}

/** At least as many as the neighbor lists of the sources have entries, each of which takes two bytes or more. */
export const mostNeighbors = ({ offsets, entries }: NeighborLists, sources: readonly SourceItem[]): number =>
  entries.length === 0 ? 0 : sources.reduce((sum, { item }) => sum + ((offsets[item + 1] - offsets[item]) >> 1), 0);

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
    forEachNeighbor(lists, item, (neighbor, similarity) => {
      cf[numbers.add(neighbor)] += weight * similarity;
    });
}
