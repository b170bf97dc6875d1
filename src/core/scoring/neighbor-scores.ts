import type { NeighborLists } from '../snapshot/snapshot.js';
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

/**
 * Item-based collaborative filtering: cf[j] = Σ_s weight[s] · similarity(s, j) over the neighbor lists of the sources.
 *
 * @returns  The scores of all items that occur in any list, in order of first appearance.
 */
export function neighborScores(lists: NeighborLists, sources: readonly SourceItem[]): Map<number, number> {
  const scores = new Map<number, number>();
  for (const { item, weight } of sources) {
    for (let e = lists.offsets[item]; e < lists.offsets[item + 1]; e++) {
      const neighbor = lists.items[e];
      scores.set(neighbor, (scores.get(neighbor) ?? 0) + weight * entrySimilarity(lists, item, e));
    }
  }
  return scores;
}
