import type { WeightedNeighbors } from './quantize.js';
import type { NeighborLists } from './snapshot.js';

/**
 * Neighbor lists in bytes. Entries stand in the order of the items, so that little says which item is meant:
 *
 * ```
 *   entry   how many items lie between this one and the one before it in the list, LEB128 │ u8 weight 1…255
 * ```
 *
 * The first counts from the start of the catalogue. No list can hold an item twice, whatever its bytes are.
 *
 *   similarity = 2^((weight − 255) / 16)
 *
 * in steps of 4 %, from 1 down to 2^−15.9: scores take the logarithm of similarities, so what is small needs no fewer
 * steps than what is large, and no list needs a scale of its own.
 */

/** Bytes of a number of items, and so 2^28 of them: more than a snapshot may have. */
const MAX_VARINT_BYTES = 4;

const LARGEST_WEIGHT = 255;
const WEIGHTS_PER_OCTAVE = 16;
const SIMILARITIES = Float64Array.from(
  { length: LARGEST_WEIGHT + 1 },
  (_, weight) => 2 ** ((weight - LARGEST_WEIGHT) / WEIGHTS_PER_OCTAVE),
);

/** Calls `use` with every neighbor of an item, by ascending index; similarities are in (0, 1]. */
export function forEachNeighbor(
  { offsets, entries }: NeighborLists,
  item: number,
  use: (neighbor: number, similarity: number) => void,
): void {
  if (entries.length === 0) return;
  const end = offsets[item + 1];
  let neighbor = -1;
  for (let at = offsets[item]; at < end; ) {
    let byte = entries[at++];
    let between = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = entries[at++];
      between |= (byte & 127) << shift;
    }
    neighbor += between + 1;
    use(neighbor, SIMILARITIES[entries[at++]]);
  }
}

/**
 * What is wrong with lists from a file, if anything is; afterwards {@link forEachNeighbor} can be trusted.
 * The offsets must ascend from 0 to the end of the entries, as `unpackLengths` sees to.
 * By index and without a call per entry: in a start this runs once and unoptimised.
 */
export function neighborProblem({ offsets, entries }: NeighborLists, itemCount: number): string | undefined {
  if (offsets.length !== itemCount + 1) return `${offsets.length - 1} lists for ${itemCount} items`;
  let at = 0;
  for (let item = 0; item < itemCount; item++) {
    const end = offsets[item + 1];
    let neighbor = -1;
    while (at < end) {
      let byte = entries[at++];
      let between = byte & 127;
      if (byte > 127) {
        byte = entries[at++];
        between |= (byte & 127) << 7;
        for (let shift = 14; byte > 127 && shift < 7 * MAX_VARINT_BYTES; shift += 7) {
          byte = entries[at++];
          between |= (byte & 127) << shift;
        }
        // It goes on too long, or its last byte adds nothing, as in no number that is as short as it can be.
        if (byte > 127 || byte === 0) return `the list of item ${item} holds no number at ${at}`;
      }
      neighbor += between + 1;
      if (entries[at++] === 0) return `the list of item ${item} holds no weight at ${at}`;
    }
    // An entry runs on into the next list, or past the last one.
    if (at !== end) return `the list of item ${item} ends at ${at}, not at ${end}`;
    if (neighbor >= itemCount) return `the list of item ${item} names item ${neighbor} of ${itemCount}`;
  }
  return undefined;
}

/**
 * Packs lists, and rounds similarities to the nearest that a weight stands for; none is rounded to zero.
 *
 * @param name  Of the lists, for errors.
 * @returns     Empty arrays when no item has a neighbor.
 * @throws RangeError when an item is named twice in a list, or is none.
 */
export function packNeighbors(name: string, { offsets, items, weights }: WeightedNeighbors): NeighborLists {
  const itemCount = offsets.length - 1;
  if (items.length === 0) return { offsets: new Uint32Array(), entries: new Uint8Array() };
  const packedOffsets = new Uint32Array(itemCount + 1);
  const entries = new Uint8Array(items.length * (MAX_VARINT_BYTES + 1));
  const places = Uint32Array.from(items.keys());
  let at = 0;
  for (let n = 0; n < itemCount; n++) {
    const order = places.subarray(offsets[n], offsets[n + 1]).sort((a, b) => items[a] - items[b]);
    let before = -1;
    for (const e of order) {
      if (items[e] <= before || items[e] >= itemCount)
        throw new RangeError(`encodeSnapshot: ${name} of item ${n} names item ${items[e]} twice, or there is none`);
      let between = items[e] - before - 1;
      for (; between > 127; between >>>= 7) entries[at++] = between | 128;
      entries[at++] = between;
      entries[at++] = weightOf(weights[e]);
      before = items[e];
    }
    packedOffsets[n + 1] = at;
  }
  return { offsets: packedOffsets, entries: entries.slice(0, at) };
}

const weightOf = (similarity: number): number =>
  Math.max(1, Math.min(LARGEST_WEIGHT, LARGEST_WEIGHT + Math.round(WEIGHTS_PER_OCTAVE * Math.log2(similarity))));
