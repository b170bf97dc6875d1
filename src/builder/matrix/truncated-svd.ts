import { seededRandom } from '../../core/random.js';
import { dot } from './dot.js';
import type { LinearOperator } from './linear-operator.js';
import { symmetricEigen } from './symmetric-eigen.js';

/** More vectors than asked for, so that the last ones asked for are good too. */
const OVERSAMPLING = 16;
/**
 * Each pass sharpens the directions kept against those left out. On real catalogues more than one made neighbors no
 * better and took twice the time.
 */
const PASSES = 1;

/**
 * The D strongest directions of A ≈ U Σ Vᵀ by randomised subspace iteration (Halko, Martinsson, Tropp 2011,
 * algorithms 4.4 and 5.1), repeatable for one seed.
 *
 * @returns  u [N, D] row-major, columns of length 1; sigma [D] descending. Where the rank is lower, the rest is zero.
 */
export function truncatedSvd(a: LinearOperator, dim: number, seed: number): { u: Float32Array; sigma: Float64Array } {
  const k = Math.max(1, Math.min(dim + OVERSAMPLING, a.rowCount, a.columnCount));
  const random = seededRandom(seed);
  // Continuous numbers, not signs: a small square of random signs is often singular and would lose a direction.
  const start = Float32Array.from({ length: a.columnCount * k }, () => 2 * random() - 1);
  let q = orthonormalize(a.multiply(start, k), a.rowCount, k);
  for (let pass = 0; pass < PASSES; pass++)
    q = orthonormalize(a.multiply(a.multiplyTransposed(q, k), k), a.rowCount, k);

  // With Z = Aᵀ Q, the eigenvectors W of Zᵀ Z turn Q into U = Q W, and the eigenvalues are σ².
  const z = a.multiplyTransposed(q, k);
  const { values, vectors } = symmetricEigen(gram(z, a.columnCount, k), k);
  const u = new Float32Array(a.rowCount * dim);
  const kept = Math.min(dim, k);
  for (let n = 0; n < a.rowCount; n++) {
    for (let d = 0; d < kept; d++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += q[n * k + j] * vectors[d * k + j];
      u[n * dim + d] = sum;
    }
  }
  return { u, sigma: Float64Array.from({ length: dim }, (_, d) => Math.sqrt(Math.max(0, values[d] ?? 0))) };
}

/** Makes the columns orthonormal by Gram–Schmidt, twice, as once is not enough in floating point. */
function orthonormalize(y: Float32Array, rowCount: number, k: number): Float32Array {
  const columns = Array.from({ length: k }, (_, j) => Float64Array.from({ length: rowCount }, (_, n) => y[n * k + j]));
  columns.forEach((column, j) => {
    const before = Math.sqrt(dot(column, column));
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < j; i++) {
        const overlap = dot(columns[i], column);
        if (overlap !== 0) for (let n = 0; n < rowCount; n++) column[n] -= overlap * columns[i][n];
      }
    }
    const norm = Math.sqrt(dot(column, column));
    // What is left of a dependent column is rounding: as zero it stays out of the result.
    const factor = norm > 1e-6 * before ? 1 / norm : 0;
    for (let n = 0; n < rowCount; n++) column[n] *= factor;
  });
  const q = new Float32Array(rowCount * k);
  for (let n = 0; n < rowCount; n++) for (let j = 0; j < k; j++) q[n * k + j] = columns[j][n];
  return q;
}

/** Zᵀ Z [K, K] of a row-major Z [rows, K]. */
function gram(z: Float32Array, rows: number, k: number): Float64Array {
  const g = new Float64Array(k * k);
  for (let r = 0; r < rows; r++) {
    const at = r * k;
    for (let i = 0; i < k; i++) {
      const zi = z[at + i];
      if (zi === 0) continue;
      for (let j = i; j < k; j++) g[i * k + j] += zi * z[at + j];
    }
  }
  for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) g[i * k + j] = g[j * k + i];
  return g;
}
