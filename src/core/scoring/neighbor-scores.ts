import { forEachNeighbor } from '../snapshot/neighbor-lists.js';
import type { NeighborLists } from '../snapshot/snapshot.js';
import type { SourceItem } from './source-items.js';

/** Similarity of `other` in the neighbor list of `item`; 0 when it is not listed. */
export function neighborSimilarity(lists: NeighborLists, item: number, other: number): number {
  let found = 0;
  forEachNeighbor(lists, item, (neighbor, similarity) => {
    if (neighbor === other) found = similarity;
  });
  return found;
}

/**
 * Item-based collaborative filtering: cf[j] = Σ_s weight[s] · similarity(s, j) over the neighbor lists of the sources.
 *
 * @returns  The scores of all items that occur in any list, in order of first appearance.
 */
export function neighborScores(lists: NeighborLists, sources: readonly SourceItem[]): Map<number, number> {
  const scores = new Map<number, number>();
  for (const { item, weight } of sources)
    forEachNeighbor(lists, item, (neighbor, similarity) => {
      scores.set(neighbor, (scores.get(neighbor) ?? 0) + weight * similarity);
    });
  return scores;
}
