import { factorPositive, solveFactored, solvePositive } from '../../builder/matrix/solve-positive.js';
import type { SparseMatrix } from '../../builder/matrix/sparse-matrix.js';
import { type AlternatingOptions, alternatingRows, type FoldIn } from './alternating-rows.js';

export interface AlsOptions extends AlternatingOptions {
  /** α: how much surer an interaction is than its absence. */
  confidence: number;
  /** λ */
  ridge: number;
}

export interface LatentFactors {
  dim: number;
  /** [U, D] */
  users: Float32Array;
  /** [N, D] rows of items that nobody met are zero. */
  items: Float32Array;
  /** Places someone by how often, > 0, they met some items: one small system, as a device would solve it for its shopper. */
  foldIn: FoldIn;
}

/**
 * Matrix factorization for implicit feedback by alternating least squares:
 *
 *   min Σ_ui c[u, i] · (p[u, i] − x[u] · y[i])² + λ · (Σ_u ‖x[u]‖² + Σ_i ‖y[i]‖²)
 *
 * with p = 1 for what was met, else 0, and c = 1 + α · r for what was met r times. Deterministic by seed.
 *
 * Source: Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008.
 *
 * @param interactions  r [U, N]
 */
export function implicitAls(interactions: SparseMatrix, options: AlsOptions): LatentFactors {
  const { users, items } = alternatingRows(interactions, options, (rows) => foldInTo(rows, options));
  return { dim: options.dim, users, items, foldIn: foldInTo(items, options) };
}

/**
 * The least squares of one side while the other stands still, w[i] = α · r[i]:
 *
 *   (G + Σ_i w[i] · y[i] y[i]ᵀ) · x = Σ_i (1 + w[i]) · y[i]        G = YᵀY + λI, the same for everybody
 *
 * Of n < D items the same x comes from a system of n × n, by Woodbury's identity:
 *
 *   x = Σ_i t[i] · z[i]     (z[i] · y[j] + [i = j] / w[i]) · t = 1 + 1 / w     z[i] = G⁻¹ · y[i]
 *
 * @param rows  Y, [·, D]
 */
function foldInTo(rows: Float32Array, { dim, confidence, ridge }: AlsOptions): FoldIn {
  const gram = gramOf(rows, dim);
  for (let d = 0; d < dim; d++) gram[d * dim + d] += ridge;
  const solved = solvedRows(rows, gram, dim);
  const a = new Float64Array(dim * dim);
  const b = new Float64Array(dim);
  return (items, counts, target) => (items.length < dim ? foldFew : foldMany)(items, counts, target);

  function foldFew(items: ArrayLike<number>, counts: ArrayLike<number>, target: Float32Array): void {
    const count = items.length;
    const t = b.subarray(0, count);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j <= i; j++) a[i * count + j] = dotAt(solved, items[i] * dim, rows, items[j] * dim, dim);
      const weight = confidence * counts[i];
      a[i * count + i] += 1 / weight;
      t[i] = 1 + 1 / weight;
    }
    solvePositive(a, t);
    target.fill(0);
    for (let i = 0; i < count; i++) for (let d = 0, at = items[i] * dim; d < dim; d++) target[d] += t[i] * solved[at++];
  }

  function foldMany(items: ArrayLike<number>, counts: ArrayLike<number>, target: Float32Array): void {
    a.set(gram);
    b.fill(0);
    for (let e = 0; e < items.length; e++) {
      const weight = confidence * counts[e];
      const at = items[e] * dim;
      for (let i = 0; i < dim; i++) {
        b[i] += (1 + weight) * rows[at + i];
        const factor = weight * rows[at + i];
        for (let j = 0; j <= i; j++) a[i * dim + j] += factor * rows[at + j];
      }
    }
    solvePositive(a, b);
    target.set(b);
  }
}

/** G⁻¹ · y of every row y. [·, D] */
function solvedRows(rows: Float32Array, gram: Float64Array, dim: number): Float32Array {
  const solved = new Float32Array(rows.length);
  const inverse = new Float64Array(dim * dim);
  const factor = gram.slice();
  factorPositive(factor, dim);
  for (let d = 0; d < dim; d++) {
    const column = inverse.subarray(d * dim, (d + 1) * dim);
    column[d] = 1;
    solveFactored(factor, column);
  }
  for (let start = 0; start < rows.length; start += dim)
    for (let d = 0; d < dim; d++) solved[start + d] = dotAt(inverse, d * dim, rows, start, dim);
  return solved;
}

function dotAt(a: ArrayLike<number>, atA: number, b: ArrayLike<number>, atB: number, dim: number): number {
  let sum = 0;
  for (let d = 0; d < dim; d++) sum += a[atA + d] * b[atB + d];
  return sum;
}

/** YᵀY, its lower half. [D, D] */
function gramOf(rows: Float32Array, dim: number): Float64Array {
  const gram = new Float64Array(dim * dim);
  for (let start = 0; start < rows.length; start += dim)
    for (let i = 0; i < dim; i++) {
      const factor = rows[start + i];
      for (let j = 0; j <= i; j++) gram[i * dim + j] += factor * rows[start + j];
    }
  return gram;
}
