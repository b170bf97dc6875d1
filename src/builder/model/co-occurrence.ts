import type { WeightedNeighbors } from '../../core/snapshot/quantize.js';
import { groupEntries } from '../matrix/group-entries.js';
import { toNeighbors, type WeightedItem } from './weighted-lists.js';

/** Items in the order in which users met them, in groups inside which pairs are counted. */
export interface Encounters {
  /** [G + 1] entries of group g: `groups[g]` … `groups[g + 1]`; all groups of a user stand together. */
  groups: Uint32Array;
  /** [G] */
  users: Uint32Array;
  /** Item of each entry. */
  items: Uint32Array;
  /** What an entry counts, in (0, 1]; less in long lists, where being together says less. */
  weights: Float32Array;
}

export interface CoOccurrenceOptions {
  itemCount: number;
  /** Pairs further apart in their group are not counted. */
  window: number;
  /** How much a pair of entries counts, in [0, 1]; `later` stands behind `earlier` and `isAhead` says whether it is the neighbor. */
  closeness: (earlier: number, later: number, isAhead: boolean) => number;
  /** Distinct users that a pair needs. */
  minShoppers: number;
  /** M, most neighbors of an item. */
  size: number;
}

/** Added to every popularity: two items that were seen once, together, are not yet the best of neighbors. */
const DAMPING = 5;
/**
 * How far a neighbor's own popularity is divided out. Half would be the cosine; less lets what many want stand before
 * what few have met by chance: on two purchase logs the hit rate rose by 3 and 11 percent over the cosine.
 */
const NEIGHBOR_POWER = 0.2;

/**
 * Item-item similarity from co-occurrence, a damped cosine:
 *
 *   c[i, j] = Σ pairs √(w[e] · w[f]) · closeness(e, f)        p[i] = Σ w[e] over the entries e of i
 *   similarity[i, j] = c[i, j] / ((p[i] + 5)^½ · (p[j] + 5)^0.2) / max over all pairs, if that exceeds 1
 *
 * @returns  The best M neighbors of each item, best first, ties by lower index; similarities in (0, 1].
 */
export function coOccurrence(encounters: Encounters, options: CoOccurrenceOptions): WeightedNeighbors {
  const neighbors = toNeighbors(pairsOf(encounters, options), options.size);
  const largest = neighbors.weights.reduce((most, weight) => Math.max(most, weight), 1);
  return { ...neighbors, weights: neighbors.weights.map((weight) => weight / largest) };
}

/** What each item occurs with. */
function* pairsOf(
  { groups, users, items, weights }: Encounters,
  { itemCount, window, closeness, minShoppers }: CoOccurrenceOptions,
): Iterable<WeightedItem[]> {
  const { entries, offsets: entryOffsets } = groupEntries(items, itemCount);
  const groupOf = new Uint32Array(items.length);
  for (let group = 0; group < groups.length - 1; group++) groupOf.fill(group, groups[group], groups[group + 1]);
  const popularity = new Float64Array(itemCount);
  items.forEach((item, entry) => {
    popularity[item] += weights[entry];
  });

  // One accumulator for all items in turn: memory grows with N, not with the number of pairs.
  const sums = new Float64Array(itemCount);
  const shoppers = new Uint32Array(itemCount);
  const lastUser = new Int32Array(itemCount).fill(-1);
  for (let item = 0; item < itemCount; item++) {
    const touched: number[] = [];
    for (let at = entryOffsets[item]; at < entryOffsets[item + 1]; at++) {
      const entry = entries[at];
      const group = groupOf[entry];
      const first = Math.max(groups[group], entry - window);
      const last = Math.min(groups[group + 1] - 1, entry + window);
      for (let other = first; other <= last; other++) {
        const neighbor = items[other];
        if (neighbor === item) continue;
        const share = other > entry ? closeness(entry, other, true) : closeness(other, entry, false);
        if (shoppers[neighbor] === 0) touched.push(neighbor);
        if (shoppers[neighbor] === 0 || lastUser[neighbor] !== users[group]) shoppers[neighbor]++;
        lastUser[neighbor] = users[group];
        sums[neighbor] += Math.sqrt(weights[entry] * weights[other]) * share;
      }
    }
    yield touched
      .filter((neighbor) => shoppers[neighbor] >= minShoppers)
      .map((neighbor) => ({
        item: neighbor,
        weight:
          sums[neighbor] / ((popularity[item] + DAMPING) ** 0.5 * (popularity[neighbor] + DAMPING) ** NEIGHBOR_POWER),
      }));
    for (const neighbor of touched) {
      sums[neighbor] = 0;
      shoppers[neighbor] = 0;
    }
  }
}
