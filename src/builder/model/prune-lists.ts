import { packLengths } from '../../core/snapshot/lengths.js';
import { packNeighbors } from '../../core/snapshot/neighbor-lists.js';
import { emptyNeighbors, type WeightedNeighbors } from '../../core/snapshot/quantize.js';
import { NEIGHBOR_LISTS } from '../../core/snapshot/snapshot.js';
import type { SnapshotContent } from '../../core/snapshot/snapshot-content.js';

/** The neighbor lists of a snapshot, each best first. */
export type ItemLists = Pick<SnapshotContent, (typeof NEIGHBOR_LISTS)[number]>;

/** No neighbor in any list. */
export function withoutNeighbors(itemCount: number): ItemLists {
  const none = emptyNeighbors(itemCount);
  return { viewedWith: none, viewedNext: none, alike: none, boughtWith: none };
}

/** What is alike is worth more than what is met together, which embeddings learn as well; chosen in `docs/quality.md`. */
const WORTH: Record<keyof ItemLists, number> = { viewedWith: 1, viewedNext: 1, alike: 1.5, boughtWith: 1 };

/**
 * Keeps the entries of most value, of all lists together, as many as fit. An entry is worth as much as it is likely to
 * name what is looked for, and as nothing else does:
 *
 *   value = worth of the kind of list · (1 + popularity of the item whose list it is) / (1 + place in the list)
 *
 * @param popularity  [N] ≥ 0, how often the lists of each item are asked for.
 * @param mostBytes   ≥ 0, of the packed lists.
 * @returns           The entries of most value, ties by list, item and place.
 */
export function pruneLists(lists: ItemLists, popularity: Float32Array, mostBytes: number): ItemLists {
  const values = Float64Array.from(
    NEIGHBOR_LISTS.flatMap((name) => Array.from(valuesOf(lists[name], popularity, WORTH[name]))),
  );
  const byValue = Uint32Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b);
  // More entries never take fewer bytes.
  let [fitting, most] = [0, values.length];
  while (fitting < most) {
    const count = Math.ceil((fitting + most) / 2);
    if (packedBytes(firstOf(lists, byValue, count)) <= mostBytes) fitting = count;
    else most = count - 1;
  }
  return firstOf(lists, byValue, fitting);
}

/** The value of each entry. */
function valuesOf({ offsets, items }: WeightedNeighbors, popularity: Float32Array, worth: number): Float64Array {
  const values = new Float64Array(items.length);
  for (let item = 0; item + 1 < offsets.length; item++)
    for (let e = offsets[item]; e < offsets[item + 1]; e++)
      values[e] = (worth * (1 + popularity[item])) / (1 + e - offsets[item]);
  return values;
}

/** The first `count` entries by value, each in its list. */
function firstOf(lists: ItemLists, byValue: Uint32Array, count: number): ItemLists {
  const isKept = new Uint8Array(byValue.length);
  for (const entry of byValue.subarray(0, count)) isKept[entry] = 1;
  const kept = { ...lists };
  let start = 0;
  for (const name of NEIGHBOR_LISTS) {
    const end = start + lists[name].items.length;
    kept[name] = marked(lists[name], isKept.subarray(start, end));
    start = end;
  }
  return kept;
}

function marked({ offsets, items, weights }: WeightedNeighbors, isKept: Uint8Array): WeightedNeighbors {
  const before = new Uint32Array(items.length + 1);
  for (let e = 0; e < items.length; e++) before[e + 1] = before[e] + isKept[e];
  return {
    offsets: offsets.map((e) => before[e]),
    items: items.filter((_, e) => isKept[e] === 1),
    weights: weights.filter((_, e) => isKept[e] === 1),
  };
}

function packedBytes(lists: ItemLists): number {
  return NEIGHBOR_LISTS.reduce((sum, name) => {
    const { offsets, entries } = packNeighbors(name, lists[name]);
    return sum + packLengths(offsets).length + entries.length;
  }, 0);
}
