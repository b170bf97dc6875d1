import type { Indices } from './layout.js';
import type { Manifest } from './manifest.js';
import type { StringTable } from './string-table.js';

/** Neighbor lists of all items, packed: `neighbor-lists.ts` says how, and reads them. */
export interface NeighborLists {
  /** [N + 1] where the list of each item begins in `entries`, in bytes; empty where no item has a neighbor. */
  offsets: Uint32Array;
  entries: Uint8Array;
}

/** The neighbor lists of a snapshot, in the order in which they stand in their file. */
export const NEIGHBOR_LISTS = ['viewedWith', 'viewedNext', 'alike', 'boughtWith'] as const;

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

/** What turns a journey into a query, learned from journeys: how much its items count, by their place and by themselves. */
export interface SnapshotEncoder {
  /** > 0 */
  temperature: number;
  /** [L] a logit for each place in the journey; 0 = the last item. */
  positions: Float32Array;
  /** Step from one gate code to the next. */
  gateScale: number;
  /** [N] 1…255, read by `gateOf`. */
  gateCodes: Uint8Array;
}

/**
 * A decoded snapshot: typed views over the files' own bytes, nothing copied, no object per item. Beside them stand the
 * offsets, which the files keep as lengths, the scales of the embeddings, their codes where the file holds them in four
 * bits, and columns of which nothing is known.
 */
export interface Snapshot {
  manifest: Manifest;
  itemCount: number;
  ids: StringTable;
  /** [N] item indices sorted by id bytes. */
  idOrder: Indices;
  aliases: StringTable;
  aliasItems: Indices;
  /** [N] short floats in the order of what they stand for; read by `popularityOf`. */
  popularityCodes: Uint16Array;
  /** [N] the same of late, read by `recentPopularityOf`. */
  recentPopularityCodes?: Uint16Array;
  /** [N] distinct shoppers behind the item, 0 below the minimum; 65,535 stands for all that is more. */
  shoppers: Uint16Array;
  /** [N] NaN = not known. */
  price: Float32Array;
  /** [N] 0 not known, 1 available, 2 not available. */
  availability: Uint8Array;
  /** [N] index into `brands` or UNNAMED. */
  brand: Indices;
  brands: StringTable;
  /** [N] index into `categories` or UNNAMED. */
  category: Indices;
  categories: StringTable;
  /** [N] number of the variant group or UNNAMED. */
  group: Indices;
  /** Weights by which the parts of a score are put together. */
  fusion?: Float32Array;
  embeddings: Embeddings;
  encoder?: SnapshotEncoder;
  /** Seen by the same shoppers or in the same visits. */
  viewedWith: NeighborLists;
  /** Seen directly after. */
  viewedNext: NeighborLists;
  /** Alike by content. */
  alike: NeighborLists;
  /** Bought in the same orders. */
  boughtWith: NeighborLists;
  chunks: { offsets: Uint32Array; lengths: Uint32Array; bytes: Uint8Array };
}
