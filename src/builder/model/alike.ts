import { TopK } from '../../core/scoring/top-k.js';
import type { WeightedNeighbors } from '../../core/snapshot/quantize.js';
import type { FeatureBlock } from '../features/feature-block.js';
import { type SparseMatrix, transposed } from '../matrix/sparse-matrix.js';
import { tfIdf } from './tf-idf.js';
import { toNeighbors, type WeightedItem } from './weighted-lists.js';

/** Terms of more items than this share bring together what has little in common, at the cost of all pairs of them. */
const COMMON_SHARE = 0.05;
/** In a small catalogue every term may bring items together, in a large one only what is rare. */
const COMMON_ITEMS = { min: 500, max: 2000 };
/** Candidates by the rarer terms, per neighbor wanted, whose whole cosine is taken. */
const CANDIDATES = 4;

/**
 * The items that are most alike by content: cosines of their TF-IDF rows.
 *
 * @param blocks  See `likenessFeatures`.
 * @returns       The best M of each item, best first, ties by lower index; similarities in (0, 1].
 */
export const alikeItems = (blocks: readonly FeatureBlock[], size: number): WeightedNeighbors =>
  toNeighbors(listsOf(withUnitRows(tfIdf(blocks)), CANDIDATES * size), size);

/** The list of each item, of about the likest `count`. */
function* listsOf(rows: SparseMatrix, count: number): Iterable<WeightedItem[]> {
  const { rowCount, offsets, columns, values } = rows;
  const postings = transposed(rows);
  const common = Math.min(COMMON_ITEMS.max, Math.max(COMMON_ITEMS.min, COMMON_SHARE * rowCount));
  const sums = new Float32Array(rowCount);
  const row = new Float32Array(rows.columnCount);
  for (let n = 0; n < rowCount; n++) {
    const touched: number[] = [];
    for (let e = offsets[n]; e < offsets[n + 1]; e++) {
      row[columns[e]] = values[e];
      const [first, end] = [postings.offsets[columns[e]], postings.offsets[columns[e] + 1]];
      if (end - first > common) continue;
      for (let p = first; p < end; p++) {
        const other = postings.columns[p];
        if (sums[other] === 0) touched.push(other);
        sums[other] += values[e] * postings.values[p];
      }
    }
    const top = new TopK(Math.min(count, touched.length));
    for (const other of touched) if (other !== n) top.add(other, sums[other]);
    yield Array.from(top.sorted().items, (other) => ({ item: other, weight: dotWith(row, rows, other) }));
    for (const other of touched) sums[other] = 0;
    for (let e = offsets[n]; e < offsets[n + 1]; e++) row[columns[e]] = 0;
  }
}

function dotWith(row: Float32Array, { offsets, columns, values }: SparseMatrix, other: number): number {
  let sum = 0;
  for (let e = offsets[other]; e < offsets[other + 1]; e++) sum += row[columns[e]] * values[e];
  return sum;
}

function withUnitRows(matrix: SparseMatrix): SparseMatrix {
  const values = matrix.values.slice();
  for (let n = 0; n < matrix.rowCount; n++) {
    const row = values.subarray(matrix.offsets[n], matrix.offsets[n + 1]);
    const norm = Math.sqrt(row.reduce((squares, x) => squares + x * x, 0));
    if (norm > 0) for (let e = 0; e < row.length; e++) row[e] /= norm;
  }
  return { ...matrix, values };
}
