import type { Product } from '../product.js';
import type { Manifest } from './manifest.js';
import type { CodeBits, WeightedNeighbors } from './quantize.js';

/** All that a snapshot is made from. Item n is `products[n]` and row n of everything else. */
export interface SnapshotContent {
  products: Product[];
  locale: string;
  currency?: string;
  minShoppers: number;
  /** D */
  dim: number;
  /** [N, D] row-major; rows of length 1, or 0 where nothing is known. */
  embeddings: Float32Array;
  /** Of the embeddings in the file; default 7. */
  codeBits?: CodeBits;
  /** Seen by the same shoppers or in the same visits. */
  viewedWith: WeightedNeighbors;
  /** Seen directly after. */
  viewedNext: WeightedNeighbors;
  /** Alike by content. */
  alike: WeightedNeighbors;
  /** Bought in the same orders. */
  boughtWith: WeightedNeighbors;
  /** [N] ≥ 0 */
  popularity: Float32Array;
  /** [N] ≥ 0, of late. */
  recentPopularity?: Float32Array;
  /** [N] distinct shoppers; 0 below `minShoppers`. */
  shoppers: Uint32Array;
  encoder?: EncoderContent;
  /** Weights by which the parts of a score are put together, at most MAX_FUSION. */
  fusion?: Float32Array;
}

/** What turns a journey into a query: see `SnapshotEncoder`. */
export interface EncoderContent {
  /** > 0 */
  temperature: number;
  /** [L] logits, 1 ≤ L ≤ MAX_POSITIONS; 0 = the last item. */
  positions: Float32Array;
  /** [N] a logit for each item. */
  gates: Float32Array;
}

/** What the platform lends: digest and compression, both deterministic. */
export interface Codec {
  sha256(bytes: Uint8Array): Uint8Array;
  /** Raw deflate (RFC 1951). */
  deflate(bytes: Uint8Array): Uint8Array;
}

export interface EncodedSnapshot {
  manifest: Manifest;
  /** In the order of the manifest. */
  files: { name: string; bytes: Uint8Array }[];
}
