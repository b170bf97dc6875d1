import { popularityOf } from '../snapshot/item-columns.js';
import { LEVEL_SEPARATOR, UNNAMED } from '../snapshot/layout.js';
import { forEachNeighbor } from '../snapshot/neighbor-lists.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { stringAt } from '../snapshot/string-table.js';
import type { ScorePart } from './score-part.js';

/** Which categories are bought together, read off the item lists: `affinity.get(a)?.get(b)` sums to 1 over b. */
export type CategoryPairs = Map<number, Map<number, number>>;

/** Sums the similarities of all bought-together entries by the categories of their two items. */
export function categoryPairs({ boughtWith, category, itemCount }: Snapshot): CategoryPairs {
  const pairs: CategoryPairs = new Map();
  for (let item = 0; item < itemCount; item++) {
    if (category[item] === UNNAMED) continue;
    forEachNeighbor(boughtWith, item, (neighbor, similarity) => {
      const other = category[neighbor];
      if (other === UNNAMED) return;
      const row = pairs.get(category[item]) ?? new Map<number, number>();
      pairs.set(category[item], row);
      row.set(other, (row.get(other) ?? 0) + similarity);
    });
  }
  for (const row of pairs.values()) {
    let total = 0;
    for (const weight of row.values()) total += weight;
    for (const [other, weight] of row) row.set(other, weight / total);
  }
  return pairs;
}

/**
 * Complements where orders are few: score[j] = affinity(category of anchor, category of j) · log(1 + popularity of j),
 * summed over the anchors and divided by the best.
 *
 * @param candidates  Items worth considering, the popular head.
 */
export function categoryPairPart(
  snapshot: Snapshot,
  pairs: CategoryPairs,
  anchors: readonly number[],
  candidates: Uint32Array,
  factor: number,
): ScorePart {
  const { category, categories } = snapshot;
  const rows = anchors.map((anchor) => pairs.get(category[anchor]));
  const raw = (item: number): number =>
    rows.reduce((sum, row) => sum + (row?.get(category[item]) ?? 0), 0) * Math.log1p(popularityOf(snapshot, item));
  let max = 0;
  for (const item of candidates) max = Math.max(max, raw(item));
  const score = (item: number): number => (max === 0 ? 0 : raw(item) / max);
  return {
    strategy: 'bought-together',
    factor,
    isPersonal: false,
    candidates: max === 0 ? [] : candidates.filter((item) => raw(item) > 0),
    score,
    explain: (item) => [{ code: 'category', amount: score(item), value: categoryName(item) }],
  };

  function categoryName(item: number): string {
    return category[item] === UNNAMED ? '' : (stringAt(categories, category[item]).split(LEVEL_SEPARATOR).at(-1) ?? '');
  }
}
