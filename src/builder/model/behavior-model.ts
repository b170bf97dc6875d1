import type { FusionSource } from '../../core/scoring/journey-evidence.js';
import { packNeighbors } from '../../core/snapshot/neighbor-lists.js';
import { quantizeGates, quantizeRows, unitScales, type WeightedNeighbors } from '../../core/snapshot/quantize.js';
import { toShortFloat } from '../../core/snapshot/short-float.js';
import type { EncoderContent, SnapshotContent } from '../../core/snapshot/snapshot-content.js';
import { padDim } from '../../core/snapshot/tile.js';
import type { Journeys } from '../clean/clean-events.js';
import { placeColdRows } from './cold-rows.js';
import { popularity, recentPopularity, shopperCounts } from './popularity.js';
import type { ItemLists } from './prune-lists.js';
import { firstPosition, trainSequenceEncoder } from './sequence-encoder.js';
import { type Sequences, sequencesOf, sequencesPerItem } from './sequences.js';
import { viewedNext } from './viewed-next.js';
import { viewedWith } from './viewed-with.js';

/** What was learned from what shoppers did. */
export interface BehaviorModel {
  /** [N, D] */
  embeddings: Float32Array;
  encoder: EncoderContent;
  viewedWith: WeightedNeighbors;
  viewedNext: WeightedNeighbors;
  popularity: Float32Array;
  recentPopularity: Float32Array;
}

export interface TrainingOptions {
  itemCount: number;
  /** D */
  dim: number;
  minShoppers: number;
  /** [N, D] where the encoder's rows begin: items that are alike begin close to each other. */
  contentRows: Float32Array;
  /** Likeness by content: where items that nobody met get their place. */
  likes: WeightedNeighbors;
  /** Told while the encoder is trained, in [0, 1]. */
  onProgress?: (share: number) => void;
}

/** Examples of the encoder's training below which more epochs are made of the same, and their bounds. */
const EXAMPLES_WANTED = 1_500_000;
const FEWEST_EPOCHS = 5;
const MOST_EPOCHS = 10;

/** Trains all that rests on journeys. Items that fewer than `minShoppers` met must have been taken out of them. */
export function trainBehavior(
  journeys: Journeys,
  { itemCount, dim, minShoppers, contentRows, likes, onProgress }: TrainingOptions,
): BehaviorModel {
  const sequences = sequencesOf(journeys);
  const exampleCount = Math.max(1, sequences.items.length - (sequences.offsets.length - 1));
  const { rows, gates, ...encoder } = trainSequenceEncoder(sequences, itemCount, {
    dim,
    initial: contentRows,
    epochs: Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, Math.round(EXAMPLES_WANTED / exampleCount))),
    ...(onProgress && { onProgress }),
  });
  forgetThinItems({ rows, gates }, dim, sequences, minShoppers);
  forgetThinPositions(encoder.positions, sequences, minShoppers);
  placeColdRows(rows, dim, likes);
  return {
    embeddings: rows,
    encoder: { ...encoder, gates },
    viewedWith: viewedWith(journeys, itemCount, minShoppers),
    viewedNext: viewedNext(sequences, itemCount, minShoppers),
    popularity: popularity(journeys, shopperCounts(journeys, itemCount, minShoppers), minShoppers),
    recentPopularity: recentPopularity(sequences, itemCount, minShoppers),
  };
}

/**
 * Takes back what rests on too few: the row of an item that fewer than `minShoppers` users met beside another one, and the
 * gate of one that fewer met before another one. Works in place.
 */
function forgetThinItems(
  { rows, gates }: { rows: Float32Array; gates: Float32Array },
  dim: number,
  sequences: Sequences,
  minShoppers: number,
): void {
  const { offsets, sequenceOf } = sequences;
  const isLast = (e: number): boolean => e + 1 === offsets[sequenceOf[e] + 1];
  const beside = sequencesPerItem(sequences, gates.length, (e) => !isLast(e) || e > offsets[sequenceOf[e]]);
  const before = sequencesPerItem(sequences, gates.length, (e) => !isLast(e));
  for (let item = 0; item < gates.length; item++) {
    if (beside[item] < minShoppers) rows.fill(0, item * dim, (item + 1) * dim);
    if (before[item] < minShoppers) gates[item] = 0;
  }
}

/** Puts the places of a journey that fewer than `minShoppers` users ever filled back to where training began. */
function forgetThinPositions(positions: Float32Array, { offsets, items }: Sequences, minShoppers: number): void {
  const users = new Uint32Array(positions.length);
  for (let s = 0; s < offsets.length - 1; s++) {
    const filled = new Set(items.subarray(offsets[s], offsets[s + 1] - 1)).size;
    for (let p = 0; p < Math.min(filled, users.length); p++) users[p]++;
  }
  for (let p = 0; p < positions.length; p++) if (users[p] < minShoppers) positions[p] = firstPosition(p);
}

/** What a snapshot may hold less of than was learned, to be small. */
export type PublishedModel = ItemLists & Pick<SnapshotContent, 'codeBits'>;

/** The model as a browser reads it: rounded to what the snapshot holds. */
export function asSnapshotHolds(model: BehaviorModel & PublishedModel, dim: number): FusionSource {
  const { encoder } = model;
  const { codes } = quantizeRows(model.embeddings, dim, model.codeBits);
  const paddedDim = padDim(dim);
  return {
    embeddings: {
      itemCount: model.popularity.length,
      ...{ dim, paddedDim, codes },
      scales: unitScales(codes, paddedDim),
    },
    encoder: {
      temperature: encoder.temperature,
      positions: encoder.positions,
      ...quantizeGates(encoder.gates),
    },
    viewedWith: packNeighbors('viewedWith', model.viewedWith),
    viewedNext: packNeighbors('viewedNext', model.viewedNext),
    alike: packNeighbors('alike', model.alike),
    popularityCodes: Uint16Array.from(model.popularity, toShortFloat),
    recentPopularityCodes: Uint16Array.from(model.recentPopularity, toShortFloat),
  };
}
