import type { MethodName } from './method-names.js';

/** A page that takes more may be killed, and the machine with it. */
const MOST_BYTES = 6e9;

/** Float32 rows while they are made, codes, and the scores of eight queries for the reference. */
const baseBytes = (n: number, d: number): number => 5 * n * d + 64 * n;

/** Copies of the float32 rows that a method makes for itself at its worst moment, beside those that all are given. */
const COPIES: Record<MethodName, number> = {
  'windowshop-wasm': 0.25,
  'windowshop-webgpu': 0.5,
  'windowshop-js': 0,
  // One on its way to the device, one there.
  'tfjs-webgpu': 2,
  'tfjs-wasm': 1,
  // Transposed, in the model, read from the model, and arranged for the product.
  'onnxruntime-wasm': 4,
  // Links of the graph beside each row.
  'hnswlib-wasm': 3,
  // An object, an array of doubles on its way, and a float32 row for each document.
  orama: 6,
  'plain-js': 0,
};

/** Why a method cannot be run for want of memory; undefined when it can. */
export function refuseLarge(method: MethodName, n: number, d: number): string | undefined {
  const bytes = baseBytes(n, d) + COPIES[method] * 4 * n * d;
  return bytes > MOST_BYTES ? `would take about ${(bytes / 1e9).toFixed(0)} GB of memory` : undefined;
}
