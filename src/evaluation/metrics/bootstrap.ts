import { seededRandom } from '../../core/random.js';
import { drawBinomial } from './draw-binomial.js';
import { type Accuracy, accuracyOf, exampleCount, type RankCounts } from './rank-counts.js';

/** Lower and upper end. */
export type Interval = [low: number, high: number];
export type Intervals = Record<keyof Accuracy, Interval>;

export const RESAMPLES = 1000;
const LEVEL = 0.95;

/**
 * Percentile bootstrap over examples: draws as many examples as there are, with replacement, 1,000 times, and takes the
 * 2.5th and the 97.5th percentile of each figure. Drawing examples is drawing ranks by how often they occur, so
 * nothing but the counts is needed, and many examples cost no more than few.
 *
 * Prefixes of one visit are counted as examples of their own although they are alike: there the true intervals are
 * somewhat wider.
 *
 * @param seed  The same seed gives the same intervals.
 */
export function bootstrapIntervals(counts: RankCounts, seed: number): Intervals {
  const random = seededRandom(seed);
  const samples = Array.from({ length: RESAMPLES }, () => accuracyOf(resample(counts, random)));
  const interval = (figure: keyof Accuracy): Interval => middleOf(samples.map((sample) => sample[figure]));
  return { hitRate: interval('hitRate'), mrr: interval('mrr'), ndcg: interval('ndcg') };
}

/** Between which lie the middle 95 % of the values. */
export function middleOf(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))];
  return [at((1 - LEVEL) / 2), at((1 + LEVEL) / 2)];
}

/** Rank by rank: of the examples that are left, how many fall on this rank, given that they fall on none before. */
function resample(counts: RankCounts, random: () => number): RankCounts {
  let left = exampleCount(counts);
  let leftInCounts = left;
  return counts.map((count) => {
    const drawn = drawBinomial(left, leftInCounts === 0 ? 0 : count / leftInCounts, random);
    left -= drawn;
    leftInCounts -= count;
    return drawn;
  });
}
