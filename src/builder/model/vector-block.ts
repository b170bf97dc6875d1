import type { ItemVectors } from '../collect/vector-collector.js';

/**
 * A block of vectors as it stands beside terms and other blocks: each row of length 1, as seen from the mean of the block.
 * Text encoders put all texts into one corner of their space: without the mean, angles tell more. An item without a
 * vector stays zero, which is the mean.
 *
 * @returns  A copy.
 */
export function centeredVectors({ rows, length }: ItemVectors): ItemVectors {
  const centered = normalizeRows(rows.slice(), length);
  const mean = new Float64Array(length);
  let count = 0;
  forEachKnownRow(centered, length, (row) => {
    count++;
    for (let l = 0; l < length; l++) mean[l] += row[l];
  });
  forEachKnownRow(centered, length, (row) => {
    for (let l = 0; l < length; l++) row[l] -= mean[l] / count;
  });
  return { rows: normalizeRows(centered, length), length };
}

function forEachKnownRow(rows: Float32Array, length: number, use: (row: Float32Array) => void): void {
  for (let start = 0; start < rows.length; start += length) {
    const row = rows.subarray(start, start + length);
    if (row.some((value) => value !== 0)) use(row);
  }
}

/** Divides each row by its length; rows too short to have a direction become zero. Works in place. */
export function normalizeRows(rows: Float32Array, dim: number): Float32Array {
  for (let start = 0; start < rows.length; start += dim) {
    let squares = 0;
    for (let d = 0; d < dim; d++) squares += rows[start + d] ** 2;
    const factor = squares > 1e-12 ? 1 / Math.sqrt(squares) : 0;
    for (let d = 0; d < dim; d++) rows[start + d] *= factor;
  }
  return rows;
}
