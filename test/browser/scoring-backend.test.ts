import { describe } from 'vitest';
import { createJsBackend } from '../../src/core/scoring/js-backend.js';
import { createWasmBackend } from '../../workers/backends/wasm-backend.js';
import { createWebgpuBackend } from '../../workers/backends/webgpu-backend.js';
import { hasAdapter, missingAdapter, PATIENT, requestAdapter } from '../support/gpu.js';
import { describeScoringBackend } from './scoring-backend.contract.js';

describeScoringBackend({ name: 'js', create: async (embeddings) => createJsBackend(embeddings) });

for (const kernel of ['paired', 'dot', 'plain'] as const)
  describeScoringBackend({
    name: `wasm, kernel ${kernel}`,
    create: (embeddings) => createWasmBackend(embeddings, { kernel }),
  });

describe.skipIf(!hasAdapter)(`on a GPU${missingAdapter}`, () => {
  describeScoringBackend({
    name: 'webgpu',
    catalogs: 10,
    create: async (embeddings) => createWebgpuBackend(embeddings, await requestAdapter(), PATIENT),
  });
  describeScoringBackend({
    name: 'webgpu with codes in several buffers',
    ...{ catalogs: 4, questions: 200 },
    // Buffers of 187 tiles of 16 items of 16 padded dimensions: of 3000 items the last 8 stand alone.
    create: async (embeddings) =>
      createWebgpuBackend(embeddings, await requestAdapter(), { ...PATIENT, maxShardBytes: 2999 * 16 }),
  });
  describeScoringBackend({
    name: 'webgpu with packed dot products',
    ...{ catalogs: 4, questions: 200 },
    create: async (embeddings) =>
      createWebgpuBackend(embeddings, await requestAdapter(), { ...PATIENT, arithmetic: 'packed' }),
  });
});
