/** Whatever puts all items in an order for one input. */
export interface Ranker {
  name: string;
  /** Share of behavior, the rest being content, where the score has learned it. 0…1 */
  alpha?: number;
  /**
   * @param input     Item numbers, earliest first; may be empty.
   * @param count     K
   * @param excluded  Items that are no candidates.
   * @returns         The K best, best first, ties by lower number; fewer only where there are fewer candidates.
   */
  best(
    input: ArrayLike<number>,
    count: number,
    excluded: ReadonlySet<number>,
  ): ArrayLike<number> | Promise<ArrayLike<number>>;
}
