import type { WeightedNeighbors } from '../../core/snapshot/quantize.js';
import type { Journeys } from '../clean/clean-events.js';
import { coOccurrence } from './co-occurrence.js';
import { INTEREST } from './event-interest.js';
import { agesOf } from './sequences.js';

/** M; with 50 the hit rate of a real beauty shop rose by a hundredth of itself. */
const NEIGHBORS = 20;
/** Items further apart than this in a journey have little to do with each other. */
const WINDOW = 20;
/** Each step further apart counts this much less, … */
const STEP_DECAY = 0.8;
/** … a neighbor met before the item less than one met after it, … */
const BACKWARD = 0.5;
/** … and one met in another visit of the same shopper less than one of the same visit. */
const OTHER_VISIT = 0.3;
/** The oldest events of the log count e^−1 of the latest. */
const AGE_DECAY = 1;

/** Items that the same shoppers were interested in, those of the same visit and close in time first. */
export function viewedWith(journeys: Journeys, itemCount: number, minShoppers: number): WeightedNeighbors {
  const { groups, items, visits, ages } = interestingItems(journeys);
  const weights = new Float32Array(items.length);
  for (let start = 0; start < items.length; ) {
    let end = start;
    while (end < items.length && visits[end] === visits[start]) end++;
    for (let e = start; e < end; e++) weights[e] = Math.exp(-AGE_DECAY * ages[e]) / Math.log2(2 + (end - start));
    start = end;
  }
  const decay = Float64Array.from({ length: WINDOW + 1 }, (_, gap) => STEP_DECAY ** (gap - 1));
  return coOccurrence(
    { groups, users: Uint32Array.from({ length: groups.length - 1 }, (_, user) => user), items, weights },
    {
      itemCount,
      window: WINDOW,
      minShoppers,
      size: NEIGHBORS,
      closeness: (earlier, later, isAhead) =>
        decay[later - earlier] * (isAhead ? 1 : BACKWARD) * (visits[earlier] === visits[later] ? 1 : OTHER_VISIT),
    },
  );
}

/** Each user's items in order, each once per visit: coming back to an item ten times is one interest, not ten. */
function interestingItems({ offsets, items, names, visits, timestamps }: Journeys) {
  const groups = [0];
  const kept: number[] = [];
  for (let user = 0; user < offsets.length - 1; user++) {
    const seen = new Set<number>();
    for (let e = offsets[user]; e < offsets[user + 1]; e++) {
      if (e > offsets[user] && visits[e] !== visits[e - 1]) seen.clear();
      if (INTEREST[names[e]] <= 0 || seen.has(items[e])) continue;
      seen.add(items[e]);
      kept.push(e);
    }
    groups.push(kept.length);
  }
  return {
    groups: Uint32Array.from(groups),
    items: Uint32Array.from(kept, (e) => items[e]),
    visits: Uint32Array.from(kept, (e) => visits[e]),
    ages: agesOf(timestamps, kept),
  };
}
