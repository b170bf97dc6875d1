import { featureWeights } from '../../core/scoring/fusion-weights.js';
import type { FusionSource } from '../../core/scoring/journey-evidence.js';
import { CANDIDATES } from '../../core/scoring/recommender.js';
import { askedOf, featuresOf, isNewItem, weightedSums } from './fusion-candidates.js';

/** Places of a list that are looked at. */
const PLACES = 10;
/**
 * Where hardly anything is new, a large share would show the same few to everybody: e^3 is twenty times the chance that a
 * log gives them.
 */
const MOST_BOOST = 3;
/** Places of a new item beside those of any item, and the most for all of them, where nothing else is asked for. */
const PLACES_PER_ITEM = 2;
const MOST_SHARE = 0.2;

/**
 * What has to be added to the score of each new item so that they get a share of the first places. By likelihood alone the
 * chance of each is so small that hardly one is shown.
 *
 * The r-th best new item is among the first 10 as soon as the boost reaches score[(11 − r)-th best known] − score[r-th best
 * new]: the boost is the quantile of these differences over all journeys and r.
 *
 * @param fusion    Weights as they were learned.
 * @param journeys  Items in order, as shoppers left them.
 * @param share     In [0, 1]; default: twice their share of the catalogue, and at most a fifth.
 * @returns         In [0, 3]; 0 where they get the share without.
 */
export function newItemBoost(
  source: FusionSource,
  fusion: Float32Array,
  journeys: readonly Uint32Array[],
  share = defaultShare(source),
): number {
  const examples = journeys.map((history) => ({ history }));
  const needed = Array.from(askedOf(source, examples, CANDIDATES), ({ example, evidence, ...asked }) => {
    const candidates = asked.candidates.filter((item) => !example.history.includes(item));
    const scores = weightedSums(featuresOf(evidence, candidates), featureWeights(fusion, evidence.context));
    const best = (isNew: boolean): Float64Array =>
      scores
        .filter((_, c) => isNewItem(source, candidates[c]) === isNew)
        .sort()
        .reverse();
    const [known, newOnes] = [best(false), best(true)];
    return Array.from({ length: PLACES }, (_, r) => {
      const rival = known[PLACES - 1 - r] ?? Number.NEGATIVE_INFINITY;
      return r < newOnes.length ? rival - newOnes[r] : Number.POSITIVE_INFINITY;
    });
  }).flat();
  const quantile = Math.ceil(share * needed.length) - 1;
  if (quantile < 0) return 0;
  return Math.max(0, Math.min(MOST_BOOST, needed.sort((a, b) => a - b)[quantile]));
}

function defaultShare(source: FusionSource): number {
  const { itemCount } = source.embeddings;
  let newCount = 0;
  for (let item = 0; item < itemCount; item++) if (isNewItem(source, item)) newCount++;
  return Math.min(MOST_SHARE, (PLACES_PER_ITEM * newCount) / itemCount);
}
