import type { NeighborLists } from '../snapshot/snapshot.js';
import type { SourceItem } from './source-items.js';

/** Similarity of `other` in the neighbor list of `item`; 0 when it is not listed. In [0, 1] for lists of a sound build. */
export function neighborSimilarity(lists: NeighborLists, item: number, other: number): number {
  for (let e = lists.offsets[item]; e < lists.offsets[item + 1]; e++)
    if (lists.items[e] === other) return (lists.weights[e] / 255) * lists.scales[item];
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
      const similarity = (lists.weights[e] / 255) * lists.scales[item];
      scores.set(neighbor, (scores.get(neighbor) ?? 0) + weight * similarity);
    }
  }
  return scores;
}
