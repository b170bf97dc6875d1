import { TopK } from '../../core/scoring/top-k.js';
import type { WeightedNeighbors } from '../../core/snapshot/quantize.js';
import type { ItemVectors } from '../collect/vector-collector.js';
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
 * Length of a vector beside the terms, whose words alone have length 1. Less than in the embeddings, for here every word
 * still has a say of its own. With neighbors by vectors among the candidates the lists became no better.
 */
const VECTOR_WEIGHT = 0.6;

/** What items are compared by: the terms of each, and blocks of vectors beside them. */
interface ContentRows {
  terms: SparseMatrix;
  vectors: readonly ItemVectors[];
  /** [N] one over the length of a row, all columns together; 0 where nothing is known. */
  factors: Float64Array;
}

/**
 * The items that are most alike by content: cosines of their TF-IDF rows, with blocks of vectors as further columns.
 *
 * @param blocks   See `likenessFeatures`.
 * @param vectors  See `centeredVectors`.
 * @returns        The best M of each item, best first, ties by lower index; similarities in (0, 1].
 */
export function alikeItems(
  blocks: readonly FeatureBlock[],
  size: number,
  vectors: readonly ItemVectors[] = [],
): WeightedNeighbors {
  const terms = tfIdf(blocks);
  const lists = listsOf({ terms, vectors, factors: lengthFactors(terms, vectors) }, CANDIDATES * size);
  return toNeighbors(lists, size);
}

/** The list of each item, of about the likest `count`. */
function* listsOf({ terms, vectors, factors }: ContentRows, count: number): Iterable<WeightedItem[]> {
  const { rowCount, offsets, columns, values } = terms;
  const postings = transposed(terms);
  const common = Math.min(COMMON_ITEMS.max, Math.max(COMMON_ITEMS.min, COMMON_SHARE * rowCount));
  const sums = new Float32Array(rowCount);
  const row = new Float32Array(terms.columnCount);
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
    for (const other of touched) if (other !== n) top.add(other, sums[other] * factors[other]);
    const cosine = (other: number): number =>
      (dotWith(row, terms, other) + vectorDot(vectors, n, other)) * factors[n] * factors[other];
    yield Array.from(top.sorted().items, (other) => ({ item: other, weight: cosine(other) })).filter(isAlike);
    for (const other of touched) sums[other] = 0;
    for (let e = offsets[n]; e < offsets[n + 1]; e++) row[columns[e]] = 0;
  }
}

/** Vectors alone can make two items unlike. */
const isAlike = ({ weight }: WeightedItem): boolean => weight > 0;

function dotWith(row: Float32Array, { offsets, columns, values }: SparseMatrix, other: number): number {
  let sum = 0;
  for (let e = offsets[other]; e < offsets[other + 1]; e++) sum += row[columns[e]] * values[e];
  return sum;
}

function vectorDot(vectors: readonly ItemVectors[], a: number, b: number): number {
  let sum = 0;
  for (const { rows, length } of vectors)
    for (let l = 0; l < length; l++) sum += rows[a * length + l] * rows[b * length + l];
  return VECTOR_WEIGHT ** 2 * sum;
}

function lengthFactors({ rowCount, offsets, values }: SparseMatrix, vectors: readonly ItemVectors[]): Float64Array {
  return Float64Array.from({ length: rowCount }, (_, n) => {
    let squares = vectorDot(vectors, n, n);
    for (let e = offsets[n]; e < offsets[n + 1]; e++) squares += values[e] ** 2;
    return squares > 0 ? 1 / Math.sqrt(squares) : 0;
  });
}
