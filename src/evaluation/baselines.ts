import { TopK } from '../core/scoring/top-k.js';
import { commonHolders } from './common-holders.js';
import { byScore, firstAllowed } from './popular-order.js';
import type { ProtocolName } from './protocol.js';
import type { Ranker } from './ranker.js';
import type { Sequences } from './sequences.js';

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
  const { holders, forEachCommon } = commonHolders(training, itemCount);
  const inOrder = Uint32Array.from({ length: itemCount }, (_, item) => item);
  return {
    name: 'item-knn',
    best: (input, count, excluded) => {
      const scores = new Map<number, number>();
      for (const item of new Set(Array.from(input).slice(-historyItems))) {
        forEachCommon(item, (other, common) => {
          const cosine = common / Math.sqrt(holders(item) * holders(other));
          scores.set(other, (scores.get(other) ?? 0) + cosine);
        });
      }
      const top = new TopK(count);
      for (const [item, score] of scores) if (!excluded.has(item)) top.add(item, score);
      const scored = top.sorted().items;
      return scored.length < count
        ? [...scored, ...firstAllowed(inOrder, count - scored.length, new Set([...excluded, ...scored]))]
        : scored;
    },
  };
}
