import type { WeightedNeighbors } from '../../core/snapshot/quantize.js';

export interface WeightedItem {
  item: number;
  /** > 0, higher is better. */
  weight: number;
}

/** The best `size` of each list, best first, ties by lower index. */
export function toNeighbors(lists: readonly WeightedItem[][], size: number): WeightedNeighbors {
  const offsets = new Uint32Array(lists.length + 1);
  const kept = lists.map((list, item) => {
    const best = list.sort((a, b) => b.weight - a.weight || a.item - b.item).slice(0, size);
    offsets[item + 1] = offsets[item] + best.length;
    return best;
  });
  const entries = kept.flat();
  return {
    offsets,
    items: Uint32Array.from(entries, ({ item }) => item),
    weights: Float32Array.from(entries, ({ weight }) => weight),
  };
}

/** The first `size` entries of each list. @param lists  Best first. */
export function bestNeighbors({ offsets, items, weights }: WeightedNeighbors, size: number): WeightedNeighbors {
  const lists = Array.from({ length: offsets.length - 1 }, (_, item) => {
    const end = Math.min(offsets[item] + size, offsets[item + 1]);
    return Array.from(items.subarray(offsets[item], end), (neighbor, e) => ({
      item: neighbor,
      weight: weights[offsets[item] + e],
    }));
  });
  return toNeighbors(lists, size);
}
