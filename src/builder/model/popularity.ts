import type { Product } from '../../core/product.js';
import type { Journeys } from '../clean/clean-events.js';
import { INTEREST } from './event-interest.js';
import { type Sequences, sequencesPerItem } from './sequences.js';

/** After this time an event counts half towards popularity: a season in a shop. */
const HALF_LIFE_MS = 90 * 24 * 60 * 60 * 1000;

/**
 * Distinct users who showed interest in each item.
 *
 * @returns  [N]; 0 below `minShoppers`.
 */
export function shopperCounts(
  { offsets, items, names }: Journeys,
  itemCount: number,
  minShoppers: number,
): Uint32Array {
  const counts = new Uint32Array(itemCount);
  const lastUser = new Int32Array(itemCount).fill(-1);
  for (let user = 0; user < offsets.length - 1; user++) {
    for (let e = offsets[user]; e < offsets[user + 1]; e++) {
      if (INTEREST[names[e]] <= 0 || lastUser[items[e]] === user) continue;
      lastUser[items[e]] = user;
      counts[items[e]]++;
    }
  }
  return counts.map((count) => (count >= minShoppers ? count : 0));
}

/**
 * popularity[n] = max(0, Σ weight of event · 2^(−age / 90 days)), age measured from the end of the log so that the build
 * does not depend on the clock. What has no moment is as old as the log, of age 0 where nothing has one. Items with too few
 * shoppers get 0, and no others: what was only turned down is not new.
 *
 * @param shoppers  [N], see {@link shopperCounts}.
 * @returns         [N] ≥ 0
 */
export function popularity(journeys: Journeys, shoppers: Uint32Array, minShoppers: number): Float32Array {
  const { items, names, timestamps } = journeys;
  const { start, end } = periodOf(journeys, minShoppers);
  const sums = new Float64Array(shoppers.length);
  items.forEach((item, e) => {
    const age = Math.max(0, end - (Number.isNaN(timestamps[e]) ? start : timestamps[e]));
    sums[item] += INTEREST[names[e]] * 2 ** (-age / HALF_LIFE_MS);
  });
  return Float32Array.from(sums, (sum, item) => (shoppers[item] > 0 ? Math.max(LEAST, sum) : 0));
}

/**
 * From the first moment at which `minShoppers` users had done something to the last at which so many had not done their
 * last, both 0 without times: what fewer did before and afterwards, by a clock that is wrong perhaps, must not make all
 * else old, nor tell when they did it.
 */
function periodOf({ offsets, timestamps }: Journeys, minShoppers: number): { start: number; end: number } {
  const first: number[] = [];
  const last: number[] = [];
  for (let user = 0; user < offsets.length - 1; user++) {
    const known = timestamps.subarray(offsets[user], offsets[user + 1]).filter((moment) => !Number.isNaN(moment));
    if (known.length === 0) continue;
    first.push(known[0]);
    last.push(known[known.length - 1]);
  }
  if (last.length === 0) return { start: 0, end: 0 };
  const place = Math.min(minShoppers, last.length) - 1;
  return { start: first.sort((a, b) => a - b)[place], end: last.sort((a, b) => b - a)[place] };
}

/** Popularity of late looks at about the last tenth of the log. */
const RECENT_DECAY = 10;

/** What is older adds next to nothing, and does not count among the shoppers. */
const RECENT_AGE = 0.3;

/**
 * recent[n] = Σ e^(−10 · age) over what users were interested in, age in [0, 1].
 *
 * @returns  [N] ≥ 0; 0 for items that fewer than `minShoppers` users met of late, and for all of a log without times.
 */
export function recentPopularity(sequences: Sequences, itemCount: number, minShoppers: number): Float32Array {
  const { items, ages } = sequences;
  const shoppers = sequencesPerItem(sequences, itemCount, (e) => ages[e] <= RECENT_AGE);
  const sums = new Float32Array(itemCount);
  if (ages.every((age) => age === 0)) return sums;
  items.forEach((item, e) => {
    if (shoppers[item] >= minShoppers) sums[item] += Math.exp(-RECENT_DECAY * ages[e]);
  });
  return sums;
}

/** What is known to hardly anybody's liking. */
const LEAST = 1e-3;

/** More ratings than people: a broken count, which must not outgrow what the format allows. */
const MAX_RATINGS = 1e10;

/** What a catalogue without a log knows: how many rated an item, times how they rated it. [N] ≥ 0 */
export const ratedPopularity = (products: readonly Product[]): Float32Array =>
  Float32Array.from(products, ({ rating = 0, ratingCount = 0 }) => rating * Math.min(MAX_RATINGS, ratingCount));
