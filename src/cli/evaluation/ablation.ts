import { FUSION_FEATURES, type FusionFeature, factorsOf } from '../../core/scoring/fusion-features.js';

/** Features that are one kind of evidence. */
export const EVIDENCE_GROUPS: Readonly<Record<string, readonly FusionFeature[]>> = {
  repeats: FUSION_FEATURES.filter((feature) => feature.startsWith('repeat')),
  popularity: ['recent', 'popular'],
  embeddings: ['encoder', 'last', 'repeatEncoder', 'newEncoder', 'newLast'],
  content: FUSION_FEATURES.filter((feature) => feature.startsWith('alike')),
  lists: FUSION_FEATURES.filter((feature) => feature.startsWith('viewed')),
  products: FUSION_FEATURES.filter((feature) => factorsOf(feature).length > 0),
};

/** What `--without` can name. */
export const ABLATION_NAMES: readonly string[] = [...FUSION_FEATURES, ...Object.keys(EVIDENCE_GROUPS)];

/** The features behind names of {@link ABLATION_NAMES}, each once, and the products in which they are a factor. */
export function featuresOf(names: readonly string[]): FusionFeature[] {
  const named = new Set(names.flatMap((name) => EVIDENCE_GROUPS[name] ?? [name as FusionFeature]));
  return FUSION_FEATURES.filter(
    (feature) => named.has(feature) || factorsOf(feature).some((factor) => named.has(factor)),
  );
}
