import { InferenceSession, Tensor } from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { topKModel } from '../../bench/scan/onnx-model.js';

test('the model answers with the best of each query, without what the mask leaves out', async () => {
  // Scores for (1, 0): 1, 0, 3, 2; for (0, 1): 0, 5, 1, 0. Item 2 is masked.
  const rows = Float32Array.of(1, 0, 0, 5, 3, 1, 2, 0);
  const session = await InferenceSession.create(topKModel(rows, 4, 2, 2));
  const q = new Tensor('float32', Float32Array.of(1, 0, 0, 1), [2, 2]);
  const mask = new Tensor('float32', Float32Array.of(0, 0, -1e9, 0), [4]);
  const { values, indices } = await session.run({ q, mask });
  expect(values.dims).toEqual([2, 2]);
  expect([...(values.data as Float32Array)]).toEqual([2, 1, 5, 0]);
  expect(Array.from(indices.data as BigInt64Array, Number)).toEqual([3, 0, 1, 0]);
});

test('rows that a model cannot hold are refused', () => {
  const tooLarge = { byteLength: 2 ** 31 } as Float32Array;
  expect(() => topKModel(tooLarge, 1, 1, 1)).toThrow('2147483648 bytes are more than a model can hold');
});
