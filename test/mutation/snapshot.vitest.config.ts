import { defineConfig } from 'vitest/config';
import { wasmKernels } from '../../src/packaging/wasm-kernels.js';

/** A few hundred mutated snapshots are enough to have each kind of them. */
const MUTANTS = '400';

export default defineConfig({
  plugins: [wasmKernels()],
  test: {
    include: [
      'test/unit/snapshot/**/*.test.ts',
      'test/unit/workers/{manifest-gate,snapshot-loader}.test.ts',
      'test/faults/snapshots.test.ts',
    ],
    testTimeout: 120_000,
    env: { WINDOWSHOP_MUTANTS: MUTANTS },
  },
});
