import { seededRandom } from '../core/random.js';

/**
 * Draws `count` of the numbers 0 … total − 1, each set of that size being as likely as any other: by Floyd's method, in
 * which each step adds one number and none is drawn in vain.
 *
 * Source: Bentley and Floyd, "A sample of brilliance", CACM 1987.
 */
export function drawNumbers(count: number, total: number, seed: number): Set<number> {
  const random = seededRandom(seed);
  const drawn = new Set<number>();
  for (let last = Math.max(0, total - count); last < total; last++) {
    const number = Math.floor(random() * (last + 1));
    drawn.add(drawn.has(number) ? last : number);
  }
  return drawn;
}

/** The entries with these numbers, in their order. */
export async function* pick<T>(
  entries: Iterable<T> | AsyncIterable<T>,
  numbers: ReadonlySet<number>,
): AsyncGenerator<T> {
  let number = 0;
  for await (const entry of entries) if (numbers.has(number++)) yield entry;
}
