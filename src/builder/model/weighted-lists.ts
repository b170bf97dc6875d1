import type { WeightedNeighbors } from '../../core/snapshot/quantize.js';
import { GrowingColumn } from '../matrix/growing-column.js';

export interface WeightedItem {
  item: number;
  /** > 0, higher is better. */
  weight: number;
}

/**
 * The best `size` of each list, best first, ties by lower index.
 *
 * @param lists  One of each item, cut as it comes: memory grows with what is kept, not with the number of pairs.
 */
export function toNeighbors(lists: Iterable<WeightedItem[]>, size: number): WeightedNeighbors {
  const offsets = [0];
  const items = new GrowingColumn((length) => new Uint32Array(length));
  const weights = new GrowingColumn((length) => new Float64Array(length));
  for (const list of lists) {
    const best = list.sort((a, b) => b.weight - a.weight || a.item - b.item).slice(0, size);
    for (const { item, weight } of best) {
      items.push(item);
      weights.push(weight);
    }
    offsets.push(offsets[offsets.length - 1] + best.length);
  }
  return {
    offsets: Uint32Array.from(offsets),
    items: items.values().slice(),
    weights: Float32Array.from(weights.values()),
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
