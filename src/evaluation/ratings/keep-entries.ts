import type { SparseMatrix } from '../../builder/matrix/sparse-matrix.js';

/** The same rows with some of their entries. @param keeps  Asked for each entry by its number, row by row. */
export function keepEntries(matrix: SparseMatrix, keeps: (entry: number, row: number) => boolean): SparseMatrix {
  const { rowCount, columnCount } = matrix;
  const offsets = new Uint32Array(rowCount + 1);
  const columns = new Uint32Array(matrix.columns.length);
  const values = new Float32Array(matrix.values.length);
  let end = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let e = matrix.offsets[row]; e < matrix.offsets[row + 1]; e++) {
      if (!keeps(e, row)) continue;
      columns[end] = matrix.columns[e];
      values[end++] = matrix.values[e];
    }
    offsets[row + 1] = end;
  }
  return { rowCount, columnCount, offsets, columns: columns.subarray(0, end), values: values.subarray(0, end) };
}
