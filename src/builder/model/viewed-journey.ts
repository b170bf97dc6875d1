import type { ShopperSequence } from '../../core/scoring/shopper-sequence.js';

/**
 * A journey as scoring reads it, of which nothing but views is known.
 *
 * @param history  Items, earliest first.
 */
export function viewedJourney(history: Uint32Array): ShopperSequence {
  const counts = new Map<number, number>();
  for (const item of history) counts.set(item, (counts.get(item) ?? 0) + 1);
  const latest = [...new Set([...history].reverse())];
  return {
    liked: latest.map((item) => ({ item, count: counts.get(item) as number, kind: 'viewed' })),
    turnedDown: [],
  };
}
