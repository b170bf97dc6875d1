import { expect, test } from 'vitest';
import { encodeStrings, isUtf8, type StringTable } from '../../../src/core/snapshot/string-table.js';

function tableOf(texts: number[][]): StringTable {
  const offsets = new Uint32Array(texts.length + 1);
  for (const [i, { length }] of texts.entries()) offsets[i + 1] = offsets[i] + length;
  return { offsets, bytes: Uint8Array.from(texts.flat()) };
}

test('strings of any script are UTF-8, as are none and empty ones', () => {
  expect(isUtf8(encodeStrings([]))).toBe(true);
  expect(isUtf8(encodeStrings(['', 'tent', '帐篷', '', '⛺️', '']))).toBe(true);
  expect(isUtf8(encodeStrings(Array.from({ length: 30_000 }, (_, i) => `帐篷 ${i}`)))).toBe(true);
});

test.each<[string, number[][]]>([
  ['a sequence that is overlong', [[0x61], [0xc0, 0xaf]]],
  ['half of a surrogate', [[0xed, 0xa0, 0x80]]],
  ['a character that is cut off', [[0x61], [0xe2, 0x82]]],
  ['a character of two strings', [[0xc3], [0xa9]]],
  ['a malformed one behind many', [...Array.from({ length: 20_000 }, () => [0x61, 0x62, 0x63, 0x64]), [0xff]]],
])('%s is not', (_, texts) => {
  expect(isUtf8(tableOf(texts))).toBe(false);
});
