import type { Embeddings } from '../snapshot/snapshot.js';
import { exactScore } from './exact-score.js';
import type { TopItems } from './scoring-backend.js';
import { isBetter } from './top-k.js';

/** A question to a backend, with its answer. */
export interface Answered {
  query: Float32Array;
  /** K */
  count: number;
  excluded: ReadonlySet<number>;
  answer: TopItems;
}

/**
 * Looks for what is wrong with an answer, by definition: there are no more than asked for, every item has its exact score, they stand in order, and no
 * item left out is better than the last. A generator, so that the caller can do other things after every slice.
 *
 * @param sliceItems  Items looked at between two pauses.
 * @returns           What is wrong, in words; undefined when nothing is.
 */
export function* findMistake(
  embeddings: Embeddings,
  { query, count, excluded, answer: { items, scores } }: Answered,
  sliceItems: number,
): Generator<void, string | undefined> {
  if (items.length > count) return `${items.length} items are more than the ${count} asked for`;
  const answered = new Set<number>();
  for (let rank = 0; rank < items.length; rank++) {
    const item = items[rank];
    if (item >= embeddings.itemCount || excluded.has(item) || answered.has(item))
      return `item ${item} may not be there`;
    answered.add(item);
    const score = exactScore(embeddings, query, item);
    if (!Object.is(score, scores[rank])) return `item ${item} has the score ${score}, not ${scores[rank]}`;
    if (rank > 0 && !isBetter(scores[rank - 1], items[rank - 1], score, item)) return `item ${item} is out of order`;
  }
  const last = items.length - 1;
  const isFull = items.length >= count;
  if (count === 0) return undefined;
  for (let item = 0; item < embeddings.itemCount; item++) {
    if (item % sliceItems === sliceItems - 1) yield;
    const isMissing = !isFull || isBetter(exactScore(embeddings, query, item), item, scores[last], items[last]);
    if (isMissing && !answered.has(item) && !excluded.has(item)) return `item ${item} is missing`;
  }
  return undefined;
}
