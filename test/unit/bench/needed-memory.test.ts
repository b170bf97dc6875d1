import { expect, test } from 'vitest';
import { refuseLarge } from '../../bench/scan/needed-memory.js';

test('a million items of 128 dimensions are not too many for any method', () => {
  for (const method of ['windowshop-wasm', 'onnxruntime-wasm', 'orama', 'plain-js'] as const)
    expect(refuseLarge(method, 1_000_000, 128)).toBeUndefined();
});

test('what copies its rows is refused before what does not', () => {
  // 4,000,000 × 200 floats are 3.2 GB.
  expect(refuseLarge('plain-js', 4_000_000, 200)).toBeUndefined();
  expect(refuseLarge('onnxruntime-wasm', 4_000_000, 200)).toBe('would take about 17 GB of memory');
});
