/**
 * How well one list answers, for any number of relevant items. Ranks count from 1. Whoever measures many lists takes the
 * mean over them; a list without a relevant item to find has no such figure and must be left out.
 *
 * In the formulas rel[r] is 1 where the item at rank r is relevant, else 0; K is the number of items asked for, also
 * where the list is shorter; R is the number of relevant items.
 */

type List = ArrayLike<number>;
type Relevant = ReadonlySet<number>;

/** precision@K = Σ_{r ≤ K} rel[r] / K. Divided by K, not by min(K, R): with one relevant item it is at most 1 / K. */
export const precision = (list: List, relevant: Relevant, k: number): number => hits(list, relevant, k) / k;

/** recall@K = Σ_{r ≤ K} rel[r] / R. With one relevant item it is the hit rate. */
export const recall = (list: List, relevant: Relevant, k: number): number => hits(list, relevant, k) / relevant.size;

/** F1@K = 2 · precision · recall / (precision + recall); 0 where both are. */
export function f1(list: List, relevant: Relevant, k: number): number {
  const p = precision(list, relevant, k);
  const r = recall(list, relevant, k);
  return p + r === 0 ? 0 : (2 * p * r) / (p + r);
}

/** hit@K = 1 where any of the first K is relevant, else 0; the mean over lists is the hit rate. */
export const hit = (list: List, relevant: Relevant, k: number): number => (hits(list, relevant, k) > 0 ? 1 : 0);

/** 1 / rank of the first relevant item, 0 beyond K; the mean over lists is the MRR. */
export function reciprocalRank(list: List, relevant: Relevant, k: number): number {
  for (let rank = 1; rank <= Math.min(k, list.length); rank++) if (relevant.has(list[rank - 1])) return 1 / rank;
  return 0;
}

/**
 * NDCG@K = Σ_{r ≤ K} rel[r] / log2(1 + r)  /  Σ_{r ≤ min(K, R)} 1 / log2(1 + r): divided by what the best list would
 * reach. With one relevant item the divisor is 1.
 */
export function ndcg(list: List, relevant: Relevant, k: number): number {
  let gained = 0;
  let best = 0;
  for (let rank = 1; rank <= k; rank++) {
    if (rank <= list.length && relevant.has(list[rank - 1])) gained += 1 / Math.log2(1 + rank);
    if (rank <= relevant.size) best += 1 / Math.log2(1 + rank);
  }
  return gained / best;
}

/**
 * AP@K = Σ_{r ≤ K} rel[r] · precision@r / min(K, R); the mean over lists is the MAP. With one relevant item it is the
 * reciprocal rank.
 */
export function averagePrecision(list: List, relevant: Relevant, k: number): number {
  let found = 0;
  let sum = 0;
  for (let rank = 1; rank <= Math.min(k, list.length); rank++) if (relevant.has(list[rank - 1])) sum += ++found / rank;
  return sum / Math.min(k, relevant.size);
}

function hits(list: List, relevant: Relevant, k: number): number {
  let found = 0;
  for (let i = 0; i < Math.min(k, list.length); i++) if (relevant.has(list[i])) found++;
  return found;
}
