/**
 * How the codes of the embeddings stand in memory: the one order that plain JavaScript, WASM and the GPU all read as it
 * lies in the file. A tile holds 16 items; a cache line of it holds four dimensions of each:
 *
 * ```
 *   byte   0 1 2 3   4 5 6 7   …   60 61 62 63   64 65 66 67   …
 *   item   0         1         …   15            0             …
 *   dim    0 1 2 3   0 1 2 3   …   0 1 2 3       4 5 6 7       …
 * ```
 *
 * So one 128-bit load brings four dimensions of four items, which a dot-product instruction adds up into one lane per
 * item, and one 32-bit load brings what `dot4I8Packed` takes. No lane is ever added to another.
 */

/**
 * Codes are 1…127, and 64 stands for zero. Seven bits without a sign, because that is what dot-product instructions of
 * every processor multiply without overflow; the eighth would cost a third of the speed and, at 64 dimensions, move no
 * similarity by more than a hundredth.
 */
export const ZERO_CODE = 64;
/** Codes run from zero by this much in both directions. */
export const CODE_LEVELS = 63;

/** Items per tile. N is padded to a multiple of it. */
export const TILE_ITEMS = 16;
/** Dimensions that stand together. */
export const QUAD = 4;
/** Bytes of one quad of all items of a tile: one cache line. */
export const QUAD_BYTES = TILE_ITEMS * QUAD;
/** D is padded to a multiple of this, so that the kernels' inner loops need no remainder. */
const DIM_STEP = 16;

export const padItems = (itemCount: number): number => Math.ceil(itemCount / TILE_ITEMS) * TILE_ITEMS;
export const padDim = (dim: number): number => Math.ceil(dim / DIM_STEP) * DIM_STEP;

/** Where the first quad of an item stands; the next ones follow at every {@link QUAD_BYTES}. */
export const firstQuad = (paddedDim: number, item: number): number => {
  const lane = item % TILE_ITEMS;
  return (item - lane) * paddedDim + lane * QUAD;
};

/** Where the code of one item in one dimension stands. */
export const codeOffset = (paddedDim: number, item: number, d: number): number =>
  firstQuad(paddedDim, item) + Math.floor(d / QUAD) * QUAD_BYTES + (d % QUAD);
