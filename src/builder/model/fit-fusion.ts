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

/** Examples as the fit reads them: candidate c of example e stands at row `offsets[e] + c`. */
interface Examples {
  offsets: Uint32Array;
  /** [rows, F] */
  features: Float32Array;
  /** Row of each target. */
  targets: Uint32Array;
  /** [E, 1 + C] */
  contexts: Float64Array;
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
  const evidences = heldOut.map(({ history }) => journeyEvidence(source, viewedJourney(history)));
  const fusion = new Float32Array(FUSION_LENGTH);
  fusion.set(contextMoments(evidences.map(({ context }) => context)));
  const examples = collect(source, heldOut, evidences, fusion);
  blank(examples, without);
  if (examples.targets.length < FEWEST_EXAMPLES) return undefined;
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

function collect(
  source: FusionSource,
  heldOut: readonly HeldOutExample[],
  evidences: readonly JourneyEvidence[],
  fusion: Float32Array,
): Examples {
  const offsets = [0];
  const chunks: Float32Array[] = [];
  const targets: number[] = [];
  const contexts: number[] = [];
  for (const [e, evidence] of evidences.entries()) {
    const candidates = [...new Set([...scanned(source, evidence), ...evidence.proposed])];
    const place = candidates.indexOf(heldOut[e].target);
    if (place < 0) continue;
    const start = offsets[offsets.length - 1];
    const features = new Float64Array(candidates.length * FEATURE_COUNT);
    for (const [c, item] of candidates.entries()) evidence.writeFeatures(item, features, c * FEATURE_COUNT);
    chunks.push(new Float32Array(features));
    targets.push(start + place);
    contexts.push(...standardContext(fusion, evidence.context));
    offsets.push(start + candidates.length);
  }
  const features = new Float32Array(offsets[offsets.length - 1] * FEATURE_COUNT);
  for (const [e, chunk] of chunks.entries()) features.set(chunk, offsets[e] * FEATURE_COUNT);
  return {
    offsets: Uint32Array.from(offsets),
    features,
    targets: Uint32Array.from(targets),
    contexts: Float64Array.from(contexts),
  };
}

function blank({ features }: Examples, without: readonly FusionFeature[]): void {
  for (const feature of without)
    for (let at = FUSION_FEATURES.indexOf(feature); at < features.length; at += FEATURE_COUNT) features[at] = 0;
}

function scanned({ embeddings }: FusionSource, { encoded }: JourneyEvidence): Uint32Array {
  if (!encoded) return new Uint32Array();
  const top = new TopK(Math.min(SCANNED, embeddings.itemCount));
  for (let item = 0; item < embeddings.itemCount; item++)
    top.add(item, exactScore(embeddings, encoded.query.vector, item));
  return top.sorted().items;
}

/** The deviation of each feature, so that the ridge treats them alike. [F] */
function featureScales({ features }: Examples): Float64Array {
  const sums = new Float64Array(FEATURE_COUNT);
  const squares = new Float64Array(FEATURE_COUNT);
  const rows = features.length / FEATURE_COUNT;
  for (let at = 0; at < features.length; at++) {
    sums[at % FEATURE_COUNT] += features[at];
    squares[at % FEATURE_COUNT] += features[at] ** 2;
  }
  return squares.map((square, f) => Math.sqrt(Math.max(1e-6, square / rows - (sums[f] / rows) ** 2)));
}

function loss(
  { offsets, features, targets, contexts }: Examples,
  scales: Float64Array,
  theta: Float64Array,
  gradient: Float64Array,
): number {
  const exampleCount = targets.length;
  const featureCount = scales.length;
  const weights = new Float64Array(featureCount);
  const slope = new Float64Array(featureCount);
  let scores = new Float64Array(1024);
  let total = 0;
  gradient.fill(0);
  for (let e = 0; e < exampleCount; e++) {
    const x = contexts.subarray(e * FACTORS, (e + 1) * FACTORS);
    for (let f = 0; f < featureCount; f++) {
      let weight = 0;
      for (let c = 0; c < FACTORS; c++) weight += theta[f * FACTORS + c] * x[c];
      weights[f] = weight / scales[f];
    }
    const count = offsets[e + 1] - offsets[e];
    if (scores.length < count) scores = new Float64Array(2 * count);
    let largest = Number.NEGATIVE_INFINITY;
    for (let r = 0, at = offsets[e] * featureCount; r < count; r++) {
      let score = 0;
      for (let f = 0; f < featureCount; f++) score += weights[f] * features[at++];
      scores[r] = score;
      if (score > largest) largest = score;
    }
    const own = scores[targets[e] - offsets[e]];
    let sum = 0;
    for (let r = 0; r < count; r++) {
      scores[r] = Math.exp(scores[r] - largest);
      sum += scores[r];
    }
    total += Math.log(sum) + largest - own;
    slope.fill(0);
    for (let r = 0, at = offsets[e] * featureCount; r < count; r++) {
      const share = scores[r] / sum;
      for (let f = 0; f < featureCount; f++) slope[f] += share * features[at++];
    }
    const target = targets[e] * featureCount;
    for (let f = 0; f < featureCount; f++) {
      const change = (slope[f] - features[target + f]) / scales[f] / exampleCount;
      for (let c = 0; c < FACTORS; c++) gradient[f * FACTORS + c] += change * x[c];
    }
  }
  let squares = 0;
  for (let i = 0; i < theta.length; i++) {
    squares += theta[i] ** 2;
    gradient[i] += RIDGE * theta[i];
  }
  return total / exampleCount + (RIDGE / 2) * squares;
}
