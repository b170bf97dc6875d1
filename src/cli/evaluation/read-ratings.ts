import type { SparseMatrix } from '../../builder/matrix/sparse-matrix.js';
import { RatingCollector } from '../../evaluation/ratings/rating-collector.js';
import { CommandError } from '../command-error.js';
import { openText, type ReadingListener } from '../feeds/open-text.js';
import { type Line, splitLines } from '../feeds/split-lines.js';
import { toldText } from '../feeds/told-text.js';
import { wordsOf } from './read-files.js';

/**
 * Reads lines of `user item rating` in time order.
 *
 * @returns  r[u, i] [U, N]
 * @throws {CommandError} when the file cannot be read; `feed_unrecognized` at the first line that is none.
 */
export async function readRatings(path: string, listener: ReadingListener): Promise<SparseMatrix> {
  const collector = new RatingCollector();
  const { text } = await openText(path, listener);
  for await (const lines of splitLines(text)) {
    for (const line of lines) {
      const [user, item, rating, stray] = wordsOf(line.text);
      const number = rating === undefined ? Number.NaN : Math.fround(Number(rating));
      if (stray !== undefined || !Number.isFinite(number)) throw noRating(path, line);
      collector.add(user, item, number);
    }
  }
  return collector.finish();
}

function noRating(path: string, { number, text }: Line): CommandError {
  return new CommandError(
    'feed_unrecognized',
    `${path}: line ${number} is no "user item rating": ${toldText(text)}; write three words per line, the last a number with a decimal point, sorted by time, without a header and other columns`,
  );
}
