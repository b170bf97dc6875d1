/**
 * Solves A · x = b for a symmetric positive definite A by Cholesky's A = L · Lᵀ, in place. For any other A there is no such L,
 * and x is NaN: callers add a ridge to its diagonal.
 *
 * @param a  [D, D] row-major, of which the lower half is read; L afterwards.
 * @param b  [D]; x afterwards.
 */
export function solvePositive(a: Float64Array, b: Float64Array): void {
  factorPositive(a, b.length);
  solveFactored(a, b);
}

/** The first half of {@link solvePositive}, once for all b. @param a  [D, D]; L afterwards. */
export function factorPositive(a: Float64Array, dim: number): void {
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * dim + j];
      for (let d = 0; d < j; d++) sum -= a[i * dim + d] * a[j * dim + d];
      a[i * dim + j] = i === j ? Math.sqrt(sum) : sum / a[j * dim + j];
    }
  }
}

/** The second half. @param l  [D, D] what {@link factorPositive} left. @param b  [D]; x afterwards. */
export function solveFactored(l: Float64Array, b: Float64Array): void {
  const dim = b.length;
  for (let i = 0; i < dim; i++) {
    for (let d = 0; d < i; d++) b[i] -= l[i * dim + d] * b[d];
    b[i] /= l[i * dim + i];
  }
  for (let i = dim - 1; i >= 0; i--) {
    for (let d = i + 1; d < dim; d++) b[i] -= l[d * dim + i] * b[d];
    b[i] /= l[i * dim + i];
  }
}
