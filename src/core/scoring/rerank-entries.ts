import type { Reason } from '../recommendation.js';
import type { RerankAnswer, RerankCall } from '../scoring-protocol.js';
import { resolveItem } from '../snapshot/resolve-item.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { blendedPart, evidence } from './blended-part.js';
import { interestsOf } from './interests.js';
import { causesOf, reasonOf } from './reasons.js';
import type { ScorePart } from './score-part.js';
import { historySources } from './source-items.js';

/**
 * Re-orders a list of the shop by
 *
 *   score[p] = (1 − strength) · (1 − p / n) + strength · taste[p]        p = 0 … n − 1 the shop's own position
 *
 * where taste is 1 for the entry closest to the shopper's history. Entries unknown to the snapshot keep their place;
 * the known ones are sorted into the places that are left, ties in the shop's order. Without a history nothing moves.
 */
export async function rerankEntries(
  { itemIds, strength, shopper, locale }: RerankCall,
  snapshot: Snapshot,
  titlesOf: (items: number[]) => Promise<string[]>,
): Promise<RerankAnswer[]> {
  const items = itemIds.map((itemId) => resolveItem(snapshot, itemId));
  const taste = tastePart(snapshot, historySources(snapshot, shopper), items);
  const positionScore = (from: number): number => 1 - from / items.length;
  const scores = items.map((item, from) =>
    taste && item >= 0 ? (1 - strength) * positionScore(from) + strength * taste.score(item) : positionScore(from),
  );

  const known = [...items.keys()].filter((from) => items[from] >= 0);
  const ranked = taste ? [...known].sort((a, b) => scores[b] - scores[a] || a - b) : known;
  const order = [...items.keys()];
  for (const [i, place] of known.entries()) order[place] = ranked[i];
  return Promise.all(order.map(async (from) => ({ from, score: scores[from], reasons: await reasonsOf(items[from]) })));

  async function reasonsOf(item: number): Promise<Reason[]> {
    if (!taste || item < 0 || strength === 0) return [];
    return Promise.all(causesOf([taste], item).map((cause) => reasonOf(cause, snapshot, locale, titlesOf)));
  }
}

/** The shopper's taste over these entries alone; undefined without a history to go on. */
function tastePart(
  snapshot: Snapshot,
  history: ReturnType<typeof historySources>,
  entries: readonly number[],
): ScorePart | undefined {
  if (!history.some(({ weight }) => weight > 0)) return undefined;
  const part = blendedPart(snapshot, {
    strategy: 'for-you',
    factor: 1,
    isPersonal: true,
    sources: history,
    lists: snapshot.viewedWith,
    alpha: evidence(snapshot, history),
    interests: interestsOf(snapshot.embeddings, history),
    contentCandidates: entries.filter((item) => item >= 0),
  });
  const best = Math.max(...entries.filter((item) => item >= 0).map((item) => part.score(item)));
  if (!(best > 0)) return undefined;
  return {
    ...part,
    score: (item) => part.score(item) / best,
    explain: (item) => part.explain(item).map((cause) => ({ ...cause, amount: cause.amount / best })),
  };
}
