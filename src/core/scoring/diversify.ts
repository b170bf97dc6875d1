/** A scored item on its way to a place in the list. */
export interface Scored {
  item: number;
  /** At most 1 for the best. */
  score: number;
}

/**
 * Picks items one after another by maximal marginal relevance:
 *
 *   next = argmax_j (1 − diversity) · score[j] − diversity · max_{c chosen} similarity(j, c)
 *
 * Ties go to the earlier candidate. With diversity 0 the order of the candidates is kept.
 *
 * @param candidates  Best first.
 * @param mayTake     Whether an item may follow those chosen so far (caps); asked once per pick and candidate.
 * @param similarity  In [−1, 1].
 *
 * Source: Carbonell and Goldstein, "The use of MMR", SIGIR 1998.
 */
export function diversify<T extends Scored>(
  candidates: readonly T[],
  count: number,
  diversity: number,
  similarity: (a: number, b: number) => number,
  mayTake: (candidate: T, chosen: readonly T[]) => boolean = () => true,
): T[] {
  const chosen: T[] = [];
  const left = [...candidates];
  const closest = new Map<T, number>(left.map((candidate) => [candidate, 0]));
  while (chosen.length < count) {
    let best = -1;
    let bestValue = Number.NEGATIVE_INFINITY;
    for (const [i, candidate] of left.entries()) {
      const value = (1 - diversity) * candidate.score - diversity * (closest.get(candidate) as number);
      if (value > bestValue && mayTake(candidate, chosen)) {
        best = i;
        bestValue = value;
      }
    }
    if (best < 0) break;
    const [taken] = left.splice(best, 1);
    chosen.push(taken);
    // With diversity 0 similarities carry no weight: do not compute them.
    if (diversity > 0)
      for (const candidate of left)
        closest.set(candidate, Math.max(closest.get(candidate) as number, similarity(candidate.item, taken.item)));
  }
  return chosen;
}
