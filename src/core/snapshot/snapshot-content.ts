import type { Product } from '../product.js';
import type { Manifest } from './manifest.js';
import type { WeightedNeighbors } from './quantize.js';

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
  viewedWith: WeightedNeighbors;
  boughtWith: WeightedNeighbors;
  /** [N] ≥ 0 */
  popularity: Float32Array;
  /** [N] distinct shoppers; 0 below `minShoppers`. */
  shoppers: Uint32Array;
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
