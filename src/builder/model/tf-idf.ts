import type { FeatureBlock } from '../features/feature-block.js';
import type { SparseMatrix } from '../matrix/sparse-matrix.js';

/** Keeps terms that every item has from vanishing: where all is alike, alike is what the items are. */
const IDF_FLOOR = 0.1;

/**
 * Sets the blocks side by side as one matrix A [N, V]:
 *
 *   a[n, t] = w · tf[n, t] · idf[t] / ‖row n of the block‖,   idf[t] = log((1 + N) / (1 + df[t])) + 0.1
 *
 * with w the block's weight and df[t] the number of items that have the term. A term that only one item has can bring
 * no two items together, but it keeps the row's length honest: it is counted in the norm and given no column.
 */
export function tfIdf(blocks: readonly FeatureBlock[]): SparseMatrix {
  const parts = blocks.map(weightBlock);
  const rowCount = parts[0].rowCount;
  const offsets = new Uint32Array(rowCount + 1);
  const entryCount = parts.reduce((sum, part) => sum + part.columns.length, 0);
  const columns = new Uint32Array(entryCount);
  const values = new Float32Array(entryCount);
  let at = 0;
  for (let n = 0; n < rowCount; n++) {
    let firstColumn = 0;
    for (const part of parts) {
      for (let e = part.offsets[n]; e < part.offsets[n + 1]; e++) {
        columns[at] = firstColumn + part.columns[e];
        values[at++] = part.values[e];
      }
      firstColumn += part.columnCount;
    }
    offsets[n + 1] = at;
  }
  return {
    rowCount,
    columnCount: parts.reduce((sum, part) => sum + part.columnCount, 0),
    offsets,
    columns,
    values,
  };
}

function weightBlock({ counts, weight }: FeatureBlock): SparseMatrix {
  const { rowCount, columnCount, offsets } = counts;
  const df = new Uint32Array(columnCount);
  for (const column of counts.columns) df[column]++;
  const idf = Float64Array.from(df, (frequency) => Math.log((1 + rowCount) / (1 + frequency)) + IDF_FLOOR);
  const renumbered = new Uint32Array(columnCount);
  let kept = 0;
  for (let column = 0; column < columnCount; column++) if (df[column] > 1) renumbered[column] = kept++;

  const keptOffsets = new Uint32Array(rowCount + 1);
  const columns = new Uint32Array(counts.columns.length);
  const values = new Float32Array(counts.columns.length);
  let at = 0;
  for (let n = 0; n < rowCount; n++) {
    let squares = 0;
    for (let e = offsets[n]; e < offsets[n + 1]; e++) squares += (counts.values[e] * idf[counts.columns[e]]) ** 2;
    const factor = squares === 0 ? 0 : weight / Math.sqrt(squares);
    for (let e = offsets[n]; e < offsets[n + 1]; e++) {
      const column = counts.columns[e];
      if (df[column] < 2) continue;
      columns[at] = renumbered[column];
      values[at++] = factor * counts.values[e] * idf[column];
    }
    keptOffsets[n + 1] = at;
  }
  return {
    rowCount,
    columnCount: kept,
    offsets: keptOffsets,
    columns: columns.subarray(0, at),
    values: values.subarray(0, at),
  };
}
