import type { SparseMatrix } from '../../builder/matrix/sparse-matrix.js';
import { keepEntries } from './keep-entries.js';

/** Ratings that are asked for: entry n is that of one user for one item. */
export interface HeldOutRatings {
  users: Uint32Array;
  items: Uint32Array;
  ratings: Float32Array;
}

/**
 * Takes the last rating of each user who has two or more; the others only train. Of what is left the same takes the second
 * last.
 *
 * @param log  r[u, i] [U, N], each row in time order.
 */
export function holdOutLast(log: SparseMatrix): { training: SparseMatrix; heldOut: HeldOutRatings } {
  const isLast = (e: number, user: number): boolean => e === log.offsets[user + 1] - 1 && e > log.offsets[user];
  const last = keepEntries(log, isLast);
  const users = Array.from({ length: log.rowCount }, (_, user) => user);
  return {
    training: keepEntries(log, (e, user) => !isLast(e, user)),
    heldOut: {
      users: Uint32Array.from(users.filter((user) => last.offsets[user + 1] > last.offsets[user])),
      items: last.columns,
      ratings: last.values,
    },
  };
}
