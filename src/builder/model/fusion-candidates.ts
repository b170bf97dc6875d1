import { ExactScorer } from '../../core/scoring/exact-score.js';
import { FEATURE_COUNT } from '../../core/scoring/fusion-features.js';
import { type FusionSource, type JourneyEvidence, journeyEvidence } from '../../core/scoring/journey-evidence.js';
import { TopK } from '../../core/scoring/top-k.js';
import { popularityOf } from '../../core/snapshot/item-columns.js';
import { viewedJourney } from './viewed-journey.js';

/** Whether nobody has met an item, or too few: content alone speaks for it. */
export const isNewItem = (source: FusionSource, item: number): boolean => popularityOf(source, item) === 0;

/** A journey, what it says, and the items to choose from after it. */
export interface Asked<T> {
  example: T;
  evidence: JourneyEvidence;
  candidates: number[];
}

/** Journeys that share a scan: an item's codes are turned into numbers once for all of them. */
const TOGETHER = 32;

/**
 * What the fusion chooses from after each journey: the best items of a scan of all, and what lists and journey propose.
 * To be mapped one by one: the evidence of thousands would be much.
 */
export function* askedOf<T extends { history: Uint32Array }>(
  source: FusionSource,
  examples: readonly T[],
  scannedCount: number,
): Generator<Asked<T>> {
  for (let start = 0; start < examples.length; start += TOGETHER) {
    const together = examples
      .slice(start, start + TOGETHER)
      .map((example) => ({ example, evidence: journeyEvidence(source, viewedJourney(example.history)) }));
    const best = bestFor(
      source,
      together.map(({ evidence }) => evidence.encoded?.query.vector),
      scannedCount,
    );
    for (const [i, { example, evidence }] of together.entries())
      yield { example, evidence, candidates: [...new Set([...best[i], ...evidence.proposed])] };
  }
}

/** The best items for each query, none for one that says nothing. */
function bestFor(
  { embeddings }: FusionSource,
  queries: readonly (Float32Array | undefined)[],
  count: number,
): Uint32Array[] {
  const { dim, itemCount } = embeddings;
  const tops = queries.map((query) => new TopK(query ? Math.min(count, itemCount) : 0));
  const scorer = new ExactScorer(
    embeddings,
    queries.map((query) => query ?? new Float32Array(dim)),
  );
  for (let item = 0; item < itemCount; item++) {
    const scores = scorer.scoresOf(item);
    for (let i = 0; i < tops.length; i++) tops[i].add(item, scores[i]);
  }
  return tops.map((top) => top.sorted().items);
}

/** The features of some items. [items, F] */
export function featuresOf(evidence: JourneyEvidence, items: readonly number[]): Float64Array {
  const features = new Float64Array(items.length * FEATURE_COUNT);
  for (const [i, item] of items.entries()) evidence.writeFeatures(item, features, i * FEATURE_COUNT);
  return features;
}

/** Σ_f w[f] · feature[f] of each item. @param features  [items, F]. @param weights  [F]. */
export const weightedSums = (features: Float64Array, weights: Float64Array): Float64Array =>
  Float64Array.from({ length: features.length / FEATURE_COUNT }, (_, i) =>
    weights.reduce((sum, weight, f) => sum + weight * features[i * FEATURE_COUNT + f], 0),
  );
