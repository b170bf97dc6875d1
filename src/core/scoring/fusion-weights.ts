import type { Snapshot } from '../snapshot/snapshot.js';
import { WindowshopError } from '../windowshop-error.js';
import { FEATURE_COUNT, FUSION_FEATURES, type FusionFeature } from './fusion-features.js';
import { CONTEXT_COUNT } from './journey-evidence.js';

/**
 * The learned fusion: score[j] = Σ_f w[f] · feature[f, j], where the weights depend on how much the journey says:
 *
 *   w[f] = Θ[f, 0] + Σ_c Θ[f, 1 + c] · x[c]        x[c] = (context[c] − mean[c]) / deviation[c], in [−3, 3]
 *
 * Stored as mean [C], deviation [C], Θ [F, 1 + C].
 */
export const FUSION_LENGTH = 2 * CONTEXT_COUNT + FEATURE_COUNT * (1 + CONTEXT_COUNT);
const THETA = 2 * CONTEXT_COUNT;

/** Where Θ[f, 0] of a feature stands, and behind it its other factors. */
export const weightPlace = (feature: FusionFeature): number =>
  THETA + FUSION_FEATURES.indexOf(feature) * (1 + CONTEXT_COUNT);

/** A journey unlike all that was learned from counts as the most extreme of those. */
const MOST_EXTREME = 3;
/** Those of the builder are larger; a file may hold any number. */
const LEAST_DEVIATION = 1e-3;

/** x, with a 1 before it. */
export function standardContext(fusion: Float32Array, context: Float64Array): Float64Array {
  const x = new Float64Array(1 + CONTEXT_COUNT).fill(1);
  for (let c = 0; c < CONTEXT_COUNT; c++) {
    const value = (context[c] - fusion[c]) / Math.max(LEAST_DEVIATION, fusion[CONTEXT_COUNT + c]);
    x[1 + c] = Math.max(-MOST_EXTREME, Math.min(MOST_EXTREME, value));
  }
  return x;
}

/** @throws {WindowshopError} `snapshot_invalid` when a snapshot has weights that are not those of this fusion. */
export function checkFusion({ fusion }: Pick<Snapshot, 'fusion'>): void {
  if (fusion !== undefined && fusion.length !== FUSION_LENGTH)
    throw new WindowshopError('snapshot_invalid', `items: ${fusion.length} fusion weights, not ${FUSION_LENGTH}`, {
      hint: 'Build the snapshot again with the version of windowshop that the page uses.',
    });
}

/**
 * The weight of each feature for one journey.
 *
 * @param fusion  See {@link checkFusion}.
 * @returns       [F]
 */
export function featureWeights(fusion: Float32Array, context: Float64Array): Float64Array {
  const x = standardContext(fusion, context);
  const weights = new Float64Array(FEATURE_COUNT);
  for (let f = 0; f < FEATURE_COUNT; f++)
    for (let c = 0; c < x.length; c++) weights[f] += fusion[THETA + f * x.length + c] * x[c];
  return weights;
}
