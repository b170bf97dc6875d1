import { gateOf } from '../snapshot/item-columns.js';
import type { Embeddings, SnapshotEncoder } from '../snapshot/snapshot.js';
import { type ContentQuery, contentQuery } from './content-query.js';
import type { ShopperSequence } from './shopper-sequence.js';

/** A journey as a point among the items, and what each of its items has to do with it. */
export interface EncodedShopper {
  /** Of the liked items, in their order; those beyond the encoder's places count nothing. */
  shares: number[];
  query: ContentQuery;
}

/**
 * u = v / ‖v‖,   v = Σ_p α[p] · x̂[item p] − Σ_n share[n] · x̂[item n]   α = softmax(P[p] + G[item p])
 *
 * over the liked items p, the latest being 0, and the items n that were turned down.
 *
 * @returns  undefined for a journey that says nothing.
 */
export function encodeShopper(
  embeddings: Embeddings,
  encoder: SnapshotEncoder,
  { liked, turnedDown }: ShopperSequence,
): EncodedShopper | undefined {
  const logits = liked
    .slice(0, encoder.positions.length)
    .map(({ item }, p) => encoder.positions[p] + gateOf(encoder, item));
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const shares = liked.map((_, p) => (p < powers.length ? powers[p] / total : 0));
  const query = contentQuery(embeddings, [
    ...liked.map(({ item }, p) => ({ item, weight: shares[p] })),
    ...turnedDown.map(({ item, share }) => ({ item, weight: -share })),
  ]);
  return query && { shares, query };
}
