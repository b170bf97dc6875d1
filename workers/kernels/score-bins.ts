import type { ScanQuery } from './scan-query.js';

/** Equal parts of −reach … reach: `BINS` in `aims.wgsl`. */
export const BINS = 2048;
/** Rounding of a bin number computed in float32, generously: `BIN_SLACK` in `select-groups.wgsl`. */
const BIN_SLACK = 1 / 64;

/** How a device sorts the scores of one query into bins; all float32. */
export interface Aim {
  start: number;
  binsPerUnit: number;
  unitsPerBin: number;
  /** 2 ε, rounded up. */
  margin: number;
}

export const aimOf = ({ start, reach, errorBound }: ScanQuery): Aim => ({
  start: Math.fround(start),
  binsPerUnit: Math.fround(BINS / 2 / reach),
  unitsPerBin: Math.fround(reach / (BINS / 2)),
  margin: Math.fround(2 * errorBound * (1 + 2 ** -20)),
});

/** The bin of a score in units. CPU twin of `binOf` in `aims.wgsl`. */
export const binOf = (score: number, { binsPerUnit }: Aim): number =>
  Math.floor(Math.max(0, Math.min(BINS - 1, Math.fround(Math.fround(score * binsPerUnit) + BINS / 2))));

/**
 * The score that a group must reach to be looked at. CPU twin of `findThreshold` in `select-groups.wgsl`.
 *
 * At least `need` = K + E groups stand in bin t or above, each with an item of its own whose exact score is no lower than
 * the edge of t minus ε. At most E of these items are excluded, so the K-th best allowed item is no worse, and all that
 * are as good stand in groups whose maximum is no lower than the edge minus 2 ε. With fewer than `need` groups the edge is
 * that of bin 0, below every score.
 *
 * @param maxima  Of all groups, in units.
 */
export function groupThreshold(maxima: Float32Array, need: number, aim: Aim): number {
  const bins = new Uint32Array(BINS);
  for (const score of maxima) bins[binOf(score, aim)]++;
  let bin = BINS - 1;
  let above = bins[bin];
  while (bin > 0 && above < need) above += bins[--bin];
  return Math.fround(Math.fround((bin - BINS / 2 - BIN_SLACK) * aim.unitsPerBin) - aim.margin);
}
