import { viewedJourney } from '../../builder/model/viewed-journey.js';
import { encodeShopper } from '../../core/scoring/encode-shopper.js';
import { exactScore } from '../../core/scoring/exact-score.js';
import type { Snapshot } from '../../core/snapshot/snapshot.js';
import type { ItemScores } from './method-input.js';

/**
 * `sequence-encoder`: the encoder of the snapshot without all that the learned score adds to it,
 *
 *   score[j] = u · x̂[j]      u = the input, encoded
 *
 * @returns  undefined where the log was too small to learn an encoder from.
 */
export function sequenceEncoder({ embeddings, encoder, itemCount }: Snapshot): ItemScores | undefined {
  if (!encoder) return undefined;
  return (input) => {
    const scores = new Float64Array(itemCount);
    const encoded = encodeShopper(embeddings, encoder, viewedJourney(Uint32Array.from(input)));
    if (encoded)
      for (let item = 0; item < itemCount; item++) scores[item] = exactScore(embeddings, encoded.query.vector, item);
    return scores;
  };
}
