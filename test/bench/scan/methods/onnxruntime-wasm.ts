import type * as Onnxruntime from 'onnxruntime-web';
import type { FloatData, PrepareMethod } from '../method.js';
import { topKModel } from '../onnx-model.js';

const THREADS = 2;
const NEVER = -1e9;

/** TopK(MatMul(q, Xᵀ) + mask) as a model of its own; loaded as its files are published, not bundled. */
export const prepare: PrepareMethod<FloatData> = async ({ n, d, k, rows, isExcluded }) => {
  const { InferenceSession, Tensor, env } = await loadOnnxruntime();
  env.wasm.numThreads = THREADS;
  const session = await InferenceSession.create(topKModel(rows, n, d, k), { executionProviders: ['wasm'] });
  const mask = new Tensor(
    'float32',
    Float32Array.from(isExcluded, (flag) => flag * NEVER),
    [n],
  );
  return {
    async answer({ queries, stacked }) {
      const q = new Tensor('float32', stacked, [queries.length, d]);
      const { indices } = await session.run({ q, mask });
      const items = Int32Array.from(indices.data as BigInt64Array, Number);
      return queries.map((_, i) => items.subarray(i * k, (i + 1) * k));
    },
    dispose: () => void session.release(),
  };
};

async function loadOnnxruntime(): Promise<typeof Onnxruntime> {
  const folder = `${location.origin}/peers/onnxruntime-web/`;
  const module = (await import(/* @vite-ignore */ `${folder}ort.wasm.min.mjs`)) as typeof Onnxruntime;
  module.env.wasm.wasmPaths = folder;
  return module;
}
