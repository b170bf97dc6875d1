import type { SparseMatrix } from '../../builder/matrix/sparse-matrix.js';
import { type Sequences, sequenceAt, sequenceCount } from '../sequences.js';

/** How often each item occurs in an input: the items, each once, and their counts. */
export function countItems(input: ArrayLike<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i < input.length; i++) counts.set(input[i], (counts.get(input[i]) ?? 0) + 1);
  return counts;
}

/** r[u, i]: how often user u met item i. [U, N] */
export function interactionMatrix(sequences: Sequences, itemCount: number): SparseMatrix {
  const rowCount = sequenceCount(sequences);
  const offsets = new Uint32Array(rowCount + 1);
  const columns = new Uint32Array(sequences.items.length);
  const values = new Float32Array(sequences.items.length);
  let end = 0;
  for (let user = 0; user < rowCount; user++) {
    for (const [item, count] of countItems(sequenceAt(sequences, user))) {
      columns[end] = item;
      values[end++] = count;
    }
    offsets[user + 1] = end;
  }
  return {
    rowCount,
    columnCount: itemCount,
    offsets,
    columns: columns.subarray(0, end),
    values: values.subarray(0, end),
  };
}
