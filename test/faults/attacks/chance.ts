/** Draws from a source of numbers in [0, 1). */
export interface Chance {
  /** A whole number below `count`. */
  below(count: number): number;
  one<T>(values: readonly T[]): T;
  bytes(count: number): Uint8Array;
}

export function chanceOf(random: () => number): Chance {
  const below = (count: number): number => Math.floor(random() * count);
  return {
    below,
    one: (values) => values[below(values.length)],
    bytes: (count) => Uint8Array.from({ length: count }, () => below(256)),
  };
}
