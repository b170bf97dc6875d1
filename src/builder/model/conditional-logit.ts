import { minimize } from './minimize.js';

/** What was chosen among alternatives. */
export interface Choice {
  /** [A, F] features of the alternatives. */
  features: Float32Array;
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
  const theta = minimize(featureCount * factorCount, (point, gradient) => loss(choices, scales, point, gradient));
  return theta.map((value, i) => value / scales[Math.floor(i / factorCount)]);
}

/** w[f] in one context. @param theta  Θ [F, X]. @returns  [F]. */
export const weightsIn = (context: Float64Array, theta: Float64Array): Float64Array =>
  Float64Array.from({ length: theta.length / context.length }, (_, f) =>
    context.reduce((sum, x, c) => sum + theta[f * context.length + c] * x, 0),
  );

/** score[a] of the alternatives. @param weights  [F]. @returns  [A]. */
export const choiceScores = ({ features, fixed }: Choice, weights: Float64Array): Float64Array =>
  fixed.map((start, a) =>
    weights.reduce((score, weight, f) => score + weight * features[a * weights.length + f], start),
  );

/** The deviation of each feature, so that the ridge treats them alike. [F] */
function deviations(choices: readonly Choice[], featureCount: number): Float64Array {
  const sums = new Float64Array(featureCount);
  const squares = new Float64Array(featureCount);
  let rows = 0;
  for (const { features } of choices) {
    rows += features.length / featureCount;
    for (let at = 0; at < features.length; at++) {
      sums[at % featureCount] += features[at];
      squares[at % featureCount] += features[at] ** 2;
    }
  }
  return squares.map((square, f) => Math.sqrt(Math.max(1e-6, square / rows - (sums[f] / rows) ** 2)));
}

function loss(choices: readonly Choice[], scales: Float64Array, theta: Float64Array, gradient: Float64Array): number {
  const featureCount = scales.length;
  const factorCount = theta.length / featureCount;
  const countSum = choices.reduce((sum, { count }) => sum + count, 0);
  const weights = new Float64Array(featureCount);
  const slope = new Float64Array(featureCount);
  let scores = new Float64Array(1024);
  let total = 0;
  gradient.fill(0);
  for (const { features, fixed, chosen, context, count } of choices) {
    for (let f = 0; f < featureCount; f++) {
      let weight = 0;
      for (let c = 0; c < factorCount; c++) weight += theta[f * factorCount + c] * context[c];
      weights[f] = weight / scales[f];
    }
    if (scores.length < fixed.length) scores = new Float64Array(2 * fixed.length);
    let largest = Number.NEGATIVE_INFINITY;
    for (let a = 0, at = 0; a < fixed.length; a++) {
      let score = fixed[a];
      for (let f = 0; f < featureCount; f++) score += weights[f] * features[at++];
      scores[a] = score;
      if (score > largest) largest = score;
    }
    const own = scores[chosen];
    let sum = 0;
    for (let a = 0; a < fixed.length; a++) {
      scores[a] = Math.exp(scores[a] - largest);
      sum += scores[a];
    }
    total += (count / countSum) * (Math.log(sum) + largest - own);
    slope.fill(0);
    for (let a = 0, at = 0; a < fixed.length; a++) {
      const chance = scores[a] / sum;
      for (let f = 0; f < featureCount; f++) slope[f] += chance * features[at++];
    }
    for (let f = 0; f < featureCount; f++) {
      const change = ((count / countSum) * (slope[f] - features[chosen * featureCount + f])) / scales[f];
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
