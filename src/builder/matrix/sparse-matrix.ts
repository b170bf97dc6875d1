/** Compressed sparse rows: row n has the entries `offsets[n]` … `offsets[n + 1]`. */
export interface SparseMatrix {
  rowCount: number;
  columnCount: number;
  /** [rowCount + 1] */
  offsets: Uint32Array;
  columns: Uint32Array;
  values: Float32Array;
}

/**
 * Y = A · X.
 *
 * @param x  [columnCount, K] row-major.
 * @returns  [rowCount, K] row-major.
 */
export function multiply(a: SparseMatrix, x: Float32Array, k: number): Float32Array {
  const y = new Float32Array(a.rowCount * k);
  const sum = new Float64Array(k);
  for (let n = 0; n < a.rowCount; n++) {
    sum.fill(0);
    for (let e = a.offsets[n]; e < a.offsets[n + 1]; e++) {
      const value = a.values[e];
      const start = a.columns[e] * k;
      for (let j = 0; j < k; j++) sum[j] += value * x[start + j];
    }
    y.set(sum, n * k);
  }
  return y;
}

/**
 * Z = Aᵀ · Y.
 *
 * @param y  [rowCount, K] row-major.
 * @returns  [columnCount, K] row-major.
 */
export function multiplyTransposed(a: SparseMatrix, y: Float32Array, k: number): Float32Array {
  const z = new Float32Array(a.columnCount * k);
  for (let n = 0; n < a.rowCount; n++) {
    const from = n * k;
    for (let e = a.offsets[n]; e < a.offsets[n + 1]; e++) {
      const value = a.values[e];
      const start = a.columns[e] * k;
      for (let j = 0; j < k; j++) z[start + j] += value * y[from + j];
    }
  }
  return z;
}
