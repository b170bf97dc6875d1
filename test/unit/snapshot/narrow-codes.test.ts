import { expect, test } from 'vitest';
import { NARROW_CODES, narrowCodes, widenCodes } from '../../../src/core/snapshot/narrow-codes.js';
import { quantizeRows } from '../../../src/core/snapshot/quantize.js';
import { codeOffset } from '../../../src/core/snapshot/tile.js';

const widened = (bytes: Uint8Array): Uint8Array | undefined => {
  const target = new Uint8Array(2 * bytes.length);
  return widenCodes(bytes, target) ? target : undefined;
};

test('fifteen codes take four bits each, the first of two the lower', () => {
  expect(narrowCodes(Uint8Array.of(1, 127, 64, 59))).toEqual(Uint8Array.of(0xf1, 0x78));
  expect(widened(Uint8Array.of(0xf1, 0x78))).toEqual(Uint8Array.of(1, 127, 64, 59));
});

test('every row is rounded to them, and the nearer they lie the finer', () => {
  const coordinates = Array.from({ length: 127 }, (_, i) => (i - 63) / 63);
  const { codes } = quantizeRows(Float32Array.from(coordinates), 127, 4);
  for (const [d, x] of coordinates.entries()) {
    const code = codes[codeOffset(128, 0, d)];
    const nearest = Math.min(...NARROW_CODES.map((other) => Math.abs(other - 64 - 63 * x)));
    expect(Math.abs(code - 64 - 63 * x)).toBeCloseTo(nearest, 4);
  }
  const steps = NARROW_CODES.slice(8).map((code, i) => code - NARROW_CODES[7 + i]);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(NARROW_CODES.map((code) => 128 - code).reverse()).toEqual([...NARROW_CODES]);
});

test('every byte of two codes is what they are narrowed to, and every other byte is none', () => {
  for (let byte = 0; byte < 256; byte++) {
    const codes = widened(Uint8Array.of(byte));
    if (byte % 16 === 0 || byte < 16) expect(codes).toBeUndefined();
    else expect(narrowCodes(codes as Uint8Array)).toEqual(Uint8Array.of(byte));
  }
});

test('one half byte of zero is found among many', () => {
  const bytes = new Uint8Array(1000).fill(0x88);
  expect(widened(bytes)).toEqual(new Uint8Array(2000).fill(64));
  bytes[617] = 0x80;
  expect(widened(bytes)).toBeUndefined();
});
