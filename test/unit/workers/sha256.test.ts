import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toHex } from '../../../src/core/snapshot/encode-snapshot.js';
import { sha256 } from '../../../workers/sha256.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

// The examples of FIPS 180-4.
test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
])('digests example %# of the standard', (text, digest) => {
  expect(toHex(sha256(bytesOf(text)))).toBe(digest);
});

test('agrees with Node on all lengths around the ends of blocks', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 7 + length);
    expect(toHex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});

test('agrees with Node on any bytes, wherever in their buffer they stand', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1000 }), fc.nat(3), (bytes, offset) => {
      const view = new Uint8Array(bytes.length + offset).subarray(offset);
      view.set(bytes);
      expect(toHex(sha256(view))).toBe(createHash('sha256').update(bytes).digest('hex'));
    }),
  );
});
