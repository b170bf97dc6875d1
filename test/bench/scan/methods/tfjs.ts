import * as tf from '@tensorflow/tfjs-core';
import type { FloatData, PrepareMethod } from '../method.js';

/** Below every score, and far from what float32 could not hold. */
const NEVER = -1e9;

/** Top K as tfjs has it: one product over all rows, a mask for what is excluded, `topk`, and both results read back. */
export const prepareTfjs =
  (backend: 'webgpu' | 'wasm'): PrepareMethod<FloatData> =>
  async ({ n, d, k, rows, isExcluded }) => {
    const enter = async (): Promise<void> => {
      // `getBackend()` says yes even where this was refused.
      if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no backend ${backend} here`);
    };
    await enter();
    await tf.ready();
    const items = tf.tensor2d(rows, [n, d]);
    const mask = tf.tensor1d(Float32Array.from(isExcluded, (flag) => flag * NEVER));
    return {
      enter,
      async answer({ queries, stacked }) {
        const [values, indices] = tf.tidy(() => {
          const scores = tf.matMul(tf.tensor2d(stacked, [queries.length, d]), items, false, true);
          const best = tf.topk(tf.add(scores, mask), k, true);
          return [best.values, best.indices];
        });
        // A recommender needs the scores as well.
        const [, found] = await Promise.all([values.data(), indices.data()]);
        tf.dispose([values, indices]);
        return queries.map((_, i) => found.subarray(i * k, (i + 1) * k));
      },
      dispose() {
        tf.dispose([items, mask]);
        tf.removeBackend(backend);
      },
    };
  };
