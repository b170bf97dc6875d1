import { TopK } from '../core/scoring/top-k.js';
import type { ProtocolName } from './protocol.js';
import type { Ranker } from './ranker.js';
import { type Sequences, sequenceAt, sequenceCount } from './sequences.js';

/** Of a purchase history the latest items are asked about, of a visit the latest one. */
const HISTORY_ITEMS = 10;

/** What everybody is measured against, built from the same training part. */
export function baselines(training: Sequences, itemCount: number, protocol: ProtocolName): Ranker[] {
  const popularity = interactionCounts(training, itemCount);
  return [
    popularityRanker(popularity),
    sessionPopularityRanker(popularity),
    itemKnnRanker(training, itemCount, protocol === 'next-item' ? 1 : HISTORY_ITEMS),
  ];
}

/** [N] how often each item occurs. */
export function interactionCounts({ items }: Sequences, itemCount: number): Uint32Array {
  const counts = new Uint32Array(itemCount);
  for (const item of items) counts[item]++;
  return counts;
}

/** `popularity`: the same list for everybody, by number of interactions. @param popularity [N] */
export function popularityRanker(popularity: Uint32Array): Ranker {
  const ranked = byScore(popularity);
  return { name: 'popularity', best: (_, count, excluded) => firstAllowed(ranked, count, excluded) };
}

/** `session-popularity`: the items of the input by how often they occur in it, then by popularity. @param popularity [N] */
export function sessionPopularityRanker(popularity: Uint32Array): Ranker {
  const ranked = byScore(popularity);
  return {
    name: 'session-popularity',
    best: (input, count, excluded) => {
      const counts = new Map<number, number>();
      for (let i = 0; i < input.length; i++) counts.set(input[i], (counts.get(input[i]) ?? 0) + 1);
      const own = [...counts.keys()]
        .sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || popularity[b] - popularity[a] || a - b)
        .filter((item) => !excluded.has(item))
        .slice(0, count);
      return [...own, ...firstAllowed(ranked, count - own.length, new Set([...excluded, ...own]))];
    },
  };
}

/**
 * `item-knn`: the cosine of co-occurrence, summed over the latest items of the input:
 *
 *   score[j] = Σ_i c[i, j] / √(n[i] · n[j])      over the different items i ≠ j among the last `historyItems` of the input
 *
 * with n[i] the sequences that hold i and c[i, j] those that hold both. Items that share nothing have the score 0 and
 * follow in their order.
 */
export function itemKnnRanker(training: Sequences, itemCount: number, historyItems: number): Ranker {
  const { offsets, sequences } = sequencesOfItems(training, itemCount);
  const common = new Uint32Array(itemCount);
  const holders = (item: number): number => offsets[item + 1] - offsets[item];
  const inOrder = Uint32Array.from({ length: itemCount }, (_, item) => item);
  return {
    name: 'item-knn',
    best: (input, count, excluded) => {
      const scores = new Map<number, number>();
      for (const item of new Set(Array.from(input).slice(-historyItems))) {
        const touched = countCommon(item);
        for (const other of touched) {
          const cosine = common[other] / Math.sqrt(holders(item) * holders(other));
          scores.set(other, (scores.get(other) ?? 0) + cosine);
          common[other] = 0;
        }
      }
      const top = new TopK(count);
      for (const [item, score] of scores) if (!excluded.has(item)) top.add(item, score);
      const scored = top.sorted().items;
      return scored.length < count
        ? [...scored, ...firstAllowed(inOrder, count - scored.length, new Set([...excluded, ...scored]))]
        : scored;
    },
  };

  /** Adds up in `common` how many sequences each other item shares with this one. */
  function countCommon(item: number): number[] {
    const touched: number[] = [];
    for (let at = offsets[item]; at < offsets[item + 1]; at++) {
      for (const other of new Set(sequenceAt(training, sequences[at]))) {
        if (other === item) continue;
        if (common[other] === 0) touched.push(other);
        common[other]++;
      }
    }
    return touched;
  }
}

/** The sequences that hold each item, each once: item n has the entries `offsets[n]` … `offsets[n + 1]`. */
function sequencesOfItems(training: Sequences, itemCount: number): { offsets: Uint32Array; sequences: Uint32Array } {
  const offsets = new Uint32Array(itemCount + 1);
  for (let s = 0; s < sequenceCount(training); s++)
    for (const item of new Set(sequenceAt(training, s))) offsets[item + 1]++;
  for (let item = 0; item < itemCount; item++) offsets[item + 1] += offsets[item];
  const next = offsets.slice();
  const sequences = new Uint32Array(offsets[itemCount]);
  for (let s = 0; s < sequenceCount(training); s++)
    for (const item of new Set(sequenceAt(training, s))) sequences[next[item]++] = s;
  return { offsets, sequences };
}

/** All items, highest score first, ties by lower number. */
const byScore = (scores: Uint32Array): Uint32Array =>
  Uint32Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b);

function firstAllowed(ranked: Uint32Array, count: number, excluded: ReadonlySet<number>): number[] {
  const first: number[] = [];
  for (const item of ranked) {
    if (first.length >= count) break;
    if (!excluded.has(item)) first.push(item);
  }
  return first;
}
