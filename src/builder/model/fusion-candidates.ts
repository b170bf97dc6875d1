import { exactScore } from '../../core/scoring/exact-score.js';
import { FEATURE_COUNT } from '../../core/scoring/fusion-features.js';
import type { FusionSource, JourneyEvidence } from '../../core/scoring/journey-evidence.js';
import { TopK } from '../../core/scoring/top-k.js';
import { popularityOf } from '../../core/snapshot/item-columns.js';

/** Whether nobody has met an item, or too few: content alone speaks for it. */
export const isNewItem = (source: FusionSource, item: number): boolean => popularityOf(source, item) === 0;

/** What the fusion chooses from: the best items of a scan of all, and what lists and journey propose. */
export function candidatesOf(source: FusionSource, evidence: JourneyEvidence, scannedCount: number): number[] {
  const { embeddings } = source;
  const { encoded, proposed } = evidence;
  if (!encoded) return [...proposed];
  const top = new TopK(Math.min(scannedCount, embeddings.itemCount));
  for (let item = 0; item < embeddings.itemCount; item++)
    top.add(item, exactScore(embeddings, encoded.query.vector, item));
  return [...new Set([...top.sorted().items, ...proposed])];
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
