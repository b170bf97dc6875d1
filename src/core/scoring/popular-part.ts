import type { Snapshot } from '../snapshot/snapshot.js';
import type { ScorePart } from './score-part.js';
import { TopK } from './top-k.js';

/** Items with the highest popularity, best first; items nobody chose are listed last, in catalogue order. */
export function popularItems({ popularity }: Snapshot, count: number): Uint32Array {
  const top = new TopK(Math.min(count, popularity.length));
  popularity.forEach((value, item) => {
    top.add(item, value);
  });
  return top.sorted().items;
}

/**
 * What everybody likes: score[n] = log(1 + popularity[n]) / log(1 + max popularity).
 *
 * @param ranked  Items by popularity, best first, see {@link popularItems}.
 */
export function popularPart({ popularity }: Snapshot, ranked: Uint32Array, factor: number): ScorePart {
  const scale = Math.log1p(popularity[ranked[0]] ?? 0) || 1;
  const score = (item: number): number => Math.log1p(popularity[item]) / scale;
  return {
    strategy: 'popular',
    factor,
    isPersonal: false,
    candidates: ranked,
    score,
    explain: (item) => [{ code: 'popular', amount: score(item) }],
  };
}
