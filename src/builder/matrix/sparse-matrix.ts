/** Compressed sparse rows: row n has the entries `offsets[n]` … `offsets[n + 1]`. */
export interface SparseMatrix {
  rowCount: number;
  columnCount: number;
  /** [rowCount + 1] */
  offsets: Uint32Array;
  columns: Uint32Array;
  values: Float32Array;
}

/** Keeps what is not 0. @param values  [rowCount, columnCount] row-major. */
export function fromDense(values: Float32Array, rowCount: number, columnCount: number): SparseMatrix {
  const kept = values.filter((value) => value !== 0);
  const columns = new Uint32Array(kept.length);
  const offsets = new Uint32Array(rowCount + 1);
  let e = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < columnCount; column++)
      if (values[row * columnCount + column] !== 0) columns[e++] = column;
    offsets[row + 1] = e;
  }
  return { rowCount, columnCount, offsets, columns, values: kept };
}

/** One number of each row. [rowCount] */
export const columnOf = ({ rowCount, offsets, columns, values }: SparseMatrix, column: number): Float64Array =>
  Float64Array.from({ length: rowCount }, (_, row) => {
    const e = columns.subarray(offsets[row], offsets[row + 1]).indexOf(column);
    return e < 0 ? 0 : values[offsets[row] + e];
  });

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

/** Aᵀ, its rows in order of the columns. */
export function transposed({ rowCount, columnCount, offsets, columns, values }: SparseMatrix): SparseMatrix {
  const starts = new Uint32Array(columnCount + 1);
  for (const column of columns) starts[column + 1]++;
  for (let column = 0; column < columnCount; column++) starts[column + 1] += starts[column];
  const next = starts.slice();
  const rows = new Uint32Array(columns.length);
  const moved = new Float32Array(columns.length);
  for (let row = 0; row < rowCount; row++)
    for (let e = offsets[row]; e < offsets[row + 1]; e++) {
      rows[next[columns[e]]] = row;
      moved[next[columns[e]]++] = values[e];
    }
  return { rowCount: columnCount, columnCount: rowCount, offsets: starts, columns: rows, values: moved };
}
