import { dot } from '../matrix/dot.js';
import { factorPositive, solveFactored } from '../matrix/solve-positive.js';
import { columnOf, type SparseMatrix } from '../matrix/sparse-matrix.js';
import { minimize } from './minimize.js';

/** What was chosen among alternatives. */
export interface Choice {
  /** [F, A] features of the alternatives; most are 0. */
  features: SparseMatrix;
  /** [A] what speaks for each beside its features. */
  fixed: Float64Array;
  /** Which alternative it was. */
  chosen: number;
  /** [X] on which the weights depend; the first is 1. */
  context: Float64Array;
  /** How much the choice counts, > 0. */
  count: number;
}

/** Keeps weights small that the choices say little about. */
const RIDGE = 1e-3;
/** The most choices that tell how features vary together, spread over all. */
const MEASURED = 1000;

/**
 * Learns by maximum likelihood how much each feature counts in choices:
 *
 *   score[a] = fixed[a] + Σ_f w[f] · feature[f, a]     w[f] = Σ_x Θ[f, x] · context[x]
 *   loss = −mean log softmax(score)[chosen] + ridge / 2 · Σ (Θ · deviation of the feature)²
 *
 * Source: McFadden, "Conditional logit analysis of qualitative choice behavior", 1974.
 *
 * @param choices  At least one.
 * @returns        Θ [F, X]
 */
export function fitConditionalLogit(choices: readonly Choice[], featureCount: number): Float64Array {
  const factorCount = choices[0].context.length;
  const scales = deviations(choices, featureCount);
  const taken = choices.map(({ features, chosen }) => columnOf(features, chosen));
  const factor = covarianceAmongAlternatives(choices, scales);
  factorPositive(factor, featureCount);
  const column = new Float64Array(featureCount);
  const theta = minimize(
    featureCount * factorCount,
    (point, gradient) => loss(choices, taken, scales, point, gradient),
    // Features say much the same, so that the loss is a valley far longer than wide: its curvature is near their covariance,
    // and that for each factor by itself, as contexts have mean 0 and variance 1 but for the first.
    (vector) => {
      for (let c = 0; c < factorCount; c++) {
        for (let f = 0; f < featureCount; f++) column[f] = vector[f * factorCount + c];
        solveFactored(factor, column);
        for (let f = 0; f < featureCount; f++) vector[f * factorCount + c] = column[f];
      }
    },
  );
  return theta.map((value, i) => value / scales[Math.floor(i / factorCount)]);
}

/** w[f] in one context. @param theta  Θ [F, X]. @param weights  Where they are written. @returns  [F]. */
export function weightsIn(
  context: Float64Array,
  theta: Float64Array,
  weights = new Float64Array(theta.length / context.length),
): Float64Array {
  for (let f = 0; f < weights.length; f++) {
    let weight = 0;
    for (let c = 0; c < context.length; c++) weight += theta[f * context.length + c] * context[c];
    weights[f] = weight;
  }
  return weights;
}

/** score[a] of the alternatives. @param weights  [F]. @returns  [A]. */
export function choiceScores({ features, fixed }: Choice, weights: Float64Array): Float64Array {
  const scores = fixed.slice();
  addScores(features, weights, scores);
  return scores;
}

/**
 * score[a] += Σ_f w[f] · feature[f, a]; feature by feature, as sums of different alternatives need not wait for one
 * another.
 */
function addScores({ offsets, columns, values }: SparseMatrix, weights: Float64Array, scores: Float64Array): void {
  for (let f = 0; f < weights.length; f++) {
    const weight = weights[f];
    for (let e = offsets[f], end = offsets[f + 1]; e < end; e++) scores[columns[e]] += weight * values[e];
  }
}

/** mean[f] = Σ_a chance[a] · feature[f, a] */
function toMeans({ offsets, columns, values }: SparseMatrix, chances: Float64Array, means: Float64Array): void {
  for (let f = 0; f < means.length; f++) {
    let mean = 0;
    for (let e = offsets[f], end = offsets[f + 1]; e < end; e++) mean += chances[columns[e]] * values[e];
    means[f] = mean;
  }
}

/** The deviation of each feature, so that the ridge treats them alike. [F] */
function deviations(choices: readonly Choice[], featureCount: number): Float64Array {
  const sums = new Float64Array(featureCount);
  const squares = new Float64Array(featureCount);
  let rows = 0;
  for (const { features } of choices) {
    rows += features.columnCount;
    for (let f = 0; f < featureCount; f++)
      for (let e = features.offsets[f]; e < features.offsets[f + 1]; e++) {
        sums[f] += features.values[e];
        squares[f] += features.values[e] ** 2;
      }
  }
  return squares.map((square, f) => Math.sqrt(Math.max(1e-6, square / rows - (sums[f] / rows) ** 2)));
}

/**
 * How features vary together among the alternatives of a choice, mean over the choices, and the ridge: the curvature of the
 * loss where nothing speaks for any of them, also nothing that is fixed.
 *
 * @param scales  What features are divided by. [F]
 * @returns       [F, F], of which the lower half is filled.
 */
function covarianceAmongAlternatives(choices: readonly Choice[], scales: Float64Array): Float64Array {
  const featureCount = scales.length;
  const covariance = new Float64Array(featureCount ** 2);
  const every = Math.ceil(choices.length / MEASURED);
  const measured = choices.filter((_, i) => i % every === 0);
  const countSum = measured.reduce((sum, { count }) => sum + count, 0);
  for (const { features, count } of measured) {
    const share = count / countSum / features.columnCount;
    const rows = Array.from(scales, (scale, f) => deviationsOf(features, f, scale));
    for (const [f, row] of rows.entries())
      for (let g = 0; g <= f; g++) covariance[f * featureCount + g] += share * dot(row, rows[g]);
  }
  for (let f = 0; f < featureCount; f++) covariance[f * (featureCount + 1)] += RIDGE;
  return covariance;
}

/** A feature of each alternative, less its mean. [A] */
function deviationsOf({ offsets, columns, values, columnCount }: SparseMatrix, f: number, scale: number): Float64Array {
  const row = new Float64Array(columnCount);
  let sum = 0;
  for (let e = offsets[f]; e < offsets[f + 1]; e++) {
    row[columns[e]] = values[e] / scale;
    sum += row[columns[e]];
  }
  return row.map((value) => value - sum / columnCount);
}

/** @param taken  Features of what was chosen. */
function loss(
  choices: readonly Choice[],
  taken: readonly Float64Array[],
  scales: Float64Array,
  theta: Float64Array,
  gradient: Float64Array,
): number {
  const featureCount = scales.length;
  const factorCount = theta.length / featureCount;
  const countSum = choices.reduce((sum, { count }) => sum + count, 0);
  const weights = new Float64Array(featureCount);
  const expected = new Float64Array(featureCount);
  const longest = new Float64Array(choices.reduce((most, { fixed }) => Math.max(most, fixed.length), 0));
  let total = 0;
  gradient.fill(0);
  for (const [i, { features, fixed, chosen, context, count }] of choices.entries()) {
    weightsIn(context, theta, weights);
    for (let f = 0; f < featureCount; f++) weights[f] /= scales[f];
    const chances = longest.subarray(0, fixed.length);
    chances.set(fixed);
    addScores(features, weights, chances);
    total += (count / countSum) * toChances(chances, chosen);
    toMeans(features, chances, expected);
    for (let f = 0; f < featureCount; f++) {
      const change = ((count / countSum) * (expected[f] - taken[i][f])) / scales[f];
      for (let c = 0; c < factorCount; c++) gradient[f * factorCount + c] += change * context[c];
    }
  }
  let squares = 0;
  for (let i = 0; i < theta.length; i++) {
    squares += theta[i] ** 2;
    gradient[i] += RIDGE * theta[i];
  }
  return total + (RIDGE / 2) * squares;
}

/** Softmax of scores, in their place. @returns  −log of the chance of what was chosen. */
function toChances(scores: Float64Array, chosen: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < scores.length; a++) if (scores[a] > largest) largest = scores[a];
  const own = scores[chosen];
  let sum = 0;
  for (let a = 0; a < scores.length; a++) {
    scores[a] = Math.exp(scores[a] - largest);
    sum += scores[a];
  }
  for (let a = 0; a < scores.length; a++) scores[a] /= sum;
  return Math.log(sum) + largest - own;
}
