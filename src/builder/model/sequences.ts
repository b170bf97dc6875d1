import type { Journeys } from '../clean/clean-events.js';
import { INTEREST } from './event-interest.js';

/** Items in the order in which users met them: sequence s has the entries `offsets[s]` … `offsets[s + 1]`. */
export interface Sequences {
  /** [S + 1] */
  offsets: Uint32Array;
  items: Uint32Array;
  /** The sequence of each entry. */
  sequenceOf: Uint32Array;
  /** How long ago each entry was, 0 = at the end of the log … 1 = at its beginning; 0 where no times are known. */
  ages: Float32Array;
}

/** What each user was interested in, in order: see {@link entriesOf}. */
export function sequencesOf(journeys: Journeys): Sequences {
  const kept: number[] = [];
  const starts = [0];
  const sequenceOf: number[] = [];
  for (let user = 0; user < journeys.offsets.length - 1; user++) {
    for (const e of entriesOf(journeys, user)) {
      kept.push(e);
      sequenceOf.push(starts.length - 1);
    }
    if (kept.length > starts[starts.length - 1]) starts.push(kept.length);
  }
  return {
    offsets: Uint32Array.from(starts),
    items: Uint32Array.from(kept, (e) => journeys.items[e]),
    sequenceOf: Uint32Array.from(sequenceOf),
    ages: agesOf(journeys.timestamps, kept),
  };
}

/**
 * The events by which a user met an item they were interested in. Steps of one encounter, such as view, cart and
 * purchase of an item, are one entry: the first of them.
 */
export function entriesOf({ offsets, items, names }: Journeys, user: number): number[] {
  const entries: number[] = [];
  let before = -1;
  for (let e = offsets[user]; e < offsets[user + 1]; e++) {
    if (INTEREST[names[e]] <= 0) continue;
    if (before >= 0 && items[e] === items[before] && names[e] !== names[before]) continue;
    before = e;
    entries.push(e);
  }
  return entries;
}

/**
 * How long ago events were, by rank in time and not by time itself: a log may have a quiet year and a busy month.
 *
 * @returns  In [0, 1], 0 = the latest; 1 where a time is not known, but 0 where none is.
 */
export function agesOf(timestamps: Float64Array, events: readonly number[]): Float32Array {
  const ages = new Float32Array(events.length);
  const known = events.filter((e) => !Number.isNaN(timestamps[e]));
  if (known.length === 0) return ages;
  const moments = Float64Array.from(known, (e) => timestamps[e]).sort();
  events.forEach((e, i) => {
    ages[i] = Number.isNaN(timestamps[e]) ? 1 : 1 - firstAfter(moments, timestamps[e]) / moments.length;
  });
  return ages;
}

/** How many of the sorted moments are not after this one. */
function firstAfter(moments: Float64Array, moment: number): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (moments[middle] <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** In how many sequences each item has an entry of some kind. [N] */
export function sequencesPerItem(
  { items, sequenceOf }: Sequences,
  itemCount: number,
  isCounted: (entry: number) => boolean,
): Uint32Array {
  const counts = new Uint32Array(itemCount);
  const last = new Int32Array(itemCount).fill(-1);
  for (let e = 0; e < items.length; e++) {
    if (last[items[e]] === sequenceOf[e] || !isCounted(e)) continue;
    last[items[e]] = sequenceOf[e];
    counts[items[e]]++;
  }
  return counts;
}
