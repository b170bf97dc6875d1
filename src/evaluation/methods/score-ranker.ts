import { TopK } from '../../core/scoring/top-k.js';
import { byScore, firstAllowed } from '../popular-order.js';
import type { Ranker } from '../ranker.js';
import type { ItemScores } from './method-input.js';

/** Ranks by score what has one above 0, ties by lower number; all else follows by popularity. @param popularity [N] */
export function scoreRanker(name: string, scores: ItemScores, popularity: Uint32Array): Ranker {
  const popular = byScore(popularity);
  return {
    name,
    best(input, count, excluded) {
      const top = new TopK(count);
      const scored = scores(input);
      for (let item = 0; item < scored.length; item++)
        if (scored[item] > 0 && top.accepts(item, scored[item]) && !excluded.has(item)) top.add(item, scored[item]);
      const { items } = top.sorted();
      if (items.length === count) return items;
      return [...items, ...firstAllowed(popular, count - items.length, new Set([...excluded, ...items]))];
    },
  };
}
