import type { CatalogItem } from '../../builder/collect/read-product.js';
import type { ItemVectors } from '../../builder/collect/vector-collector.js';
import type { HeldOutExample } from '../../builder/model/held-out.js';
import type { Snapshot } from '../../core/snapshot/snapshot.js';
import type { ProtocolName } from '../protocol.js';
import type { Sequences } from '../sequences.js';

/** What a method may learn from: the training part, and what the protocol names for tuning. */
export interface MethodInput {
  training: Sequences;
  /** [N] item n of the training part is the item n of the snapshot. */
  items: readonly CatalogItem[];
  /** Blocks of vectors, for the items in this order. */
  vectors?: readonly ItemVectors[];
  /** Built from the same training part. */
  snapshot: Snapshot;
  protocol: ProtocolName;
  tuning?: readonly HeldOutExample[];
  /** Distinct users that a statistic needs. */
  minShoppers: number;
  seed: number;
}

/**
 * How much speaks for each item after one input.
 *
 * @param input  Item numbers, earliest first; may be empty.
 * @returns      [N] higher is better; what nothing speaks for has 0 or less.
 */
export type ItemScores = (input: ArrayLike<number>) => Float64Array;
