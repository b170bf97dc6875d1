/** A scored item on its way to a place in the list. */
export interface Scored {
  item: number;
  /** At most 1 for the best. */
  score: number;
}

/**
 * Picks items one after another by maximal marginal relevance:
 *
 *   next = argmax_j (1 − diversity) · score[j] − diversity · max(0, max_{c chosen} similarity(j, c))
 *
 * Ties go to the earlier candidate. With diversity 0 the order of the candidates is kept.
 *
 * A candidate's value only sinks as others are chosen, so what is known of it from an earlier pick is a bound: it is
 * compared with what was chosen since only where the bound says that it may be the best, and the search ends where the
 * scores do not reach that far.
 *
 * @param candidates  Best first.
 * @param count       Most items to pick.
 * @param diversity   0…1
 * @param mayTake     Whether an item may follow those chosen so far (caps); asked at most once per pick and candidate.
 * @param similarity  In [−1, 1].
 * @param before      What stands before these, chosen already.
 *
 * Source: Carbonell and Goldstein, "The use of MMR", SIGIR 1998.
 */
export function diversify<T extends Scored>(
  candidates: readonly T[],
  count: number,
  diversity: number,
  similarity: (a: number, b: number) => number,
  mayTake: (candidate: T, chosen: readonly T[]) => boolean = () => true,
  before: readonly number[] = [],
): T[] {
  const chosen: T[] = [];
  const chosenItems = [...before];
  const isChosen = new Uint8Array(candidates.length);
  /** Largest similarity of each candidate to the first so many of the chosen. */
  const closest = new Float64Array(candidates.length);
  const compared = new Uint32Array(candidates.length);
  while (chosen.length < count) {
    let best = -1;
    let bestValue = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < candidates.length; i++) {
      const candidate = candidates[i];
      const most = (1 - diversity) * candidate.score;
      if (most <= bestValue) break;
      if (isChosen[i] === 1 || most - diversity * closest[i] <= bestValue) continue;
      // With diversity 0 similarities carry no weight: do not compute them.
      for (; diversity > 0 && compared[i] < chosenItems.length; compared[i]++)
        closest[i] = Math.max(closest[i], similarity(candidate.item, chosenItems[compared[i]]));
      const value = most - diversity * closest[i];
      if (value > bestValue && mayTake(candidate, chosen)) {
        best = i;
        bestValue = value;
      }
    }
    if (best < 0) break;
    isChosen[best] = 1;
    chosen.push(candidates[best]);
    chosenItems.push(candidates[best].item);
  }
  return chosen;
}
