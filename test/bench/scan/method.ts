import type { ScanData } from './scan-data.js';

/** The queries of one call, in both usual forms; made before the clock starts. */
export interface Batch {
  /** B of [D] */
  queries: readonly Float32Array[];
  /** [B, D] */
  stacked: Float32Array;
}

/** A method that is ready to answer. */
export interface Search {
  /** Item indices per query, best first, none of them excluded. All of this is timed. */
  answer(batch: Batch): Promise<readonly ArrayLike<number>[]>;
  /** Called before each answer and not timed: what a library with one global state needs to be the one in charge. */
  enter?(): Promise<void>;
  buildMs?: number;
  dispose(): void;
}

/**
 * Makes a method ready. Each stands in a file of its own that is loaded when its turn comes: one that cannot even be
 * loaded is one row less.
 *
 * @param progress  Told from time to time by what takes long.
 * @throws {NotRunError} when it would take too long.
 */
export type PrepareMethod<Data = ScanData> = (data: Data, progress: (text: string) => void) => Promise<Search>;

/** What methods that know no codes read. */
export type FloatData = Pick<ScanData, 'n' | 'd' | 'k' | 'rows' | 'excluded' | 'isExcluded'>;

/** A row takes at most this long. */
export const LONGEST_ROW_MS = 180_000;

/** Why there is nothing to measure, in a few words that are no failure. */
export class NotRunError extends Error {}
