import { FEATURE_COUNT, FUSION_FEATURES, type FusionFeature } from '../../core/scoring/fusion-features.js';
import { FUSION_LENGTH, featureWeights, standardContext, weightPlace } from '../../core/scoring/fusion-weights.js';
import { CONTEXT_COUNT, type FusionSource } from '../../core/scoring/journey-evidence.js';
import { CANDIDATES } from '../../core/scoring/recommender.js';
import { popularityOf } from '../../core/snapshot/item-columns.js';
import { fromDense, type SparseMatrix } from '../matrix/sparse-matrix.js';
import { type Choice, fitConditionalLogit } from './conditional-logit.js';
import { type Asked, askedOf, featuresOf, isNewItem, weightedSums } from './fusion-candidates.js';
import { crossFittedRanks, evidenceShares, type FusionFigures, foretold, ranksBy } from './fusion-figures.js';
import { drawn, type HeldOutExample, userCount } from './held-out.js';

/** Examples that each of the two fits looks at: what more of them teach shows in the third digit (docs/quality.md). */
const KNOWN_EXAMPLES = 20_000;
const NEW_EXAMPLES = 2000;
/** Examples that tell what the weights are worth, to within a hundredth; two more fits take time. */
const TOLD_EXAMPLES = 3000;
/** Candidates of the scan: fewer than a page asks for, as what stands last teaches least. */
const SCANNED = 150;
/** With fewer the fits would follow chance. */
const FEWEST_EXAMPLES = 100;
const FEWEST_NEW_EXAMPLES = 30;
const FACTORS = 1 + CONTEXT_COUNT;

const isOfNew = (feature: FusionFeature): boolean => feature.startsWith('new');

export interface FittedFusion {
  /** As `fusion-weights.ts` lays them out. */
  weights: Float32Array;
  figures: FusionFigures;
}

/** What was chosen, and by whom. */
interface UserChoice extends Choice {
  user: number;
}

/**
 * Learns how much each kind of evidence counts, from what users did next among all candidates: first among the items that
 * are known, then, with that held, what speaks for a new one against all of these. So the few examples of new items teach
 * nothing about the others, and all of them are looked at.
 *
 * @param heldOut      Of items that the source has not met some, as if they were new.
 * @param minShoppers  Users that each of the two fits needs; a feature that says something of fewer is shown as 0.
 * @param without      Features that are shown as 0 and so keep the weight 0.
 * @returns            undefined where too few examples, or users, have their target among the candidates.
 */
export function fitFusion(
  source: FusionSource,
  heldOut: readonly HeldOutExample[],
  { minShoppers, without = [] }: { minShoppers: number; without?: readonly FusionFeature[] | undefined },
): FittedFusion | undefined {
  const ofKnown = heldOut.filter(({ target }) => !isNewItem(source, target));
  const ofNew = heldOut.filter(({ target }) => isNewItem(source, target));
  const learned = FUSION_FEATURES.filter((feature) => !without.includes(feature));
  const forAll = learned.filter((feature) => !isOfNew(feature));
  const forNew = learned.filter(isOfNew);

  const known = drawn([...ofKnown], KNOWN_EXAMPLES);
  const answers = Array.from(askedOf(source, known, SCANNED), (asked) => answerAmongKnown(source, asked, forAll));
  const weights = new Float32Array(FUSION_LENGTH);
  weights.set(contextMoments(answers.map(({ context }) => context)));
  const learn = (choices: readonly UserChoice[], features: readonly FusionFeature[]): Float64Array => {
    hideThinFeatures(choices, features.length, minShoppers);
    const theta = fitConditionalLogit(choices, features.length);
    theta.forEach((value, i) => {
      weights[weightPlace(features[Math.floor(i / FACTORS)]) + (i % FACTORS)] = value;
    });
    return theta;
  };

  const amongKnown = answers.flatMap(({ context, ...answer }): UserChoice[] =>
    answer.chosen < 0 ? [] : [{ ...answer, context: standardContext(weights, context), count: 1 }],
  );
  if (amongKnown.length < FEWEST_EXAMPLES || userCount(amongKnown) < minShoppers) return undefined;
  const theta = learn(amongKnown, forAll);
  const told = known.slice(0, TOLD_EXAMPLES);
  const found = answers.slice(0, TOLD_EXAMPLES).filter(({ chosen }) => chosen >= 0).length;
  const ranks = crossFittedRanks(amongKnown.slice(0, found), forAll.length, told.length - found);
  const fitted: FittedFusion = {
    weights,
    figures: {
      examples: told.length,
      ...foretold(ranks),
      popularity: foretold(popularityRanks(source, told)),
      shares: evidenceShares(amongKnown, forAll, theta),
    },
  };

  const met = drawn([...ofNew], NEW_EXAMPLES);
  const tookNew = choicesWithNew(source, weights, met, forNew, ofNew.length / met.length);
  if (forNew.length === 0 || tookNew.length < FEWEST_NEW_EXAMPLES || userCount(tookNew) < minShoppers) return fitted;
  const compared = known.slice(0, NEW_EXAMPLES);
  const tookKnown = choicesWithNew(source, weights, compared, forNew, ofKnown.length / compared.length);
  learn([...tookKnown, ...tookNew], forNew);
  return fitted;
}

const popularityRanks = (source: FusionSource, examples: readonly HeldOutExample[]): Uint32Array =>
  ranksBy(
    Float32Array.from({ length: source.embeddings.itemCount }, (_, item) => popularityOf(source, item)),
    examples.map(({ target }) => target),
  );

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

/** Which of the known items a user took; −1 where it is no candidate. */
function answerAmongKnown(
  source: FusionSource,
  { example: { target, user }, evidence, candidates }: Asked<HeldOutExample>,
  features: readonly FusionFeature[],
): Omit<UserChoice, 'count'> {
  const known = candidates.filter((item) => !isNewItem(source, item));
  const chosen = known.indexOf(target);
  const asked = chosen < 0 ? [] : known;
  return {
    features: columns(featuresOf(evidence, asked), features),
    fixed: new Float64Array(asked.length),
    chosen,
    context: evidence.context,
    user,
  };
}

/**
 * Whether each took one of the known items, which are the first alternative all together, or else which of the new ones.
 * How much speaks for them by the weights for all is given.
 *
 * @param count  How much each choice counts.
 */
const choicesWithNew = (
  source: FusionSource,
  fusion: Float32Array,
  examples: readonly HeldOutExample[],
  features: readonly FusionFeature[],
  count: number,
): UserChoice[] =>
  // As many candidates as a page asks for: new items stand far behind in the scan.
  Array.from(askedOf(source, examples, CANDIDATES), ({ example: { target, user }, evidence, candidates }) => {
    if (!candidates.includes(target)) return [];
    const known = candidates.filter((item) => !isNewItem(source, item));
    const newOnes = candidates.filter((item) => isNewItem(source, item));
    const weights = featureWeights(fusion, evidence.context);
    const rows = featuresOf(evidence, newOnes);
    const ofNone = new Float64Array(FEATURE_COUNT);
    return {
      features: columns(Float64Array.of(...ofNone, ...rows), features),
      fixed: Float64Array.of(
        logSumExp(weightedSums(featuresOf(evidence, known), weights)),
        ...weightedSums(rows, weights),
      ),
      chosen: known.includes(target) ? 0 : 1 + newOnes.indexOf(target),
      context: standardContext(fusion, evidence.context),
      count,
      user,
    };
  }).flat();

/** Shows features as 0 that say something in the choices of fewer than `minShoppers` users. Works in place. */
function hideThinFeatures(choices: readonly UserChoice[], featureCount: number, minShoppers: number): void {
  for (let f = 0; f < featureCount; f++) {
    const users = new Set<number>();
    for (const { features, user } of choices) {
      if (users.size >= minShoppers) break;
      if (features.offsets[f] < features.offsets[f + 1]) users.add(user);
    }
    if (users.size >= minShoppers) continue;
    for (const { features } of choices) features.values.fill(0, features.offsets[f], features.offsets[f + 1]);
  }
}

/** Some of the features. @param rows  [A, all F]. @returns  [those, A]. */
function columns(rows: Float64Array, features: readonly FusionFeature[]): SparseMatrix {
  const places = features.map((feature) => FUSION_FEATURES.indexOf(feature));
  const rowCount = rows.length / FEATURE_COUNT;
  const byFeature = new Float32Array(places.length * rowCount);
  for (const [f, place] of places.entries())
    for (let a = 0; a < rowCount; a++) byFeature[f * rowCount + a] = rows[a * FEATURE_COUNT + place];
  return fromDense(byFeature, places.length, rowCount);
}

/** log Σ e^x */
function logSumExp(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
