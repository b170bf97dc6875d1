import { seededRandom } from '../../core/random.js';
import { drawNumbers } from '../draw.js';

/** Rows that the centers are found from; more of them hardly move a center. */
const MOST_ROWS = 20_000;
const ROUNDS = 10;

/** Cosine of a row and a center, both of length 1 or 0. */
export function cosineAt(rows: Float32Array, row: number, centers: Float32Array, center: number, dim: number): number {
  let sum = 0;
  for (let d = 0; d < dim; d++) sum += rows[row * dim + d] * centers[center * dim + d];
  return sum;
}

/** The center with the largest cosine, ties by lower number. */
export function nearestCenter(rows: Float32Array, row: number, centers: Float32Array, dim: number): number {
  let nearest = 0;
  let largest = Number.NEGATIVE_INFINITY;
  for (let center = 0; center < centers.length / dim; center++) {
    const cosine = cosineAt(rows, row, centers, center, dim);
    if (cosine > largest) {
      largest = cosine;
      nearest = center;
    }
  }
  return nearest;
}

/**
 * Spherical k-means: centers of length 1, so that each row is as near as can be, by cosine, to one of them. Begins with
 * rows drawn far from each other. Deterministic by seed.
 *
 * Source: Dhillon and Modha, "Concept decompositions", Machine Learning 2001; Arthur and Vassilvitskii, "k-means++",
 * SODA 2007.
 *
 * @param rows   [·, D] rows of length 1.
 * @param count  Fewer centers come out where there are fewer different rows.
 * @returns      [·, D]
 */
export function kMeans(rows: Float32Array, dim: number, count: number, seed: number): Float32Array {
  const total = rows.length / dim;
  const drawn = [...drawNumbers(Math.min(MOST_ROWS, total), total, seed)].sort((a, b) => a - b);
  let centers = spreadRows(rows, dim, drawn, count, seededRandom(seed));
  for (let round = 0; round < ROUNDS && centers.length > 0; round++) {
    const sums = new Float32Array(centers.length);
    for (const row of drawn) {
      const center = nearestCenter(rows, row, centers, dim);
      for (let d = 0; d < dim; d++) sums[center * dim + d] += rows[row * dim + d];
    }
    centers = unitRows(sums, dim);
  }
  return centers;
}

/** The first drawn by chance, each further one with a chance that grows with its distance to those there are. */
function spreadRows(
  rows: Float32Array,
  dim: number,
  drawn: readonly number[],
  count: number,
  random: () => number,
): Float32Array {
  const centers: number[] = [];
  const distances = new Float64Array(drawn.length).fill(1);
  for (let n = 0; n < count; n++) {
    const total = distances.reduce((sum, distance) => sum + distance, 0);
    if (total < 1e-6 * drawn.length) break;
    let left = random() * total;
    // Rounding may leave a rest behind the last.
    const found = distances.findIndex((distance) => {
      left -= distance;
      return left < 0;
    });
    const place = found < 0 ? distances.indexOf(Math.max(...distances)) : found;
    const center = rows.subarray(drawn[place] * dim, (drawn[place] + 1) * dim);
    centers.push(...center);
    for (const [i, row] of drawn.entries())
      distances[i] = Math.min(distances[i], Math.max(0, 1 - cosineAt(rows, row, center, 0, dim)));
  }
  return Float32Array.from(centers);
}

/** The rows divided by their lengths; those of no length stay 0. */
export function unitRows(rows: Float32Array, dim: number): Float32Array {
  const unit = rows.slice();
  for (let start = 0; start < rows.length; start += dim) {
    const row = unit.subarray(start, start + dim);
    const length = Math.sqrt(row.reduce((squares, x) => squares + x * x, 0));
    if (length > 0) for (let d = 0; d < dim; d++) row[d] /= length;
  }
  return unit;
}
