import { matMul, setBackend, tensor2d, topk } from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { codeOffset, ZERO_CODE } from '../../../src/core/snapshot/tile.js';
import { embeddingsOf, randomRows } from '../../support/embeddings.js';

const ITEMS = 500;
const DIM = 24;
const K = 20;

test('finds the items that tfjs finds by matMul and topk over the dequantised rows', async () => {
  await setBackend('cpu');
  const embeddings = embeddingsOf(randomRows(ITEMS, DIM, 7));
  const rows = Array.from({ length: ITEMS }, (_, n) =>
    Array.from(
      { length: DIM },
      (_, d) => (embeddings.codes[codeOffset(embeddings.paddedDim, n, d)] - ZERO_CODE) * embeddings.scales[n],
    ),
  );
  const queries = randomRows(3, DIM, 8);
  const { indices, values } = topk(matMul(tensor2d(queries), tensor2d(rows), false, true), K);

  const ours = await createJsBackend(embeddings).topItems(
    queries.map((query) => Float32Array.from(query)),
    K,
    new Set(),
  );
  expect(ours.map(({ items }) => [...items])).toEqual(await indices.array());
  const scores = (await values.array()) as number[][];
  // tfjs sums in float32.
  for (const [q, { scores: exact }] of ours.entries())
    for (const [i, score] of exact.entries()) expect(score).toBeCloseTo(scores[q][i], 5);
});
