import type { Interval } from '../../evaluation/metrics/bootstrap.js';
import type { PredictorFigures } from '../../evaluation/ratings/evaluate-ratings.js';
import { fixed, intervalText } from './summary.js';
import { textTable } from './text-table.js';

/** The answer of an evaluation of ratings, as `--json` prints it. */
export interface RatingSummary {
  protocol: 'ratings';
  /** Ratings that were asked for: the last of each user with two or more. */
  examples: number;
  users: number;
  items: number;
  /** All ratings, those asked for included; of several of one item by one user the last. */
  ratings: number;
  minShoppers: number;
  seed: number;
  /** Of what the file holds, packed or not. */
  dataHash: string;
  /** Of the package. */
  version: string;
  command: string;
  /** From simple to elaborate. */
  predictors: PredictorFigures[];
}

export function ratingSummaryText(summary: RatingSummary): string {
  const { examples, users, items, ratings, minShoppers, seed, dataHash, version, command, predictors } = summary;
  const ranged = (value: number, interval: Interval): string => `${fixed(value)} ${intervalText(interval)}`;
  return [
    `ratings: ${examples} examples, ${ratings} ratings by ${users} users of ${items} items, seed ${seed}, data ${dataHash}, windowshop ${version}`,
    textTable(
      ['', 'RMSE', 'MSE', 'ridge'],
      predictors.map(({ name, rmse, mse, intervals, ridge }) => [
        name,
        ranged(rmse, intervals.rmse),
        ranged(mse, intervals.mse),
        ridge === undefined ? '–' : String(ridge),
      ]),
    ),
    `statistics of at least ${minShoppers} shoppers; ridges chosen on second last ratings\nin brackets: 95 % of 1,000 bootstrap samples\nfor study: windowshop itself ranks, and predicts no ratings\n${command}`,
  ].join('\n\n');
}
