import type { WeightedNeighbors } from '../../core/snapshot/quantize.js';
import { groupEntries } from '../matrix/group-entries.js';
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
export const viewedNext = (sequences: Sequences, itemCount: number, minShoppers: number): WeightedNeighbors =>
  toNeighbors(stepsOf(sequences, itemCount, minShoppers), NEIGHBORS);

/** The steps from each item. */
function* stepsOf({ items, sequenceOf }: Sequences, itemCount: number, minShoppers: number): Iterable<WeightedItem[]> {
  const { offsets, entries } = groupEntries(items, itemCount);
  for (let item = 0; item < itemCount; item++) {
    const steps = new Map<number, { count: number; users: number; last: number }>();
    for (const e of entries.subarray(offsets[item], offsets[item + 1])) {
      const next = items[e + 1];
      if (sequenceOf[e] !== sequenceOf[e + 1] || next === item) continue;
      const step = steps.get(next) ?? { count: 0, users: 0, last: -1 };
      step.count++;
      if (step.last !== sequenceOf[e]) step.users++;
      step.last = sequenceOf[e];
      steps.set(next, step);
    }
    const occurrences = offsets[item + 1] - offsets[item];
    yield [...steps]
      .filter(([, { users }]) => users >= minShoppers)
      .map(([neighbor, { count }]) => ({ item: neighbor, weight: count / (occurrences + DAMPING) }));
  }
}
