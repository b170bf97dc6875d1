import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packLengths, unpackLengths } from '../../../src/core/snapshot/lengths.js';

test('a length below 128 takes a byte, one below 16,384 takes two', () => {
  // 300 = 2 · 128 + 44
  const lengths = packLengths(Uint32Array.of(0, 5, 5, 305));
  expect([...lengths]).toEqual([5, 0, 128 + 44, 2]);
  expect(unpackLengths(lengths, 305)).toEqual(Uint32Array.of(0, 5, 5, 305));
});

test('nothing at all has no lengths', () => {
  expect(packLengths(Uint32Array.of(0))).toHaveLength(0);
  expect(unpackLengths(new Uint8Array(), 0)).toEqual(Uint32Array.of(0));
});

test('offsets come back as they were', () => {
  const arbitraryLengths = fc.array(fc.oneof(fc.nat(200), fc.nat(2 ** 20), fc.constantFrom(127, 128, 16_383, 16_384)));
  fc.assert(
    fc.property(arbitraryLengths, (lengths) => {
      const offsets = new Uint32Array(lengths.length + 1);
      for (const [i, length] of lengths.entries()) offsets[i + 1] = offsets[i] + length;
      expect(unpackLengths(packLengths(offsets), offsets[lengths.length])).toEqual(offsets);
    }),
  );
});

test.each([
  ['more than there is', [5, 6], 10],
  ['less than there is', [5, 4], 10],
  ['more than 32 bits can count', [255, 255, 255, 127, 255, 255, 255, 127], 2 ** 28 - 1],
  ['a length without an end', [10, 128], 10],
  ['a length of five bytes', [128, 128, 128, 128, 1], 2 ** 28],
])('lengths of %s are refused', (_, lengths, end) => {
  expect(unpackLengths(Uint8Array.from(lengths), end)).toBeUndefined();
});

test('what is too long for a length is not packed', () => {
  expect(() => packLengths(Uint32Array.of(0, 2 ** 28))).toThrow(RangeError);
});
