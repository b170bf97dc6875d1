import { FUSION_FEATURES, type FusionFeature } from '../core/scoring/fusion-features.js';
import { weightPlace } from '../core/scoring/fusion-weights.js';
import type { WeightedNeighbors } from '../core/snapshot/quantize.js';
import type { SnapshotContent } from '../core/snapshot/snapshot-content.js';
import type { Journeys } from './clean/clean-events.js';
import type { FusionFigures } from './model/fusion-figures.js';
import { type Learned, stepCount, type TooLittle } from './model/learn-behavior.js';

const LISTS = ['viewedWith', 'viewedNext', 'boughtWith', 'alike'] as const satisfies (keyof SnapshotContent)[];
export type ListName = (typeof LISTS)[number];

/** How much a kind of neighbor list knows. */
interface ListSummary {
  /** Items that have a list. */
  items: number;
  /** Neighbors of all of them together. */
  neighbors: number;
}

/** What a build made of the log. Nothing of it is in the snapshot. */
export interface LearningSummary {
  /** Steps from an item to the next, of items that enough shoppers met. */
  steps: number;
  /** Why no score was learned from them, … */
  lacks?: TooLittle['lacks'];
  /** … or what the learned score is worth, on steps that it does not know, … */
  figures?: FusionFigures;
  /** … and the weight of each kind of evidence after a journey like most; what has none is left out. */
  weights?: Partial<Record<FusionFeature, number>>;
  /** As the snapshot has them, after what `maxBytes` took. */
  lists: Record<ListName, ListSummary>;
}

export function learningSummary(
  journeys: Journeys,
  learning: Learned | TooLittle,
  content: SnapshotContent,
): LearningSummary {
  return {
    steps: stepCount(journeys),
    ...('lacks' in learning
      ? { lacks: learning.lacks }
      : { figures: learning.figures, weights: meanWeights(learning.behavior.fusion) }),
    lists: Object.fromEntries(LISTS.map((name) => [name, listSummary(content[name])])) as LearningSummary['lists'],
  };
}

const meanWeights = (fusion: Float32Array): Partial<Record<FusionFeature, number>> =>
  Object.fromEntries(
    FUSION_FEATURES.map((feature) => [feature, fusion[weightPlace(feature)]]).filter(([, weight]) => weight !== 0),
  );

const listSummary = ({ offsets, items }: WeightedNeighbors): ListSummary => ({
  items: offsets.subarray(1).filter((end, item) => end > offsets[item]).length,
  neighbors: items.length,
});
