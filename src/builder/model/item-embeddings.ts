import type { ItemVectors } from '../collect/vector-collector.js';
import type { FeatureBlock } from '../features/feature-block.js';
import { multiply, multiplyTransposed, type SparseMatrix } from '../matrix/sparse-matrix.js';
import { type LinearOperator, truncatedSvd } from '../matrix/truncated-svd.js';
import { tfIdf } from './tf-idf.js';

/** Any number; fixed, so that the same catalogue gives the same bytes. */
const SEED = 20_240_229;
/**
 * Power of the singular values in the embedding U · Σ^p. 1 would keep the cosines of the terms themselves, in which a
 * few broad directions drown what tells two nail polishes apart; 0 would give the faintest direction the same say.
 */
const SPECTRUM_POWER = 0.3;
/** Directions this much fainter than the first are rounding, which a low power would raise to a say of its own. */
const FAINTEST = 1e-4;
/** Length of an external vector beside the terms, whose words alone have length 1. */
const VECTOR_WEIGHT = 1.5;

/**
 * Places items so that items with common terms lie close: latent semantic analysis, the truncated SVD of their TF-IDF.
 * External vectors, if there are any, stand in the same matrix as further columns and are reduced along with it.
 *
 * @returns  [N, D] row-major, rows of length 1; a zero row where nothing is known.
 */
export function itemEmbeddings(blocks: readonly FeatureBlock[], dim: number, vectors?: ItemVectors): Float32Array {
  const terms = tfIdf(blocks);
  const { u, sigma } = truncatedSvd(vectors ? sideBySide(terms, centered(vectors)) : sparseOperator(terms), dim, SEED);
  const factors = sigma.map((value) => (value > FAINTEST * sigma[0] ? value ** SPECTRUM_POWER : 0));
  const rows = new Float32Array(terms.rowCount * dim);
  for (let n = 0; n < terms.rowCount; n++)
    for (let d = 0; d < dim; d++) rows[n * dim + d] = u[n * dim + d] * factors[d];
  return normalizeRows(rows, dim);
}

const sparseOperator = (a: SparseMatrix): LinearOperator => ({
  rowCount: a.rowCount,
  columnCount: a.columnCount,
  multiply: (x, k) => multiply(a, x, k),
  multiplyTransposed: (y, k) => multiplyTransposed(a, y, k),
});

/** [A B] with a sparse A and a dense B. */
function sideBySide(a: SparseMatrix, { rows, length }: ItemVectors): LinearOperator {
  return {
    rowCount: a.rowCount,
    columnCount: a.columnCount + length,
    multiply(x, k) {
      const y = multiply(a, x, k);
      const start = a.columnCount * k;
      for (let n = 0; n < a.rowCount; n++)
        for (let l = 0; l < length; l++) {
          const value = rows[n * length + l];
          if (value !== 0) for (let j = 0; j < k; j++) y[n * k + j] += value * x[start + l * k + j];
        }
      return y;
    },
    multiplyTransposed(y, k) {
      const z = new Float32Array((a.columnCount + length) * k);
      z.set(multiplyTransposed(a, y, k));
      const start = a.columnCount * k;
      for (let n = 0; n < a.rowCount; n++)
        for (let l = 0; l < length; l++) {
          const value = rows[n * length + l];
          if (value !== 0) for (let j = 0; j < k; j++) z[start + l * k + j] += value * y[n * k + j];
        }
      return z;
    },
  };
}

/** Text encoders put all texts into one corner of their space: without the mean, angles tell more. */
function centered({ rows, length }: ItemVectors): ItemVectors {
  const unit = normalizeRows(rows.slice(), length);
  const mean = new Float64Array(length);
  let count = 0;
  forEachKnownRow(unit, length, (start) => {
    count++;
    for (let l = 0; l < length; l++) mean[l] += unit[start + l];
  });
  forEachKnownRow(unit, length, (start) => {
    for (let l = 0; l < length; l++) unit[start + l] -= mean[l] / count;
  });
  normalizeRows(unit, length);
  return { rows: unit.map((value) => value * VECTOR_WEIGHT), length };
}

function forEachKnownRow(rows: Float32Array, length: number, use: (start: number) => void): void {
  for (let start = 0; start < rows.length; start += length)
    if (rows.subarray(start, start + length).some((value) => value !== 0)) use(start);
}

/** Divides each row by its length; rows too short to have a direction become zero. Works in place. */
function normalizeRows(rows: Float32Array, dim: number): Float32Array {
  for (let start = 0; start < rows.length; start += dim) {
    let squares = 0;
    for (let d = 0; d < dim; d++) squares += rows[start + d] ** 2;
    const factor = squares > 1e-12 ? 1 / Math.sqrt(squares) : 0;
    for (let d = 0; d < dim; d++) rows[start + d] *= factor;
  }
  return rows;
}
