import type { SparseMatrix } from '../../../../src/builder/matrix/sparse-matrix.js';
import { RatingCollector } from '../../../../src/evaluation/ratings/rating-collector.js';

export type Rating = readonly [user: number | string, item: number | string, rating: number];

export function logOf(ratings: readonly Rating[]): SparseMatrix {
  const collector = new RatingCollector();
  for (const [user, item, rating] of ratings) collector.add(String(user), String(item), rating);
  return collector.finish();
}
