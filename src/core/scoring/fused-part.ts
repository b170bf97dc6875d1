import type { ReasonCode, Strategy } from '../recommendation.js';
import type { InteractionKind } from '../shopper.js';
import { FEATURE_COUNT, FUSION_FEATURES, type FusionFeature } from './fusion-features.js';
import { featureWeights } from './fusion-weights.js';
import type { Causes, FusionSource, JourneyEvidence } from './journey-evidence.js';
import type { Contribution, ScorePart } from './score-part.js';
import type { ShopperSequence } from './shopper-sequence.js';

/** What speaks for an item whatever the journey is. */
const IMPERSONAL: Readonly<Partial<Record<FusionFeature, ReasonCode>>> = {
  recent: 'popular',
  popular: 'popular',
  'popular*recent': 'popular',
  new: 'explored',
};

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
 *   base = max(0, −min Σ_f w[f] · feature[f, i]) over the candidates i that the journey has not met
 *
 * A reason is the very summand w[f] · feature[f, j], shared out among the items of the journey that it comes from: to each
 * what the summand would lose without it, so that the score falls by just that when the item is taken away and weights,
 * base and what the features are divided by stay as they are; and what several of them say alike to those that would be
 * missed. The base is the same for all and names nothing.
 */
export function fusedPart(
  snapshot: FusionSource & { fusion: Float32Array },
  { strategy, factor, sequence, evidence, scanned }: FusedOptions,
): ScorePart {
  const weights = featureWeights(snapshot.fusion, evidence.context);
  const candidates = [...new Set([...scanned, ...evidence.proposed])];
  const features = new Float64Array(FEATURE_COUNT);
  const raws = candidates.map(weighted);
  const kinds = new Map(sequence.liked.map(({ item, kind }) => [item, kind]));
  // Counted from the item that least speaks for, so that no score is below zero. Items of the journey may be: a log in which
  // nobody comes back to an item says much against them, and would leave all others alike beside that.
  const base = raws.reduce((most, raw, i) => (kinds.has(candidates[i]) ? most : Math.max(most, -raw)), 0);
  const largest = raws.reduce((most, raw) => Math.max(most, raw + base), 0);
  const unit = largest === 0 ? 0 : 1 / largest;
  const scores = new Map(candidates.map((item, i) => [item, unit * (raws[i] + base)]));

  return {
    strategy,
    factor,
    isPersonal: true,
    candidates: unit === 0 ? [] : candidates,
    score: (item) => scores.get(item) ?? unit * (weighted(item) + base),
    explain(item) {
      weighted(item);
      const summands = FUSION_FEATURES.flatMap((feature, f): Summand[] => {
        const amount = unit * weights[f] * features[f];
        return amount === 0 ? [] : [summandOf(feature, amount, evidence.causesOf(feature, item, features))];
      });
      return [...sharedOut(summands, kinds), { code: 'popular', amount: unit * base, isSilent: true }];
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

/** One w[f] · feature[f], what it would lose without each of its causes, and what several of them say alike. */
interface Summand {
  feature: FusionFeature;
  amount: number;
  causes: { item: number; share: number; missed: number }[];
  alike: number;
}

/** Less than this share of a summand is rounding, and nothing that is said alike. */
const ROUNDING = 1e-9;

function summandOf(feature: FusionFeature, amount: number, causes: Causes): Summand {
  const parts = causes.map(({ item, share, loss }) => ({ item, share, missed: amount * loss }));
  const alike = amount - parts.reduce((sum, { missed }) => sum + missed, 0);
  return { feature, amount, causes: parts, alike: Math.abs(alike) < ROUNDING * Math.abs(amount) ? 0 : alike };
}

/**
 * What several say alike goes to those of them without which the score would be lower, or to all where that is none, in
 * proportion to what they say, for or against: in a product of two kinds of evidence a share may be below zero.
 */
function sharedOut(summands: readonly Summand[], kinds: ReadonlyMap<number, InteractionKind>): Contribution[] {
  const missed = new Map<number, number>();
  for (const cause of summands.flatMap(({ causes }) => causes))
    missed.set(cause.item, (missed.get(cause.item) ?? 0) + cause.missed);
  const dueTo = (cause: number, amount: number, isShared: boolean): Contribution => {
    const kind = kinds.get(cause);
    return {
      code: kind ?? 'viewed',
      cause,
      amount,
      ...(isShared && { isShared }),
      ...(kind ? {} : { isSilent: true }),
    };
  };
  return summands.flatMap(({ feature, amount, causes, alike }): Contribution[] => {
    if (causes.length === 0) {
      const code = IMPERSONAL[feature];
      return [{ code: code ?? 'popular', amount, ...(code ? {} : { isSilent: true }) }];
    }
    const speaking = causes.filter(({ item }) => (missed.get(item) as number) > 0);
    const heirs = alike === 0 ? [] : speaking.length > 0 ? speaking : causes;
    const total = heirs.reduce((sum, { share }) => sum + Math.abs(share), 0);
    return [
      ...causes.map(({ item, missed }) => dueTo(item, missed, false)),
      ...heirs.map(({ item, share }) => dueTo(item, (alike * Math.abs(share)) / total, true)),
    ];
  });
}
