import { seededRandom } from '../../core/random.js';
import { type Accuracy, accuracyOf, exampleCount, type RankCounts } from './rank-counts.js';

/** Lower and upper end. */
export type Interval = [low: number, high: number];
export type Intervals = Record<keyof Accuracy, Interval>;

const RESAMPLES = 1000;
const LEVEL = 0.95;

/**
 * Percentile bootstrap over examples: draws as many examples as there are, with replacement, 1,000 times, and takes the
 * 2.5th and the 97.5th percentile of each figure. Drawing examples is drawing ranks by how often they occur, so nothing
 * but the counts is needed.
 *
 * Prefixes of one visit are counted as examples of their own although they are alike: there the true intervals are
 * somewhat wider.
 *
 * @param seed  The same seed gives the same intervals.
 */
export function bootstrapIntervals(counts: RankCounts, seed: number): Intervals {
  const n = exampleCount(counts);
  const draw = rankDrawer(counts, n, seededRandom(seed));
  const samples = Array.from({ length: RESAMPLES }, () => {
    const drawn = new Uint32Array(counts.length);
    for (let i = 0; i < n; i++) drawn[draw()]++;
    return accuracyOf(drawn);
  });
  const interval = (figure: keyof Accuracy): Interval => {
    const values = Float64Array.from(samples, (sample) => sample[figure]).sort();
    const at = (share: number): number => values[Math.round(share * (values.length - 1))];
    return [at((1 - LEVEL) / 2), at((1 + LEVEL) / 2)];
  };
  return { hitRate: interval('hitRate'), mrr: interval('mrr'), ndcg: interval('ndcg') };
}

/**
 * Draws ranks by how often they occur, in constant time: an alias table.
 *
 * Source: Vose, "A linear algorithm for generating random numbers with a given distribution", IEEE TSE 1991.
 */
function rankDrawer(counts: RankCounts, n: number, random: () => number): () => number {
  const size = counts.length;
  const shares = Float64Array.from(counts, (count) => (count / Math.max(1, n)) * size);
  const other = Uint32Array.from(counts.keys());
  const small: number[] = [];
  const large: number[] = [];
  for (const [rank, share] of shares.entries()) (share < 1 ? small : large).push(rank);
  while (small.length > 0 && large.length > 0) {
    const lesser = small.pop() as number;
    const greater = large[large.length - 1];
    other[lesser] = greater;
    shares[greater] -= 1 - shares[lesser];
    if (shares[greater] < 1) small.push(large.pop() as number);
  }
  // What rounding left over is as full as its slot.
  for (const rank of [...small, ...large]) shares[rank] = 1;
  return () => {
    const place = random() * size;
    const rank = Math.floor(place);
    return place - rank < shares[rank] ? rank : other[rank];
  };
}
