import type { Indices } from './layout.js';
import { utf8Decode, utf8DecodeStrict, utf8Encode } from './utf8.js';

/** Many strings in two arrays: string i is the UTF-8 text `bytes[offsets[i] … offsets[i + 1]]`. */
export interface StringTable {
  /** [count + 1], ascending from 0 */
  offsets: Uint32Array;
  bytes: Uint8Array;
}

const DECODED_BYTES = 65_536;

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

/** Whether each of the strings is well-formed: all of them in a row are, and none begins within a character. */
export function isUtf8({ offsets, bytes }: StringTable): boolean {
  for (let i = 0; i < offsets.length; i++) if ((bytes[offsets[i]] & 0xc0) === 0x80) return false;
  for (let start = 0, i = 0; start < bytes.length; start = offsets[i]) {
    // A part at a time, for what is decoded is memory too.
    do i++;
    while (offsets[i] - start < DECODED_BYTES && i < offsets.length - 1);
    try {
      utf8DecodeStrict(bytes.subarray(start, offsets[i]));
    } catch (error) {
      if (error instanceof TypeError) return false;
      throw error;
    }
  }
  return true;
}

const bytesAt = ({ offsets, bytes }: StringTable, index: number): Uint8Array =>
  bytes.subarray(offsets[index], offsets[index + 1]);

/** Negative, zero or positive as string `a` of the table sorts before, with or after string `b`, byte by byte. */
export function compareStrings({ offsets, bytes }: StringTable, a: number, b: number): number {
  const startA = offsets[a];
  const startB = offsets[b];
  const lengthA = offsets[a + 1] - startA;
  const lengthB = offsets[b + 1] - startB;
  const length = Math.min(lengthA, lengthB);
  for (let i = 0; i < length; i++) {
    const difference = bytes[startA + i] - bytes[startB + i];
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}

/** The same for string `a` of the table and a text of its own. */
function compareWith({ offsets, bytes }: StringTable, a: number, text: Uint8Array): number {
  const start = offsets[a];
  const length = offsets[a + 1] - start;
  for (let i = 0; i < Math.min(length, text.length); i++) {
    const difference = bytes[start + i] - text[i];
    if (difference !== 0) return difference;
  }
  return length - text.length;
}

/**
 * Position of a string by binary search, or −1.
 *
 * @param order  Indices into the table sorted by bytes; without it the table itself is sorted.
 */
export function findString(table: StringTable, text: string, order?: Indices): number {
  const wanted = utf8Encode(text);
  let low = 0;
  let high = stringCount(table) - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const index = order ? order[middle] : middle;
    const comparison = compareWith(table, index, wanted);
    if (comparison === 0) return index;
    if (comparison < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
