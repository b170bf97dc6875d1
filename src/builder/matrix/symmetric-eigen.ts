const MAX_SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations.
 *
 * @param matrix  [K, K] row-major, symmetric.
 * @returns       values [K] descending; vectors [K, K], row d is the vector of value d, length 1.
 */
export function symmetricEigen(matrix: Float64Array, k: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice();
  // Rows of v are the vectors: rotating rows keeps the inner loops on neighbouring numbers.
  const v = new Float64Array(k * k);
  for (let i = 0; i < k; i++) v[i * k + i] = 1;
  let total = 0;
  for (const x of a) total += x * x;
  for (let sweep = 0; sweep < MAX_SWEEPS && offDiagonal(a, k) > 1e-22 * total; sweep++)
    for (let p = 0; p < k - 1; p++) for (let q = p + 1; q < k; q++) rotate(a, v, k, p, q);

  const order = Array.from({ length: k }, (_, i) => i).sort((i, j) => a[j * k + j] - a[i * k + i] || i - j);
  const vectors = new Float64Array(k * k);
  order.forEach((from, to) => {
    vectors.set(v.subarray(from * k, (from + 1) * k), to * k);
  });
  return { values: Float64Array.from(order, (i) => a[i * k + i]), vectors };
}

/** Turns the plane of axes p and q so that a[p, q] becomes zero. */
function rotate(a: Float64Array, v: Float64Array, k: number, p: number, q: number): void {
  const apq = a[p * k + q];
  if (apq === 0) return;
  const theta = (a[q * k + q] - a[p * k + p]) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let j = 0; j < k; j++) {
    const [x, y] = [a[j * k + p], a[j * k + q]];
    a[j * k + p] = c * x - s * y;
    a[j * k + q] = s * x + c * y;
  }
  for (const m of [a, v]) {
    for (let j = 0; j < k; j++) {
      const [x, y] = [m[p * k + j], m[q * k + j]];
      m[p * k + j] = c * x - s * y;
      m[q * k + j] = s * x + c * y;
    }
  }
}

function offDiagonal(a: Float64Array, k: number): number {
  let sum = 0;
  for (let i = 0; i < k; i++) for (let j = i + 1; j < k; j++) sum += 2 * a[i * k + j] ** 2;
  return sum;
}
