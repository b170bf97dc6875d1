import { deflateRawSync, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inflate } from '../../../workers/inflate.js';

const text = new TextEncoder().encode('tents and teapots '.repeat(100));

test('unpacks raw deflate up to the cap', async () => {
  expect(await inflate(deflateRawSync(text), text.length)).toEqual(text);
});

test('stops as soon as the output passes the cap', async () => {
  const bomb = deflateRawSync(Buffer.alloc(50_000_000));
  await expect(inflate(bomb, 1000)).rejects.toThrow(RangeError);
});

test.each([
  ['cut short', deflateRawSync(text).subarray(0, -3)],
  ['wrapped in zlib', deflateSync(text)],
  ['noise', Uint8Array.from({ length: 100 }, (_, i) => (i * 37) ^ 0xa5)],
])('rejects what is %s', async (_, bytes) => {
  await expect(inflate(bytes, 10_000)).rejects.toThrow();
});
