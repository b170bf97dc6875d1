import { exactScore } from '../../core/scoring/exact-score.js';
import {
  CONTEXT_COUNT,
  FEATURE_COUNT,
  FUSION_FEATURES,
  type FusionFeature,
  type FusionSource,
  type JourneyEvidence,
  journeyEvidence,
} from '../../core/scoring/fusion-features.js';
import { FUSION_LENGTH, standardContext, THETA } from '../../core/scoring/fusion-weights.js';
import { TopK } from '../../core/scoring/top-k.js';
import type { HeldOutExample } from './held-out.js';
import { minimize } from './minimize.js';
import { viewedJourney } from './viewed-journey.js';

/** Candidates of the scan: fewer than a page asks for, as what stands last teaches least. */
const SCANNED = 150;
/** With fewer the fit would follow chance. */
const FEWEST_EXAMPLES = 100;
/** Keeps weights small that the examples say little about. */
const RIDGE = 1e-3;
/**
 * Added to the score of new items, whose chance is by likelihood alone so small that hardly one is shown. On a real beauty
 * shop with a tenth of its items new, 1.25 shows them in a seventh of the places and costs the others 5 % of their hits.
 */
const NEW_ITEM_BOOST = 1.25;
const FACTORS = 1 + CONTEXT_COUNT;

/** A held-out example as the fit reads it. */
interface FitExample {
  /** [candidates, F] */
  features: Float32Array;
  /** Row of the target; −1 where it is no candidate, and then there are no features. */
  target: number;
  /** [C] */
  context: Float64Array;
}

/** With the context as the weights read it. */
interface StandardExample extends FitExample {
  /** [1 + C] */
  x: Float64Array;
}

/**
 * Learns how much each kind of evidence counts, by maximum likelihood of what users did next among all candidates:
 *
 *   loss = −mean_e log softmax(score)[target of e] + ridge / 2 · Σ (Θ · deviation of the feature)²
 *
 * @param without  Features that are shown as 0 and so keep the weight 0.
 * @returns        Fusion weights as `fusion-weights.ts` lays them out; undefined where too few examples have their target among the candidates.
 */
export function fitFusion(
  source: FusionSource,
  heldOut: readonly HeldOutExample[],
  without: readonly FusionFeature[] = [],
): Float32Array | undefined {
  const read = heldOut.map((example) => readExample(source, example, without));
  const fusion = new Float32Array(FUSION_LENGTH);
  fusion.set(contextMoments(read.map(({ context }) => context)));
  const examples = read
    .filter(({ target }) => target >= 0)
    .map((example): StandardExample => ({ ...example, x: standardContext(fusion, example.context) }));
  if (examples.length < FEWEST_EXAMPLES) return undefined;
  const scales = featureScales(examples);
  const theta = minimize(FEATURE_COUNT * FACTORS, (point, gradient) => loss(examples, scales, point, gradient));
  theta.forEach((value, i) => {
    fusion[THETA + i] = value / scales[Math.floor(i / FACTORS)];
  });
  if (!without.includes('new')) fusion[THETA + FUSION_FEATURES.indexOf('new') * FACTORS] += NEW_ITEM_BOOST;
  return fusion;
}

/** Mean and deviation of each context, over the examples. */
function contextMoments(contexts: readonly Float64Array[]): Float64Array {
  const moments = new Float64Array(2 * CONTEXT_COUNT);
  for (let c = 0; c < CONTEXT_COUNT; c++) {
    const mean = contexts.reduce((sum, context) => sum + context[c], 0) / contexts.length;
    const squares = contexts.reduce((sum, context) => sum + (context[c] - mean) ** 2, 0) / contexts.length;
    moments[c] = mean;
    moments[CONTEXT_COUNT + c] = Math.max(0.1, Math.sqrt(squares));
  }
  return moments;
}

/** Asks the evidence of one example for the features of all its candidates, and lets go of it. */
function readExample(
  source: FusionSource,
  { history, target }: HeldOutExample,
  without: readonly FusionFeature[],
): FitExample {
  const evidence = journeyEvidence(source, viewedJourney(history));
  const { context } = evidence;
  const candidates = [...new Set([...scanned(source, evidence), ...evidence.proposed])];
  const place = candidates.indexOf(target);
  if (place < 0) return { features: new Float32Array(), target: place, context };
  const features = new Float32Array(candidates.length * FEATURE_COUNT);
  const row = new Float64Array(FEATURE_COUNT);
  for (const [c, item] of candidates.entries()) {
    evidence.writeFeatures(item, row, 0);
    for (const feature of without) row[FUSION_FEATURES.indexOf(feature)] = 0;
    features.set(row, c * FEATURE_COUNT);
  }
  return { features, target: place, context };
}

function scanned({ embeddings }: FusionSource, { encoded }: JourneyEvidence): Uint32Array {
  if (!encoded) return new Uint32Array();
  const top = new TopK(Math.min(SCANNED, embeddings.itemCount));
  for (let item = 0; item < embeddings.itemCount; item++)
    top.add(item, exactScore(embeddings, encoded.query.vector, item));
  return top.sorted().items;
}

/** The deviation of each feature, so that the ridge treats them alike. [F] */
function featureScales(examples: readonly FitExample[]): Float64Array {
  const sums = new Float64Array(FEATURE_COUNT);
  const squares = new Float64Array(FEATURE_COUNT);
  let rows = 0;
  for (const { features } of examples) {
    rows += features.length / FEATURE_COUNT;
    for (let at = 0; at < features.length; at++) {
      sums[at % FEATURE_COUNT] += features[at];
      squares[at % FEATURE_COUNT] += features[at] ** 2;
    }
  }
  return squares.map((square, f) => Math.sqrt(Math.max(1e-6, square / rows - (sums[f] / rows) ** 2)));
}

function loss(
  examples: readonly StandardExample[],
  scales: Float64Array,
  theta: Float64Array,
  gradient: Float64Array,
): number {
  const featureCount = scales.length;
  const weights = new Float64Array(featureCount);
  const slope = new Float64Array(featureCount);
  let scores = new Float64Array(1024);
  let total = 0;
  gradient.fill(0);
  for (const { features, target, x } of examples) {
    for (let f = 0; f < featureCount; f++) {
      let weight = 0;
      for (let c = 0; c < FACTORS; c++) weight += theta[f * FACTORS + c] * x[c];
      weights[f] = weight / scales[f];
    }
    const count = features.length / featureCount;
    if (scores.length < count) scores = new Float64Array(2 * count);
    let largest = Number.NEGATIVE_INFINITY;
    for (let r = 0, at = 0; r < count; r++) {
      let score = 0;
      for (let f = 0; f < featureCount; f++) score += weights[f] * features[at++];
      scores[r] = score;
      if (score > largest) largest = score;
    }
    const own = scores[target];
    let sum = 0;
    for (let r = 0; r < count; r++) {
      scores[r] = Math.exp(scores[r] - largest);
      sum += scores[r];
    }
    total += Math.log(sum) + largest - own;
    slope.fill(0);
    for (let r = 0, at = 0; r < count; r++) {
      const share = scores[r] / sum;
      for (let f = 0; f < featureCount; f++) slope[f] += share * features[at++];
    }
    for (let f = 0; f < featureCount; f++) {
      const change = (slope[f] - features[target * featureCount + f]) / scales[f] / examples.length;
      for (let c = 0; c < FACTORS; c++) gradient[f * FACTORS + c] += change * x[c];
    }
  }
  let squares = 0;
  for (let i = 0; i < theta.length; i++) {
    squares += theta[i] ** 2;
    gradient[i] += RIDGE * theta[i];
  }
  return total / examples.length + (RIDGE / 2) * squares;
}
