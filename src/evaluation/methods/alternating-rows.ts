import { type SparseMatrix, transposed } from '../../builder/matrix/sparse-matrix.js';
import { seededRandom } from '../../core/random.js';

/**
 * Writes the row of one side that fits best while the rows of the other side stand still.
 *
 * @param others  Numbers of rows of the other side, each once.
 * @param values  What is known of this row with each of them.
 * @param target  [D]
 */
export type FoldIn = (others: ArrayLike<number>, values: ArrayLike<number>, target: Float32Array) => void;

export interface AlternatingOptions {
  /** D */
  dim: number;
  /** Of both sides. */
  rounds: number;
  seed: number;
}

/**
 * Places the rows of both sides of a matrix in turn, items first, from random rows of the users on. Rows without an
 * entry are zero. Deterministic by seed.
 *
 * @param values    [U, N]
 * @param foldInTo  How a row is placed among those of the other side, [·, D].
 * @returns         Users [U, D] and items [N, D].
 */
export function alternatingRows(
  values: SparseMatrix,
  { dim, rounds, seed }: AlternatingOptions,
  foldInTo: (rows: Float32Array) => FoldIn,
): { users: Float32Array; items: Float32Array } {
  const byItem = transposed(values);
  const users = randomRows(values.rowCount, dim, seededRandom(seed));
  const items = new Float32Array(values.columnCount * dim);
  for (let round = 0; round < rounds; round++) {
    placeRows(items, byItem, foldInTo(users));
    placeRows(users, values, foldInTo(items));
  }
  return { users, items };
}

function placeRows(rows: Float32Array, { rowCount, offsets, columns, values }: SparseMatrix, foldIn: FoldIn): void {
  const dim = rows.length / rowCount;
  for (let n = 0; n < rowCount; n++) {
    const [start, end] = [offsets[n], offsets[n + 1]];
    const row = rows.subarray(n * dim, (n + 1) * dim);
    if (start === end) row.fill(0);
    else foldIn(columns.subarray(start, end), values.subarray(start, end), row);
  }
}

/** Small numbers around 0: where all rows start equal, they stay equal. */
const randomRows = (count: number, dim: number, random: () => number): Float32Array =>
  Float32Array.from({ length: count * dim }, () => 0.1 * (random() + random() + random() - 1.5));
