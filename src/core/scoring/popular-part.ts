import { popularityOf } from '../snapshot/item-columns.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { ScorePart } from './score-part.js';
import { TopK } from './top-k.js';

/** Items with the highest popularity, best first; items nobody chose are listed last, in catalogue order. */
export function popularItems({ popularityCodes }: Snapshot, count: number): Uint32Array {
  const top = new TopK(Math.min(count, popularityCodes.length));
  // Codes sort as what they stand for.
  popularityCodes.forEach((code, item) => {
    top.add(item, code);
  });
  return top.sorted().items;
}

/**
 * What everybody likes: score[n] = log(1 + popularity[n]) / log(1 + max popularity).
 *
 * @param ranked  Items by popularity, best first, see {@link popularItems}.
 */
export function popularPart(snapshot: Snapshot, ranked: Uint32Array, factor: number): ScorePart {
  const scale = ranked.length === 0 ? 1 : Math.log1p(popularityOf(snapshot, ranked[0])) || 1;
  const score = (item: number): number => Math.log1p(popularityOf(snapshot, item)) / scale;
  return {
    strategy: 'popular',
    factor,
    isPersonal: false,
    candidates: ranked,
    score,
    explain: (item) => [{ code: 'popular', amount: score(item) }],
  };
}
