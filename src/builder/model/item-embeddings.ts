import type { ItemVectors } from '../collect/vector-collector.js';
import type { FeatureBlock } from '../features/feature-block.js';
import { denseOperator, sideBySide, sparseOperator } from '../matrix/linear-operator.js';
import { truncatedSvd } from '../matrix/truncated-svd.js';
import { tfIdf } from './tf-idf.js';
import { normalizeRows } from './vector-block.js';

/** Any number; fixed, so that the same catalogue gives the same bytes. */
const SEED = 20_240_229;
/**
 * Power of the singular values in the embedding U · Σ^p. 1 would keep the cosines of the terms themselves, in which a
 * few broad directions drown what tells two nail polishes apart; 0 would give the faintest direction the same say.
 */
const SPECTRUM_POWER = 0.3;
/** Directions this much fainter than the first are rounding, which a low power would raise to a say of its own. */
const FAINTEST = 1e-4;
/** Length of a vector beside the terms, whose words alone have length 1. */
const VECTOR_WEIGHT = 1.5;

/**
 * Places items so that items with common terms lie close: latent semantic analysis, the truncated SVD of their TF-IDF.
 * Blocks of vectors, if there are any, stand in the same matrix as further columns and are reduced along with it.
 *
 * @param vectors  See `centeredVectors`.
 * @returns        [N, D] row-major, rows of length 1; a zero row where nothing is known.
 */
export function itemEmbeddings(
  blocks: readonly FeatureBlock[],
  dim: number,
  vectors: readonly ItemVectors[] = [],
): Float32Array {
  const terms = sparseOperator(tfIdf(blocks));
  const all = vectors.map(({ rows, length }) => denseOperator(rows, length, VECTOR_WEIGHT)).reduce(sideBySide, terms);
  const { u, sigma } = truncatedSvd(all, dim, SEED);
  const factors = sigma.map((value) => (value > FAINTEST * sigma[0] ? value ** SPECTRUM_POWER : 0));
  const rows = new Float32Array(terms.rowCount * dim);
  for (let n = 0; n < terms.rowCount; n++)
    for (let d = 0; d < dim; d++) rows[n * dim + d] = u[n * dim + d] * factors[d];
  return normalizeRows(rows, dim);
}
