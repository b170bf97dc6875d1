import type { WeightedNeighbors } from '../../core/snapshot/quantize.js';
import type { Sequences } from './sequences.js';
import { toNeighbors, type WeightedItem } from './weighted-lists.js';

/** M */
const NEIGHBORS = 10;
/** A step seen once after an item seen once is not yet certain. */
const DAMPING = 3;

/**
 * What users met directly after an item: similarity[i, j] = steps from i to j / (occurrences of i + 3).
 *
 * @param minShoppers  Different sequences that a step needs.
 * @returns            The 10 most frequent steps of each item, ties by lower index; similarities in (0, 1).
 */
export function viewedNext(sequences: Sequences, itemCount: number, minShoppers: number): WeightedNeighbors {
  const { items, sequenceOf } = sequences;
  const occurrences = new Uint32Array(itemCount);
  for (const item of items) occurrences[item]++;
  const steps = Array.from(
    { length: itemCount },
    () => new Map<number, { count: number; users: number; last: number }>(),
  );
  for (let e = 0; e + 1 < items.length; e++) {
    if (sequenceOf[e] !== sequenceOf[e + 1] || items[e] === items[e + 1]) continue;
    const step = steps[items[e]].get(items[e + 1]) ?? { count: 0, users: 0, last: -1 };
    step.count++;
    if (step.last !== sequenceOf[e]) step.users++;
    step.last = sequenceOf[e];
    steps[items[e]].set(items[e + 1], step);
  }
  return toNeighbors(
    steps.map((next, item) =>
      [...next]
        .filter(([, { users }]) => users >= minShoppers)
        .map(
          ([neighbor, { count }]): WeightedItem => ({ item: neighbor, weight: count / (occurrences[item] + DAMPING) }),
        ),
    ),
    NEIGHBORS,
  );
}
