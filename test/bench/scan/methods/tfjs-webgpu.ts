import '@tensorflow/tfjs-backend-webgpu';
import { type FloatData, NotRunError, type PrepareMethod } from '../method.js';
import { prepareTfjs } from './tfjs.js';

export const prepare: PrepareMethod<FloatData> = async (data, progress) => {
  // Without an adapter tfjs fails with a TypeError of its own.
  if (!(await navigator.gpu?.requestAdapter())) throw new NotRunError('no WebGPU adapter here');
  return prepareTfjs('webgpu')(data, progress);
};
