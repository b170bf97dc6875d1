import { fromShortFloat } from './short-float.js';
import type { Snapshot, SnapshotEncoder } from './snapshot.js';

/** ≥ 0, higher = more popular. */
export const popularityOf = ({ popularityCodes }: Pick<Snapshot, 'popularityCodes'>, item: number): number =>
  fromShortFloat(popularityCodes[item]);

/** Popularity of late, ≥ 0; 0 for all items where the snapshot does not know it. */
export const recentPopularityOf = (
  { recentPopularityCodes }: Pick<Snapshot, 'recentPopularityCodes'>,
  item: number,
): number => (recentPopularityCodes ? fromShortFloat(recentPopularityCodes[item]) : 0);

/** The gate code that stands for 0. */
export const ZERO_GATE = 128;

/** How much an item of a journey counts, as a logit. */
export const gateOf = ({ gateCodes, gateScale }: SnapshotEncoder, item: number): number =>
  (gateCodes[item] - ZERO_GATE) * gateScale;
