export interface QueryJob {
  manifestUrl: string;
  itemCount: number;
  /** Viewed items of the journeys that take turns. */
  lengths: readonly number[];
  /** K */
  k: number;
  rounds: number;
}

/** Milliseconds of each round. */
export interface QueryOutcome {
  /** All items scanned for the query that a journey makes, and nothing else. */
  scan: number[];
  /** The list for that journey: query, scan, features and fusion. */
  list: number[];
}
