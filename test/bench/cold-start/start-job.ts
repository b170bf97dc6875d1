import type { ServedManifest } from '../../../src/core/scoring-protocol.js';

/** What a minimal worker is asked: fetch the rows, and the K nearest to the first of them. */
export interface StartJob {
  n: number;
  d: number;
  k: number;
  /** [N, D] float32, little-endian. */
  rowsUrl: string;
  /** The same rows as a snapshot. */
  manifestUrl: string;
  /** Its manifest, for those that read it. */
  manifest?: ServedManifest;
}
