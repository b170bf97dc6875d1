import type { SparseMatrix } from '../../builder/matrix/sparse-matrix.js';
import { meanSquaredError } from '../metrics/rating-error.js';
import { biases } from './biases.js';
import { factorizedRating } from './factorized-rating.js';
import { type HeldOutRatings, holdOutLast } from './hold-out-last.js';
import { itemBasedRating } from './item-based-rating.js';
import { itemMean } from './item-mean.js';
import { clipped, type PredictRating } from './predict-rating.js';
import { type TrainingRatings, trainingRatings } from './training-ratings.js';

/** From simple to elaborate, the order in which they are told. */
export type PredictorName = 'mean' | 'item-mean' | 'biases' | 'item-based' | 'matrix-factorization';

export interface RatingPredictor {
  name: PredictorName;
  /** How much it distrusts what few ratings say, as chosen; absent where there is nothing to choose. */
  ridge?: number;
  predict: PredictRating;
}

export interface TrainOptions {
  /** Distinct users that a statistic of items needs. */
  minShoppers: number;
  seed: number;
  /** Told before each. */
  onPredictor?(name: PredictorName): void;
}

/** What a ridge is chosen from, the most cautious first: it stays where nothing can be held out. */
const RIDGES = {
  'item-mean': [25, 10, 5, 2, 1],
  biases: [25, 10, 5, 2, 1],
  'item-based': [10, 3, 1, 0.3, 0.1],
  'matrix-factorization': [1, 0.3, 0.2, 0.1, 0.05, 0.02],
};

/**
 * Trains the classic predictors, all but the mean with the ridge whose error is least on the last ratings of the training
 * part, learned from those before them. Deterministic by seed.
 *
 * @param training  r[u, i] [U, N], each row in time order; at least one rating.
 */
export function trainPredictors(
  training: SparseMatrix,
  { minShoppers, seed, onPredictor = () => {} }: TrainOptions,
): RatingPredictor[] {
  const { training: earlier, heldOut } = holdOutLast(training);
  const before = trainingRatings(earlier, minShoppers);
  const all = trainingRatings(training, minShoppers);

  function tuned(
    name: keyof typeof RIDGES,
    train: (ratings: TrainingRatings, ridge: number) => PredictRating,
  ): Required<RatingPredictor> {
    onPredictor(name);
    const trained = (ratings: TrainingRatings, ridge: number) => clipped(train(ratings, ridge), ratings);
    const errors = RIDGES[name].map((ridge) =>
      meanSquaredError(predictions(trained(before, ridge), heldOut), heldOut.ratings),
    );
    const ridge = RIDGES[name][errors.indexOf(Math.min(...errors))];
    return { name, ridge, predict: trained(all, ridge) };
  }

  const ofBiases = tuned('biases', biases);
  const [baseBefore, baseOfAll] = [before, all].map((ratings) => biases(ratings, ofBiases.ridge));
  const base = (ratings: TrainingRatings): PredictRating => (ratings === all ? baseOfAll : baseBefore);
  return [
    { name: 'mean', predict: () => all.mean },
    tuned('item-mean', itemMean),
    ofBiases,
    tuned('item-based', (ratings, ridge) => itemBasedRating(ratings, base(ratings), ridge)),
    tuned('matrix-factorization', (ratings, ridge) => factorizedRating(ratings, base(ratings), { ridge, seed })),
  ];
}

/** What is predicted for each of the ratings that are asked for. */
export const predictions = (predict: PredictRating, { users, items }: HeldOutRatings): Float64Array =>
  Float64Array.from(users, (user, n) => predict(user, items[n]));
