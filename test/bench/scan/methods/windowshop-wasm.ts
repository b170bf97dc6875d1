/// <reference types="vite/client" />
import type { ScoringBackend } from '../../../../src/core/scoring/scoring-backend.js';
import type { Embeddings } from '../../../../src/core/snapshot/snapshot.js';
import { NotRunError, type PrepareMethod } from '../method.js';
import { answerWith } from './answer-with.js';

// A glob, because a build without the backend is a build all the same.
const found = import.meta.glob<{ createWasmBackend(embeddings: Embeddings): Promise<ScoringBackend> }>(
  '../../../../workers/backends/wasm-backend.ts',
);

export const prepare: PrepareMethod = async (data) => {
  const [load] = Object.values(found);
  if (load === undefined) throw new NotRunError('not part of this version');
  const { createWasmBackend } = await load();
  return answerWith(await createWasmBackend(data.embeddings), data);
};
