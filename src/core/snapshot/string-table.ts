import { utf8Decode, utf8Encode } from './utf8.js';

/** Many strings in two arrays: string i is the UTF-8 text `bytes[offsets[i] … offsets[i + 1]]`. */
export interface StringTable {
  /** [count + 1], ascending from 0 */
  offsets: Uint32Array;
  bytes: Uint8Array;
}

export function encodeStrings(strings: readonly string[]): StringTable {
  const encoded = strings.map(utf8Encode);
  const offsets = new Uint32Array(strings.length + 1);
  let length = 0;
  encoded.forEach((text, i) => {
    length += text.length;
    offsets[i + 1] = length;
  });
  const bytes = new Uint8Array(length);
  for (const [i, text] of encoded.entries()) bytes.set(text, offsets[i]);
  return { offsets, bytes };
}

export const stringCount = (table: StringTable): number => table.offsets.length - 1;

export const stringAt = (table: StringTable, index: number): string => utf8Decode(bytesAt(table, index));

const bytesAt = ({ offsets, bytes }: StringTable, index: number): Uint8Array =>
  bytes.subarray(offsets[index], offsets[index + 1]);

/** Negative, zero or positive as `a` sorts before, with or after `b`, byte by byte. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return a[i] - b[i];
  }
  return a.length - b.length;
}

/** Negative, zero or positive as string `a` of the table sorts before, with or after string `b`. */
export const compareStrings = (table: StringTable, a: number, b: number): number =>
  compareBytes(bytesAt(table, a), bytesAt(table, b));

/**
 * Position of a string by binary search, or −1.
 *
 * @param order  Indices into the table sorted by bytes; without it the table itself is sorted.
 */
export function findString(table: StringTable, text: string, order?: Uint32Array): number {
  const wanted = utf8Encode(text);
  let low = 0;
  let high = stringCount(table) - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const index = order ? order[middle] : middle;
    const comparison = compareBytes(bytesAt(table, index), wanted);
    if (comparison === 0) return index;
    if (comparison < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
