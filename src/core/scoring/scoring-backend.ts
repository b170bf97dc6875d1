import type { DeviceName } from '../scoring-protocol.js';

/** The best items for one query, best first; ties by lower index. */
export interface TopItems {
  /** Item indices. */
  items: Uint32Array;
  /** Exact scores, see `exactScore`. */
  scores: Float64Array;
}

/**
 * Finds the items with the largest dot products. Implementations differ in how they look, never in what they answer:
 * the candidates that a fast pass finds are re-scored by `exactScore`, and its error bound proves that no better item was
 * missed. One contract suite (`test/browser/scoring-backend.contract.ts`) holds for all.
 */
export interface ScoringBackend {
  readonly name: DeviceName;
  /**
   * @param queries   B query vectors, each [D].
   * @param count     K ≥ 0; more than the allowed items is cut to their number.
   * @param excluded  Item indices that must not be answered.
   * @returns         One answer per query.
   * @throws {WindowshopError} `device_lost` when the device cannot answer any more; the caller asks the next backend.
   */
  topItems(queries: readonly Float32Array[], count: number, excluded: ReadonlySet<number>): Promise<TopItems[]>;
  dispose(): void;
}
