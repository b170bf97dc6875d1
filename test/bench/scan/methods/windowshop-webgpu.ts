import { createWebgpuBackend } from '../../../../workers/backends/webgpu-backend.js';
import { NotRunError, type PrepareMethod } from '../method.js';
import { answerWith } from './answer-with.js';

export const prepare: PrepareMethod = async (data) => {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) throw new NotRunError('no WebGPU adapter here');
  return answerWith(await createWebgpuBackend(data.embeddings, adapter, { patienceMs: 60_000 }), data);
};
