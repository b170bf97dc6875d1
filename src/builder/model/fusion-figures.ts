import { type FusionFeature, factorsOf } from '../../core/scoring/fusion-features.js';
import { columnOf } from '../matrix/sparse-matrix.js';
import { type Choice, choiceScores, fitConditionalLogit, weightsIn } from './conditional-logit.js';

/** How well a ranking foretold what was met next. Shares of 1. */
export interface Foretold {
  /** Share of the steps whose item is among the first {@link PLACES}. */
  hitRate: number;
  /** Mean of 1 / rank, 0 behind the first {@link PLACES}. */
  mrr: number;
}

/** What a learned score is worth on steps that it was not learned from. */
export interface FusionFigures extends Foretold {
  /** Steps to an item that was met before: of new ones an encoder that has not met them can say nothing. */
  examples: number;
  /** The same steps by a list of the most popular items. */
  popularity: Foretold;
  /** Of all that speaks for the first item of each list, the part of each kind of evidence; they sum to 1. */
  shares: Partial<Record<FusionFeature, number>>;
}

/** K */
const PLACES = 10;
const FOLDS = 2;

/**
 * Asks half of the choices by weights that are fitted on the other half, and the other way round: each once, and none by
 * weights that know it.
 *
 * @param choices   A single one has nobody to be asked by, and counts as not found.
 * @param unasked   Steps to an item that was no candidate: nothing found them.
 * @returns         Ranks from 1, 0 beyond the first {@link PLACES}; one for each choice and each unasked.
 */
export function crossFittedRanks(choices: readonly Choice[], featureCount: number, unasked: number): Uint32Array {
  const ranks = new Uint32Array(choices.length + unasked);
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = choices.filter((_, i) => i % FOLDS !== fold);
    if (others.length === 0) continue;
    const theta = fitConditionalLogit(others, featureCount);
    for (let i = fold; i < choices.length; i += FOLDS) {
      const scores = choiceScores(choices[i], weightsIn(choices[i].context, theta));
      ranks[i] = rankAmong(scores, choices[i].chosen);
    }
  }
  return ranks;
}

/** Rank in falling order, ties by lower index; 0 beyond the first {@link PLACES}. */
function rankAmong(scores: Float64Array, chosen: number): number {
  let rank = 1;
  for (let a = 0; a < scores.length; a++)
    if (scores[a] > scores[chosen] || (scores[a] === scores[chosen] && a < chosen)) rank++;
  return rank <= PLACES ? rank : 0;
}

/** Ranks of some items by one number that each has, as in {@link crossFittedRanks}. @param values  [N]. */
export function ranksBy(values: Float32Array, targets: readonly number[]): Uint32Array {
  const first = Array.from(values.keys())
    .sort((a, b) => values[b] - values[a] || a - b)
    .slice(0, PLACES);
  return Uint32Array.from(targets, (target) => first.indexOf(target) + 1);
}

export function foretold(ranks: Uint32Array): Foretold {
  const count = Math.max(1, ranks.length);
  return {
    hitRate: ranks.filter((rank) => rank > 0).length / count,
    mrr: ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / count,
  };
}

/**
 * What speaks for the first item of each list, by kind of evidence: the positive summands of its score, those of a product
 * halved between its factors, as parts of their sum, mean over the lists.
 *
 * @param features  Names of the columns of the choices.
 * @param theta     Θ [F, X] as {@link fitConditionalLogit} gives it.
 */
export function evidenceShares(
  choices: readonly Choice[],
  features: readonly FusionFeature[],
  theta: Float64Array,
): Partial<Record<FusionFeature, number>> {
  const sums: Partial<Record<FusionFeature, number>> = {};
  for (const choice of choices) {
    const weights = weightsIn(choice.context, theta);
    const scores = choiceScores(choice, weights);
    const first = scores.indexOf(scores.reduce((most, score) => Math.max(most, score)));
    const amounts = columnOf(choice.features, first).map((feature, f) => Math.max(0, weights[f] * feature));
    const total = sum(amounts);
    for (const [f, feature] of features.entries()) {
      if (amounts[f] === 0) continue;
      const factors = factorsOf(feature);
      const speaking = factors.length > 0 ? factors : [feature];
      for (const name of speaking) sums[name] = (sums[name] ?? 0) + amounts[f] / total / speaking.length;
    }
  }
  const all = sum(Object.values(sums));
  return Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, value / all]));
}

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};
