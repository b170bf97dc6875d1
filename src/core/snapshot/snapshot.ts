import type { Manifest } from './manifest.js';
import type { StringTable } from './string-table.js';

/**
 * Neighbor lists of all items, compressed sparse rows: item n has the entries `offsets[n]` … `offsets[n + 1]`,
 * best first. The similarity of entry e in list n is `weights[e] / 255 · scales[n]`.
 */
export interface NeighborLists {
  /** [N + 1] */
  offsets: Uint32Array;
  /** Item indices. */
  items: Uint32Array;
  weights: Uint8Array;
  /** [N] similarity that weight 255 stands for. */
  scales: Float32Array;
}

/** Item embeddings as the kernels read them: x̂[n, d] = (codes[codeOffset(P(D), n, d)] − 64) · scales[n], see `tile.ts`. */
export interface Embeddings {
  itemCount: number;
  dim: number;
  /** P(D): `dim` padded for the kernels. */
  paddedDim: number;
  /** [P(N), P(D)] in tiles. */
  codes: Uint8Array;
  /** [P(N)] */
  scales: Float32Array;
}

/** A decoded snapshot: typed views over the files' own bytes, nothing copied, no object per item. */
export interface Snapshot {
  manifest: Manifest;
  itemCount: number;
  ids: StringTable;
  /** [N] item indices sorted by id bytes. */
  idOrder: Uint32Array;
  aliases: StringTable;
  aliasItems: Uint32Array;
  /** [N] ≥ 0 */
  popularity: Float32Array;
  /** [N] distinct shoppers behind the item, 0 below the minimum. */
  shoppers: Uint32Array;
  /** [N] NaN = not known. */
  price: Float32Array;
  /** [N] 0 not known, 1 available, 2 not available. */
  availability: Uint8Array;
  /** [N] index into `brands` or NONE. */
  brand: Uint32Array;
  brands: StringTable;
  /** [N] index into `categories` or NONE. */
  category: Uint32Array;
  categories: StringTable;
  /** [N] number of the variant group or NONE. */
  group: Uint32Array;
  embeddings: Embeddings;
  /** Seen by the same shoppers or in the same visits. */
  viewedWith: NeighborLists;
  /** Bought in the same orders. */
  boughtWith: NeighborLists;
  chunks: { offsets: Uint32Array; lengths: Uint32Array; bytes: Uint8Array };
}
