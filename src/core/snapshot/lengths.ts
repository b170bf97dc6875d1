/**
 * How long things are that stand one behind the other, each length as LEB128: one byte where a thing is shorter than
 * 128. Where they begin takes four bytes of each, so a file keeps the lengths, and the reader adds them up.
 */

/** Bytes of a length below 2^28. */
const MAX_LENGTH_BYTES = 4;

/**
 * @param offsets  [count + 1] ascending from 0.
 * @throws RangeError when a length is 2^28 or more.
 */
export function packLengths(offsets: Uint32Array): Uint8Array {
  const bytes: number[] = [];
  for (let i = 1; i < offsets.length; i++) {
    let length = offsets[i] - offsets[i - 1];
    if (length >= 2 ** (7 * MAX_LENGTH_BYTES)) throw new RangeError(`encodeSnapshot: ${length} bytes are too long`);
    for (; length > 127; length >>>= 7) bytes.push(length | 128);
    bytes.push(length);
  }
  return Uint8Array.from(bytes);
}

/**
 * Where each thing begins, and where the last one ends.
 *
 * @param end  All bytes of the things.
 * @returns    [count + 1] ascending from 0 to `end`; undefined where the lengths are others than of `end` bytes.
 */
export function unpackLengths(lengths: Uint8Array, end: number): Uint32Array | undefined {
  let count = 0;
  for (let at = 0; at < lengths.length; at++) if (lengths[at] < 128) count++;
  const offsets = new Uint32Array(count + 1);
  let sum = 0;
  let shift = 0;
  for (let at = 0, i = 1; at < lengths.length; at++) {
    if (shift >= 7 * MAX_LENGTH_BYTES) return undefined;
    sum += (lengths[at] & 127) << shift;
    if (sum > end) return undefined;
    shift += 7;
    if (lengths[at] > 127) continue;
    offsets[i++] = sum;
    shift = 0;
  }
  return shift === 0 && sum === end ? offsets : undefined;
}
