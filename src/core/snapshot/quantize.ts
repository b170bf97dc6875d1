import { ZERO_GATE } from './item-columns.js';
import { NARROW_CODES } from './narrow-codes.js';
import { CODE_LEVELS, codeOffset, firstQuad, padDim, padItems, QUAD, QUAD_BYTES, ZERO_CODE } from './tile.js';

/**
 * Neighbor lists before they are packed, compressed sparse rows: item n has the entries `offsets[n]` … `offsets[n + 1]`,
 * each item at most once, in any order; `weights[e]` is the similarity of entry e, ≥ 0.
 */
export interface WeightedNeighbors {
  /** [N + 1] */
  offsets: Uint32Array;
  items: Uint32Array;
  weights: Float32Array;
}

/** Lists in which no item has a neighbor. */
export const emptyNeighbors = (itemCount: number): WeightedNeighbors => ({
  offsets: new Uint32Array(itemCount + 1),
  items: new Uint32Array(),
  weights: new Float32Array(),
});

/** Bits that a code takes in a file: of seven, each in a byte, or of four, two in a byte (`narrow-codes.ts`). */
export type CodeBits = 4 | 7;

/**
 * Rounds rows to codes with one scale each, scale = max|x| / 63: of 7 bits code = 64 + round(x / scale), of 4 bits the
 * nearest of the {@link NARROW_CODES} to that.
 *
 * @param rows  [N, D] row-major.
 * @returns     codes [P(N), P(D)] in 1…127, in tiles (see `tile.ts`), and scales [P(N)]; padding is zero.
 *              |x − (code − 64) · scale| ≤ scale / 2, of 4 bits ≤ 10.5 · scale.
 */
export function quantizeRows(
  rows: Float32Array,
  dim: number,
  bits: CodeBits = 7,
): { codes: Uint8Array; scales: Float32Array } {
  const codeOf = Uint8Array.from({ length: ZERO_CODE + CODE_LEVELS + 1 }, (_, code) =>
    bits === 7 ? code : nearestNarrow(code),
  );
  const itemCount = rows.length / dim;
  const paddedDim = padDim(dim);
  const codes = new Uint8Array(padItems(itemCount) * paddedDim).fill(ZERO_CODE);
  const scales = new Float32Array(padItems(itemCount));
  for (let n = 0; n < itemCount; n++) {
    const row = rows.subarray(n * dim, (n + 1) * dim);
    let largest = 0;
    for (const x of row) largest = Math.max(largest, Math.abs(x));
    if (largest === 0) continue;
    // The stored scale is a float32: dividing by it, and not by the exact quotient, keeps the error bound true.
    scales[n] = largest / CODE_LEVELS;
    for (let d = 0; d < dim; d++) {
      const level = Math.max(-CODE_LEVELS, Math.min(CODE_LEVELS, Math.round(row[d] / scales[n])));
      codes[codeOffset(paddedDim, n, d)] = codeOf[ZERO_CODE + level];
    }
  }
  return { codes, scales };
}

/** Of two the one nearer to zero. */
function nearestNarrow(code: number): number {
  const distance = (other: number): number => Math.abs(other - code) + Math.abs(other - ZERO_CODE) / 1000;
  return NARROW_CODES.reduce<number>((best, other) => (distance(other) < distance(best) ? other : best), ZERO_CODE);
}

/**
 * The scales of rows of length 1, from their codes: scale = 1 / ‖code − 64‖, and 0 for a row of zeros. A snapshot keeps
 * none of its own.
 *
 * @param codes  [P(N), P(D)] in tiles.
 * @returns      [P(N)] in [0, 1]
 */
export function unitScales(codes: Uint8Array, paddedDim: number): Float32Array {
  const scales = new Float32Array(codes.length / paddedDim);
  for (let n = 0; n < scales.length; n++) {
    let squares = 0;
    const first = firstQuad(paddedDim, n);
    const end = first + (paddedDim / QUAD) * QUAD_BYTES;
    // Written out: at the start of a page this runs before anything is optimised.
    for (let quad = first; quad < end; quad += QUAD_BYTES) {
      const a = codes[quad] - ZERO_CODE;
      const b = codes[quad + 1] - ZERO_CODE;
      const c = codes[quad + 2] - ZERO_CODE;
      const d = codes[quad + 3] - ZERO_CODE;
      squares += a * a + b * b + c * c + d * d;
    }
    if (squares > 0) scales[n] = 1 / Math.sqrt(squares);
  }
  return scales;
}

/** The largest gate gets the largest code. */
const GATE_LEVELS = 127;

/**
 * Rounds gates to 8 bits with one scale for all: scale = max|gate| / 127, code = 128 + round(gate / scale).
 *
 * @returns  |gate − (code − 128) · scale| ≤ scale / 2
 */
export function quantizeGates(gates: Float32Array): { gateCodes: Uint8Array; gateScale: number } {
  let largest = 0;
  for (const gate of gates) largest = Math.max(largest, Math.abs(gate));
  const gateScale = Math.fround(largest / GATE_LEVELS);
  const gateCodes = Uint8Array.from(gates, (gate) => {
    const level = gateScale === 0 ? 0 : Math.round(gate / gateScale);
    return ZERO_GATE + Math.max(-GATE_LEVELS, Math.min(GATE_LEVELS, level));
  });
  return { gateCodes, gateScale };
}
