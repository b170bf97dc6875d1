import { featureWeights, standardContext } from '../../core/scoring/fusion-weights.js';
import { CONTEXT_COUNT, type FusionSource } from '../../core/scoring/journey-evidence.js';
import { CANDIDATES } from '../../core/scoring/recommender.js';
import { dot } from '../matrix/dot.js';
import { askedOf, featuresOf, isNewItem, weightedSums } from './fusion-candidates.js';
import { minimize } from './minimize.js';

/** Places of a list that are looked at. */
const PLACES = 10;
/**
 * Where hardly anything is new, a large share would show the same few to everybody: e^3 is twenty times the chance that a
 * log gives them.
 */
const MOST_BOOST = 3;
/** Beyond all differences of scores that a boost could make up for. */
const OUT_OF_REACH = 100;
/** Places of a new item beside those of any item, and the most for all of them, where nothing else is asked for. */
const PLACES_PER_ITEM = 2;
const MOST_SHARE = 0.2;
/** Within so much of a score, reached and not reached run into each other while the factors are fitted. */
const SMOOTHNESS = 0.2;
/** Keeps factors small that the journeys say little about. */
const RIDGE = 1e-3;

/** A journey, and how far each of its best new items is behind the place that it is to get. */
interface AskedJourney {
  /** [X] on which weights depend; the first is 1. */
  context: Float64Array;
  /** [PLACES] d[r]; very low where nothing else stands there, very high where there are not so many new ones. */
  differences: readonly number[];
}

/**
 * What has to be added to the score of each new item so that they get a share of the first places, after journeys of every
 * kind. By likelihood alone the chance of each is so small that hardly one is shown, least of all after journeys about which
 * the lists say much.
 *
 * The r-th best new item is among the first 10 as soon as the boost reaches score[(11 − r)-th best known] − score[r-th best
 * new]: the boost is the quantile of these differences over all journeys and r, as far as it does not depend on the journey;
 * what it changes with the journey is fitted as in a quantile regression (Koenker, Bassett: Regression Quantiles, 1978).
 *
 * @param fusion    Weights as they were learned.
 * @param journeys  Items in order, as shoppers left them.
 * @param share     In [0, 1]; default: twice their share of the catalogue, and at most a fifth.
 * @returns         [X] what is added to the factors of the weight of a new item; of the mean journey in [0, 3], and zeros
 *                  where they get the share without.
 */
export function newItemBoost(
  source: FusionSource,
  fusion: Float32Array,
  journeys: readonly Uint32Array[],
  share = defaultShare(source),
): Float64Array {
  const examples = journeys.map((history) => ({ history }));
  const asked = Array.from(askedOf(source, examples, CANDIDATES), ({ example, evidence, ...found }): AskedJourney => {
    const candidates = found.candidates.filter((item) => !example.history.includes(item));
    const scores = weightedSums(featuresOf(evidence, candidates), featureWeights(fusion, evidence.context));
    const best = (isNew: boolean): Float64Array =>
      scores
        .filter((_, c) => isNewItem(source, candidates[c]) === isNew)
        .sort()
        .reverse();
    const [known, newOnes] = [best(false), best(true)];
    const differences = Array.from({ length: PLACES }, (_, r) => {
      if (r >= newOnes.length) return OUT_OF_REACH;
      return PLACES - 1 - r < known.length ? known[PLACES - 1 - r] - newOnes[r] : -OUT_OF_REACH;
    });
    return { context: standardContext(fusion, evidence.context), differences };
  });
  const factors = new Float64Array(1 + CONTEXT_COUNT);
  factors[0] = bounded(
    quantile(
      asked.flatMap(({ differences }) => differences),
      share,
    ),
  );
  return factors[0] > 0 && factors[0] < MOST_BOOST ? fitted(asked, share, factors[0]) : factors;
}

/**
 * Minimises over b, with the deviations x of a journey from the mean one and its differences d, less `start`, smoothed by h:
 *
 *   mean (h · log(1 + e^((b·x − d) / h)) − share · b·x) + ridge / 2 · Σ b²
 *
 * and then places the mean journey at the quantile of what is left. What lies beyond the largest boost counts as lying there:
 * a kind of journey for which there are no new items asks for no more than that, and takes no more from the others.
 *
 * @param start  The quantile without any x.
 */
function fitted(asked: readonly AskedJourney[], share: number, start: number): Float64Array {
  const mean = asked[0].context.map((_, c) => asked.reduce((sum, { context }) => sum + context[c], 0) / asked.length);
  const deviations = asked.map(({ context }) => context.map((x, c) => (c === 0 ? 1 : x - mean[c])));
  const count = asked.length * PLACES;
  const factors = minimize(mean.length, (b, gradient) => {
    let loss = 0;
    for (let c = 0; c < b.length; c++) {
      loss += (RIDGE / 2) * b[c] ** 2;
      gradient[c] = RIDGE * b[c];
    }
    for (const [i, { differences }] of asked.entries()) {
      const x = deviations[i];
      const boost = dot(b, x);
      for (const difference of differences) {
        const d = Math.max(-MOST_BOOST, Math.min(MOST_BOOST, difference - start));
        const power = (boost - d) / SMOOTHNESS;
        const reached = 1 / (1 + Math.exp(-power));
        loss += (SMOOTHNESS * (Math.max(0, power) + Math.log1p(Math.exp(-Math.abs(power)))) - share * boost) / count;
        for (let c = 0; c < b.length; c++) gradient[c] += ((reached - share) * x[c]) / count;
      }
    }
    return loss;
  });
  factors[0] = 0;
  const left = asked.flatMap(({ differences }, i) => {
    const byJourney = dot(factors, deviations[i]);
    return differences.map((difference) => difference - byJourney);
  });
  factors[0] = bounded(quantile(left, share)) - dot(factors, mean);
  return factors;
}

const bounded = (boost: number): number => Math.max(0, Math.min(MOST_BOOST, boost));

/** The smallest value that a share of the values reaches; −∞ for none of them. */
function quantile(values: number[], share: number): number {
  const place = Math.ceil(share * values.length) - 1;
  return place < 0 ? Number.NEGATIVE_INFINITY : values.sort((a, b) => a - b)[place];
}

function defaultShare(source: FusionSource): number {
  const { itemCount } = source.embeddings;
  let newCount = 0;
  for (let item = 0; item < itemCount; item++) if (isNewItem(source, item)) newCount++;
  return Math.min(MOST_SHARE, (PLACES_PER_ITEM * newCount) / itemCount);
}
