import { createWasmBackend } from '../../../../workers/backends/wasm-backend.js';
import type { PrepareMethod } from '../method.js';
import { answerWith } from './answer-with.js';

export const prepare: PrepareMethod = async (data) => answerWith(await createWasmBackend(data.embeddings), data);
