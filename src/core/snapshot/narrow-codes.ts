/**
 * Codes in four bits instead of a byte each, for a snapshot that has to be small: half the bytes of the embeddings, for
 * a hundredth of the hits (`docs/quality.md`). A reader widens them once, and scans what it always scans.
 *
 * ```
 *   byte   nibble of the first code │ nibble of the second << 4      nibble 1…15, code = NARROW_CODES[nibble − 1]
 * ```
 */

/**
 * The fifteen codes, as far apart as rounding asks for that is to do the least harm to coordinates of trained rows, most of
 * which are small: a third less of it than evenly spaced ones (Lloyd: Least squares quantization in PCM, 1982).
 */
export const NARROW_CODES = [1, 21, 33, 41, 47, 53, 59, 64, 69, 75, 81, 87, 95, 107, 127] as const;
const NIBBLES = 16;

/** @param codes  Of the {@link NARROW_CODES}, an even number of them. */
export function narrowCodes(codes: Uint8Array): Uint8Array {
  const nibbles = new Map<number, number>(NARROW_CODES.map((code, i) => [code, 1 + i]));
  const nibble = (i: number): number => nibbles.get(codes[i]) as number;
  return Uint8Array.from({ length: codes.length / 2 }, (_, i) => nibble(2 * i) | (nibble(2 * i + 1) << 4));
}

/** The two codes of each byte, as they lie in memory; 0 where one of them is none. */
const pairs = (): Uint16Array =>
  Uint16Array.from({ length: NIBBLES * NIBBLES }, (_, byte) => {
    const first = NARROW_CODES[(byte % NIBBLES) - 1];
    const second = NARROW_CODES[(byte >> 4) - 1];
    return first && second && first | (second << 8);
  });

/**
 * @param target  Twice as long as the bytes, at a multiple of 2 in its buffer.
 * @returns       Whether all of them are codes.
 */
export function widenCodes(bytes: Uint8Array, target: Uint8Array): boolean {
  const pairOf = pairs();
  const wide = new Uint16Array(target.buffer, target.byteOffset, bytes.length);
  for (let i = 0; i < bytes.length; i++) wide[i] = pairOf[bytes[i]];
  return !wide.includes(0);
}
