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
 *   similarity = weight / 255 · scales[n]
 */

/** Bytes of a number of items, and so 2^28 of them: more than a snapshot may have. */
const MAX_VARINT_BYTES = 4;

/** Calls `use` with every neighbor of an item, by ascending index. Similarities are in [0, 1] for lists of a sound build. */
export function forEachNeighbor(
  { offsets, entries, scales }: NeighborLists,
  item: number,
  use: (neighbor: number, similarity: number) => void,
): void {
  if (entries.length === 0) return;
  const end = offsets[item + 1];
  const scale = scales[item];
  let neighbor = -1;
  for (let at = offsets[item]; at < end; ) {
    let byte = entries[at++];
    let between = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = entries[at++];
      between |= (byte & 127) << shift;
    }
    neighbor += between + 1;
    use(neighbor, (entries[at++] / 255) * scale);
  }
}

/**
 * What is wrong with lists from a file, if anything is; afterwards {@link forEachNeighbor} can be trusted.
 * By index and without a call per entry: in a start this runs once and unoptimised.
 */
export function neighborProblem({ offsets, entries, scales }: NeighborLists, itemCount: number): string | undefined {
  if (offsets.length + entries.length + scales.length === 0) return undefined;
  if (offsets.length !== itemCount + 1) return `${offsets.length} offsets for ${itemCount} items`;
  if (scales.length !== itemCount) return `${scales.length} scales for ${itemCount} items`;
  if (offsets[0] !== 0) return 'must start at 0';
  let at = 0;
  for (let item = 0; item < itemCount; item++) {
    const end = offsets[item + 1];
    if (end > entries.length) return `the list of item ${item} ends at ${end} of ${entries.length} bytes`;
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
    // Also where the offsets descend, and where an entry runs on into the next list or past the last one.
    if (at !== end) return `the list of item ${item} ends at ${at}, not at ${end}`;
    if (neighbor >= itemCount) return `the list of item ${item} names item ${neighbor} of ${itemCount}`;
  }
  return at === entries.length ? undefined : `ends at ${at}, not at ${entries.length}`;
}

/**
 * Packs lists, and rounds the similarities of each to 8 bits, relative to the best of the list; none is rounded to zero.
 *
 * @param name  Of the lists, for errors.
 * @returns     Empty arrays when no item has a neighbor.
 * @throws RangeError when an item is named twice in a list, or is none.
 */
export function packNeighbors(name: string, { offsets, items, weights }: WeightedNeighbors): NeighborLists {
  const itemCount = offsets.length - 1;
  if (items.length === 0) return { offsets: new Uint32Array(), entries: new Uint8Array(), scales: new Float32Array() };
  const packed = { offsets: new Uint32Array(itemCount + 1), scales: new Float32Array(itemCount) };
  const entries = new Uint8Array(items.length * (MAX_VARINT_BYTES + 1));
  const places = Uint32Array.from(items.keys());
  let at = 0;
  for (let n = 0; n < itemCount; n++) {
    const order = places.subarray(offsets[n], offsets[n + 1]).sort((a, b) => items[a] - items[b]);
    for (const e of order) packed.scales[n] = Math.max(packed.scales[n], weights[e]);
    const scale = packed.scales[n];
    let before = -1;
    for (const e of order) {
      if (items[e] <= before || items[e] >= itemCount)
        throw new RangeError(`encodeSnapshot: ${name} of item ${n} names item ${items[e]} twice, or there is none`);
      let between = items[e] - before - 1;
      for (; between > 127; between >>>= 7) entries[at++] = between | 128;
      entries[at++] = between;
      entries[at++] = scale === 0 ? 1 : Math.max(1, Math.min(255, Math.round((weights[e] / scale) * 255)));
      before = items[e];
    }
    packed.offsets[n + 1] = at;
  }
  return { ...packed, entries: entries.slice(0, at) };
}
