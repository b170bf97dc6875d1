import type { Strategy } from '../recommendation.js';
import { FEATURE_COUNT, FUSION_FEATURES, type FusionSource, type JourneyEvidence } from './fusion-features.js';
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
 *   score[j] = Σ_f w[f] · feature[f, j] / max over the candidates
 *
 * A reason is the very summand w[f] · feature[f, j], shared out among the items of the journey that it comes from.
 */
export function fusedPart(
  snapshot: FusionSource & { fusion: Float32Array },
  { strategy, factor, sequence, evidence, scanned }: FusedOptions,
): ScorePart {
  const weights = featureWeights(snapshot.fusion, evidence.context);
  const features = new Float64Array(FEATURE_COUNT);
  const raw = (item: number): number => {
    evidence.writeFeatures(item, features, 0);
    let sum = 0;
    for (let f = 0; f < FEATURE_COUNT; f++) sum += weights[f] * features[f];
    return sum;
  };
  const scores = new Map<number, number>();
  let largest = 0;
  for (const item of new Set([...scanned, ...evidence.proposed])) {
    const score = raw(item);
    scores.set(item, score);
    largest = Math.max(largest, score);
  }
  const unit = largest === 0 ? 0 : 1 / largest;
  const kinds = new Map(sequence.liked.map(({ item, kind }) => [item, kind]));

  return {
    strategy,
    factor,
    isPersonal: true,
    candidates: unit === 0 ? [] : scores.keys(),
    score: (item) => unit * (scores.get(item) ?? raw(item)),
    explain(item) {
      evidence.writeFeatures(item, features, 0);
      const amounts = features.map((feature, f) => unit * weights[f] * feature);
      return FUSION_FEATURES.flatMap((feature, f): Contribution[] => {
        if (amounts[f] === 0) return [];
        const causes = evidence.causesOf(feature, item);
        if (causes.length === 0) return [{ code: 'popular', amount: amounts[f] }];
        return causes.map(({ item: cause, share }) => {
          const kind = kinds.get(cause);
          return { code: kind ?? 'viewed', cause, amount: amounts[f] * share, ...(kind ? {} : { isSilent: true }) };
        });
      });
    },
  };
}
