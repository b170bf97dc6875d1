/** All items, highest score first, ties by lower number. @param scores [N] */
export const byScore = (scores: Uint32Array): Uint32Array =>
  Uint32Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b);

/** The first items of an order that are candidates. */
export function firstAllowed(ranked: Uint32Array, count: number, excluded: ReadonlySet<number>): number[] {
  const first: number[] = [];
  for (const item of ranked) {
    if (first.length >= count) break;
    if (!excluded.has(item)) first.push(item);
  }
  return first;
}
