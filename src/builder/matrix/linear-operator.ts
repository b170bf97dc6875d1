import { multiply, multiplyTransposed, type SparseMatrix } from './sparse-matrix.js';

/** A matrix [rowCount, columnCount] that is known by what it does to blocks of K vectors, all row-major. */
export interface LinearOperator {
  rowCount: number;
  columnCount: number;
  /** [columnCount, K] → [rowCount, K] */
  multiply(x: Float32Array, k: number): Float32Array;
  /** [rowCount, K] → [columnCount, K] */
  multiplyTransposed(y: Float32Array, k: number): Float32Array;
}

export const sparseOperator = (a: SparseMatrix): LinearOperator => ({
  rowCount: a.rowCount,
  columnCount: a.columnCount,
  multiply: (x, k) => multiply(a, x, k),
  multiplyTransposed: (y, k) => multiplyTransposed(a, y, k),
});

/** w · A. @param rows  A [N, L] row-major. */
export function denseOperator(rows: Float32Array, length: number, weight: number): LinearOperator {
  const rowCount = rows.length / length;
  return {
    rowCount,
    columnCount: length,
    multiply(x, k) {
      const y = new Float32Array(rowCount * k);
      for (let n = 0; n < rowCount; n++)
        for (let l = 0; l < length; l++) {
          const value = weight * rows[n * length + l];
          if (value !== 0) for (let j = 0; j < k; j++) y[n * k + j] += value * x[l * k + j];
        }
      return y;
    },
    multiplyTransposed(y, k) {
      const z = new Float32Array(length * k);
      for (let n = 0; n < rowCount; n++)
        for (let l = 0; l < length; l++) {
          const value = weight * rows[n * length + l];
          if (value !== 0) for (let j = 0; j < k; j++) z[l * k + j] += value * y[n * k + j];
        }
      return z;
    },
  };
}

/** [A B], of equally many rows. */
export function sideBySide(a: LinearOperator, b: LinearOperator): LinearOperator {
  return {
    rowCount: a.rowCount,
    columnCount: a.columnCount + b.columnCount,
    multiply(x, k) {
      const y = a.multiply(x.subarray(0, a.columnCount * k), k);
      const more = b.multiply(x.subarray(a.columnCount * k), k);
      for (let i = 0; i < y.length; i++) y[i] += more[i];
      return y;
    },
    multiplyTransposed(y, k) {
      const z = new Float32Array((a.columnCount + b.columnCount) * k);
      z.set(a.multiplyTransposed(y, k));
      z.set(b.multiplyTransposed(y, k), a.columnCount * k);
      return z;
    },
  };
}
