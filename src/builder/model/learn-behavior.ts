import { seededRandom } from '../../core/random.js';
import type { FusionFeature } from '../../core/scoring/fusion-features.js';
import { weightPlace } from '../../core/scoring/fusion-weights.js';
import type { FusionSource } from '../../core/scoring/journey-evidence.js';
import type { WeightedNeighbors } from '../../core/snapshot/quantize.js';
import type { Journeys } from '../clean/clean-events.js';
import { selectEvents } from '../clean/select-events.js';
import { asSnapshotHolds, type BehaviorModel, type PublishedModel, trainBehavior } from './behavior-model.js';
import { fitFusion } from './fit-fusion.js';
import type { FusionFigures } from './fusion-figures.js';
import { drawn, type HeldOutExample, holdOut, userCount } from './held-out.js';
import { newItemBoost } from './new-item-boost.js';
import { bestNeighbors } from './weighted-lists.js';

export interface LearningOptions {
  itemCount: number;
  /** D */
  dim: number;
  minShoppers: number;
  /** [N, D] embeddings from content, where the training begins. */
  contentRows: Float32Array;
  /** Finds the items that are most alike by content, best first; asked for when there is enough to learn from. */
  alikeItems(): WeightedNeighbors;
  /**
   * What users did after the journeys, to fit the weights on; else a part of the journeys is kept from the first training
   * for that. What is published is always trained on all of the journeys.
   */
  tuning?: readonly HeldOutExample[];
  /** What a model becomes when it is published, for the weights to be fitted on. */
  published(model: BehaviorModel & { alike: WeightedNeighbors }): PublishedModel;
  /** Evidence that the weights must do without. */
  without?: readonly FusionFeature[];
  /** Share of the first places that new items are raised to, in [0, 1]; default: see `newItemBoost`. */
  newItemShare?: number;
  /** Told of the training, in [0, 1]. */
  onProgress?: (share: number) => void;
}

interface LearnedBehavior extends BehaviorModel {
  fusion: Float32Array;
  alike: WeightedNeighbors;
}

export interface Learned {
  behavior: LearnedBehavior;
  figures: FusionFigures;
}

/** Why nothing could be learned: too few steps from item to item, or too few held-out ones, or users, to fit weights on. */
export interface TooLittle {
  lacks: 'steps' | 'examples';
}

/** Steps, see {@link stepCount}, below which neighbor lists and content know as much as an encoder could learn. */
export const FEWEST_STEPS = 5000;
/** Examples to fit the weights on: the fit of new items can use more than there are. */
const TUNING_EXAMPLES = 20_000;
/** Journeys by which new items are raised. */
const BOOST_JOURNEYS = 500;
/** M of the lists of what is alike. */
export const ALIKE_KEPT = 20;
/** Share of the items that the first training must do without. */
const HIDDEN_SHARE = 0.1;

/**
 * Learns from journeys what leads to what, and how far each kind of evidence can be trusted.
 *
 * @param journeys  Without the events of items that fewer than `minShoppers` users met.
 */
export function learnBehavior(journeys: Journeys, options: LearningOptions): Learned | TooLittle {
  const { itemCount, minShoppers, dim, contentRows, tuning, without, onProgress = () => {} } = options;
  if (stepCount(journeys) < FEWEST_STEPS) return { lacks: 'steps' };

  const likes = options.alikeItems();
  const alike = bestNeighbors(likes, ALIKE_KEPT);
  const train = (part: Journeys, from: number, to: number): BehaviorModel =>
    trainBehavior(part, {
      ...{ itemCount, dim, minShoppers, contentRows, likes },
      onProgress: (share) => onProgress(from + share * (to - from)),
    });
  const asPublished = (model: BehaviorModel): FusionSource =>
    asSnapshotHolds({ ...model, ...options.published({ ...model, alike }) }, dim);
  const { training, examples } = tuning
    ? { training: journeys, examples: drawn([...tuning], TUNING_EXAMPLES) }
    : holdOut(journeys, TUNING_EXAMPLES);
  // Some items are kept from the first training as if they were new: what that does to them is learned like the rest.
  const isNew = drawNew(itemCount, likes);
  const hasNew = isNew.includes(1);
  const known = hasNew ? selectEvents(training, (e) => isNew[training.items[e]] === 0) : training;
  if (stepCount(known) < FEWEST_STEPS / 2) return { lacks: 'steps' };
  const first = train(known, 0, 0.5);
  const fitted = fitFusion(asPublished(first), examples, { minShoppers, without });
  if (!fitted) return { lacks: 'examples' };
  const { weights: fusion, figures } = fitted;
  const model = known === journeys ? first : train(journeys, 0.5, 1);
  const asked = drawn([...examples], BOOST_JOURNEYS);
  if (hasNew && !without?.includes('new') && userCount(asked) >= minShoppers) {
    const boost = newItemBoost(
      asPublished(model),
      fusion,
      asked.map(({ history, target }) => Uint32Array.of(...history, target)),
      options.newItemShare,
    );
    for (const [c, factor] of boost.entries()) fusion[weightPlace('new') + c] += factor;
  }
  return { behavior: { ...model, fusion, alike }, figures };
}

/** Steps from an item to the next: events beside the first of each user. */
export const stepCount = ({ items, offsets }: Journeys): number => items.length - (offsets.length - 1);

/** Marks a share of the items that are like others; none where nothing is known of them. [N] */
function drawNew(itemCount: number, { offsets }: WeightedNeighbors): Uint8Array {
  const random = seededRandom(itemCount);
  return Uint8Array.from({ length: itemCount }, (_, item) =>
    offsets[item + 1] > offsets[item] && random() < HIDDEN_SHARE ? 1 : 0,
  );
}
