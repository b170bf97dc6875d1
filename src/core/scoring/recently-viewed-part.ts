import type { Shopper } from '../shopper.js';
import { resolveItem } from '../snapshot/resolve-item.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { ScorePart } from './score-part.js';

/** What the shopper looked at, latest first: score = 1 / (1 + position). */
export function recentlyViewedPart(snapshot: Snapshot, shopper: Shopper, factor: number): ScorePart {
  const scores = new Map<number, number>();
  for (const itemId of shopper.recent) {
    const item = resolveItem(snapshot, itemId);
    if (item >= 0 && !scores.has(item)) scores.set(item, 1 / (1 + scores.size));
  }
  const score = (item: number): number => scores.get(item) ?? 0;
  return {
    strategy: 'recently-viewed',
    factor,
    isPersonal: true,
    candidates: scores.keys(),
    score,
    explain: (item) => [{ code: 'viewed', cause: item, amount: score(item) }],
  };
}
