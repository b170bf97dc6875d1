/** What lists are like beside being right. All are means over lists, or properties of all lists together. */

/**
 * Catalogue coverage: share of the candidates that occur in any list.
 *
 * @param shown  [N] how often each candidate was recommended.
 */
export function coverage(shown: Uint32Array): number {
  let occurring = 0;
  for (const count of shown) if (count > 0) occurring++;
  return shown.length === 0 ? 0 : occurring / shown.length;
}

/**
 * Self-information of each item in bits: −log2 p[i] with p[i] = (interactions[i] + 1) / (Σ interactions + N). The one
 * that is added to each lets items without any interaction be novel, and not infinitely so.
 */
export function selfInformation(interactions: Uint32Array): Float64Array {
  const total = interactions.reduce((sum, count) => sum + count, 0) + interactions.length;
  return Float64Array.from(interactions, (count) => -Math.log2((count + 1) / total));
}

/** Mean of a number over the items of a list; novelty with {@link selfInformation}, popularity with interactions. */
export function meanOver(list: ArrayLike<number>, values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < list.length; i++) sum += values[list[i]];
  return list.length === 0 ? 0 : sum / list.length;
}

/**
 * Intra-list diversity: mean of 1 − similarity over all pairs of a list, in [0, 2] for cosines.
 *
 * @param similarity  undefined where nothing is known about one of the two; such pairs are left out.
 * @returns           undefined where no pair is left.
 */
export function intraListDiversity(
  list: ArrayLike<number>,
  similarity: (a: number, b: number) => number | undefined,
): number | undefined {
  let sum = 0;
  let pairs = 0;
  for (let i = 0; i < list.length; i++) {
    for (let j = 0; j < i; j++) {
      const known = similarity(list[j], list[i]);
      if (known === undefined) continue;
      sum += 1 - known;
      pairs++;
    }
  }
  return pairs === 0 ? undefined : sum / pairs;
}

/**
 * Popularity bias as the Gini coefficient of how often each candidate was recommended, x sorted ascending, i from 1:
 *
 *   G = Σ_i (2i − N − 1) · x[i] / (N · Σ_i x[i])
 *
 * 0 = all equally often; near 1 = a few items have all the places.
 */
export function gini(shown: Uint32Array): number {
  const sorted = shown.slice().sort();
  let weighted = 0;
  let total = 0;
  sorted.forEach((count, i) => {
    weighted += (2 * (i + 1) - sorted.length - 1) * count;
    total += count;
  });
  return total === 0 ? 0 : weighted / (sorted.length * total);
}

/** How much of the history's mix is added to that of the list, so that a category the list lacks is not infinitely bad. */
const SMOOTHING = 0.01;

/**
 * Miscalibration: by how much the mix of categories in a list differs from that in the history,
 *
 *   KL(p ‖ q) = Σ_c p[c] · log2(p[c] / q̃[c]),    q̃[c] = 0.99 · q[c] + 0.01 · p[c]
 *
 * with p[c] and q[c] the shares of category c among the items of history and list whose category is known. 0 = the same
 * mix; at most log2(100) ≈ 6.64 bits.
 *
 * @param categoryOf  undefined where it is not known.
 * @returns           undefined where no item of the history, or none of the list, has a category.
 *
 * Source: Steck, "Calibrated recommendations", RecSys 2018.
 */
export function miscalibration(
  history: ArrayLike<number>,
  list: ArrayLike<number>,
  categoryOf: (item: number) => number | undefined,
): number | undefined {
  const wanted = categoryShares(history, categoryOf);
  const given = categoryShares(list, categoryOf);
  if (wanted.size === 0 || given.size === 0) return undefined;
  let divergence = 0;
  for (const [category, p] of wanted)
    divergence += p * Math.log2(p / ((1 - SMOOTHING) * (given.get(category) ?? 0) + SMOOTHING * p));
  return Math.max(0, divergence);
}

function categoryShares(
  items: ArrayLike<number>,
  categoryOf: (item: number) => number | undefined,
): Map<number, number> {
  const counts = new Map<number, number>();
  let known = 0;
  for (let i = 0; i < items.length; i++) {
    const category = categoryOf(items[i]);
    if (category === undefined) continue;
    known++;
    counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  for (const [category, count] of counts) counts.set(category, count / known);
  return counts;
}
