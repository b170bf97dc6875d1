import type { DataKind } from '../options.js';
import type { MethodName } from './method-names.js';

/** One comparison: all methods on the same data, in one worker. Crosses from Node through the page to the worker. */
export interface ScanJob {
  n: number;
  d: number;
  batch: number;
  k: number;
  excluded: number;
  data: DataKind;
  rounds: number;
  methods: MethodName[];
  /** The WASM program of the plain read loop; undefined = do not measure it. */
  readLoop?: number[];
}

/** What was measured of one method. */
export interface Timing {
  method: MethodName;
  /** Of each timed round, in order. */
  roundsMs: number[];
  /** Share of the true top K found, over all queries. */
  recall: number;
  /** The same against the rows before they were rounded to codes: what the format costs, whatever the method. */
  unroundedRecall: number;
  /** From the rows to something that can answer. */
  prepareMs: number;
  /** The first call, with whatever is compiled or allocated only then. */
  firstMs: number;
  /** Part of the preparation that builds an index. */
  buildMs?: number;
}

export interface NotRun {
  method: MethodName;
  /** In a few words. */
  notRun: string;
  /** It answered, and wrongly. */
  isWrong?: boolean;
}

export interface ScanOutcome {
  results: (Timing | NotRun)[];
  /** Bytes of the codes. */
  codeBytes: number;
  /** Of each timed round of the plain read loop over the codes. */
  readRoundsMs?: number[];
}
