import type { Strategy } from '../recommendation.js';
import {
  FEATURE_COUNT,
  FUSION_FEATURES,
  type FusionSource,
  isSum,
  type JourneyEvidence,
  lossWithout,
} from './fusion-features.js';
import { featureWeights } from './fusion-weights.js';
import type { Contribution, ScorePart } from './score-part.js';
import type { ShopperSequence } from './shopper-sequence.js';

export interface FusedOptions {
  strategy: Strategy;
  factor: number;
  sequence: ShopperSequence;
  evidence: JourneyEvidence;
  /** The best items for the encoded journey, from the scan. */
  scanned: Iterable<number>;
}

/**
 * Everything that speaks for an item, put together by learned weights (`fusion-weights.ts`):
 *
 *   score[j] = (base + Σ_f w[f] · feature[f, j]) / max over the candidates
 *   base = Σ_f max(0, −w[f]) · max over the candidates of feature[f]
 *
 * A reason is the very summand w[f] · feature[f, j], shared out among the items of the journey that it comes from: to each
 * what the summand would lose without it, so that the score falls by just that when the item is taken away, and a share of
 * what several of them say alike. The base is the same for all and names nothing.
 */
export function fusedPart(
  snapshot: FusionSource & { fusion: Float32Array },
  { strategy, factor, sequence, evidence, scanned }: FusedOptions,
): ScorePart {
  const weights = featureWeights(snapshot.fusion, evidence.context);
  const candidates = [...new Set([...scanned, ...evidence.proposed])];
  const features = new Float64Array(FEATURE_COUNT);
  const largestFeature = new Float64Array(FEATURE_COUNT);
  const raws = candidates.map((item) => {
    const sum = weighted(item);
    for (let f = 0; f < FEATURE_COUNT; f++) largestFeature[f] = Math.max(largestFeature[f], features[f]);
    return sum;
  });
  // What speaks against items is counted from the one it speaks against most: so no score begins below zero.
  const base = weights.reduce((sum, weight, f) => sum + Math.max(0, -weight) * largestFeature[f], 0);
  const largest = raws.reduce((most, raw) => Math.max(most, raw + base), 0);
  const unit = largest === 0 ? 0 : 1 / largest;
  const scores = new Map(candidates.map((item, i) => [item, unit * (raws[i] + base)]));
  const kinds = new Map(sequence.liked.map(({ item, kind }) => [item, kind]));

  return {
    strategy,
    factor,
    isPersonal: true,
    candidates: unit === 0 ? [] : candidates,
    score: (item) => scores.get(item) ?? unit * (weighted(item) + base),
    explain(item) {
      weighted(item);
      const contributions = FUSION_FEATURES.flatMap((feature, f): Contribution[] => {
        const amount = unit * weights[f] * features[f];
        if (amount === 0) return [];
        const causes = evidence.causesOf(feature, item);
        if (causes.length === 0) return [{ code: 'popular', amount }];
        const losses = causes.map(({ share }) => lossWithout(feature, features[f], share));
        const alike = isSum(feature) ? 0 : 1 - losses.reduce((sum, loss) => sum + loss, 0);
        return causes.flatMap(({ item: cause, share }, c): Contribution[] => {
          const kind = kinds.get(cause);
          const contribution = { code: kind ?? 'viewed', ...(kind ? {} : { isSilent: true }) } as const;
          return [
            { ...contribution, cause, amount: amount * losses[c] },
            ...(alike === 0 ? [] : [{ ...contribution, cause, amount: amount * alike * share, isShared: true }]),
          ];
        });
      });
      return [...contributions, { code: 'popular', amount: unit * base, isSilent: true }];
    },
  };

  /** Σ_f w[f] · feature[f], leaving the features of the item behind. */
  function weighted(item: number): number {
    evidence.writeFeatures(item, features, 0);
    let sum = 0;
    for (let f = 0; f < FEATURE_COUNT; f++) sum += weights[f] * features[f];
    return sum;
  }
}
