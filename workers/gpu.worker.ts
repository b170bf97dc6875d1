import { installGpuFactory } from './backends/gpu-factory.js';
import { createWebgpuBackend } from './backends/webgpu-backend.js';

/** The whole GPU program: run before the worker's own, it lets that find a WebGPU backend. */
export default function startGpu(): void {
  installGpuFactory(createWebgpuBackend);
}
