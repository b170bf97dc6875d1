import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactScore } from '../../../src/core/scoring/exact-score.js';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { codeOffset, ZERO_CODE } from '../../../src/core/snapshot/tile.js';
import { createWasmBackend } from '../../../workers/backends/wasm-backend.js';
import { approximationError } from '../../../workers/kernels/quantize-query.js';
import { type KernelName, quantizeFor } from '../../../workers/kernels/scan-kernel.js';
import { rowBounds } from '../../../workers/kernels/scan-query.js';
import { embeddingsOf, randomRows } from '../../support/embeddings.js';

const KERNELS: KernelName[] = ['paired', 'dot', 'plain'];
const CODE_LIMIT = 127;

/** Coordinates of every size, alike and not, since sums overflow where many are as large as the largest. */
const queries = (dim: number) =>
  fc
    .array(fc.oneof(fc.constantFrom(0, 1, -1, 0.999, 0.5), fc.float({ min: -1, max: 1, noNaN: true })), {
      minLength: dim,
      maxLength: dim,
    })
    .map((values) => Float32Array.from(values));

describe.each(KERNELS)('%s', (kernel) => {
  test('takes no number that its lanes cannot hold: 8 bits, or 16', () => {
    fc.assert(
      fc.property(queries(64), (query) => {
        for (const w of quantizeFor(kernel, query)?.whole ?? [])
          expect(Math.abs(w)).toBeLessThanOrEqual(kernel === 'plain' ? 32_767 : 127);
      }),
    );
  });

  test('never overflows 32 bits, at 512 dimensions and from any code to the next', () => {
    const { whole } = quantizeFor(kernel, new Float32Array(512).fill(1))!;
    const start = -ZERO_CODE * whole.reduce((sum, w) => sum + w, 0);
    const products = CODE_LIMIT * whole.reduce((sum, w) => sum + Math.abs(w), 0);
    expect(Math.abs(start) + products).toBeLessThan(2 ** 31);
  });

  test('a score of float32 lies within the error bound of the exact one', () => {
    const dim = 64;
    const rows = embeddingsOf([...randomRows(20, dim, 1), Array(dim).fill(1), Array(dim).fill(-1), Array(dim).fill(0)]);
    const { largestNorm } = rowBounds(rows);
    fc.assert(
      fc.property(queries(dim), fc.integer({ min: -30, max: 30 }), fc.nat(22), (values, power, item) => {
        const query = values.map((x) => x * 10 ** power);
        const quantized = quantizeFor(kernel, query);
        if (quantized === undefined) return;
        let sum = 0;
        for (const [d, w] of quantized.whole.entries())
          sum += w * (rows.codes[codeOffset(rows.paddedDim, item, d)] - ZERO_CODE);
        const approx = Math.fround(Math.fround(sum) * rows.scales[item]);
        const exact = exactScore(rows, query, item) / quantized.step;
        expect(Math.abs(exact - approx)).toBeLessThanOrEqual(approximationError(quantized, largestNorm));
      }),
    );
  });

  test.each([
    ['zeros', 0],
    ['no number', Number.NaN],
    ['no end', Number.POSITIVE_INFINITY],
  ])('a query of %s has no direction', (_, x) => {
    expect(quantizeFor(kernel, new Float32Array(8).fill(x))).toBeUndefined();
  });
});

test('paired: no sum of four products leaves 16 bits', () => {
  // The kernel adds w[d] · x[d] + w[d + 1] · x[d + 1] + w[d + 4] · x[d + 4] + w[d + 5] · x[d + 5] with x of up to 127.
  fc.assert(
    fc.property(queries(24), (query) => {
      const whole = quantizeFor('paired', query)?.whole ?? new Int32Array(24);
      for (let first = 0; first < 24; first += 8)
        for (const d of [first, first + 2]) {
          const sum = [d, d + 1, d + 4, d + 5].reduce((total, at) => total + Math.abs(whole[at]), 0);
          expect(sum * CODE_LIMIT).toBeLessThanOrEqual(32_767);
        }
    }),
    { numRuns: 2000 },
  );
});

test('the kernel equals a full scan where all sums are as large as they get: 512 dimensions, 101 items', async () => {
  const dim = 512;
  const rows = Array.from({ length: 101 }, (_, item) => Array(dim).fill(item % 2 ? 1 : -1));
  const embeddings = embeddingsOf(rows);
  const asked = [1, -1].map((x) => new Float32Array(dim).fill(x));
  const excluded = new Set([1, 3, 100, 5000]);
  const expected = await createJsBackend(embeddings).topItems(asked, 60, excluded);
  const wasm = await createWasmBackend(embeddings);
  expect(await wasm.topItems(asked, 60, excluded)).toEqual(expected);
});
