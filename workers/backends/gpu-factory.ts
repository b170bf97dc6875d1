import type { ScoringBackend } from '../../src/core/scoring/scoring-backend.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';

/** Makes a backend on a device of its own. Rejects when the adapter cannot give what is needed. */
export type GpuBackendFactory = (embeddings: Embeddings, adapter: GPUAdapter) => Promise<ScoringBackend>;

/** Where the GPU program leaves its factory for the worker program: they are two programs in one global scope. */
const GPU_FACTORY = Symbol.for('windowshop.gpu');

interface GpuScope {
  [GPU_FACTORY]?: GpuBackendFactory;
}

export function installGpuFactory(factory: GpuBackendFactory): void {
  (globalThis as GpuScope)[GPU_FACTORY] = factory;
}

export const installedGpuFactory = (): GpuBackendFactory | undefined => (globalThis as GpuScope)[GPU_FACTORY];

/** The global scope of a worker, as far as it tells where the worker came from. */
interface WorkerScope {
  location?: { protocol: string; href: string };
  importScripts?(address: string): void;
}

/**
 * Whether the GPU program can only come with a new start: a blob worker may import nothing, so the page has to make one
 * blob of both programs. A worker from a file takes the program beside it, at once.
 */
export function needsRestartForGpu({ location, importScripts }: WorkerScope = globalThis as WorkerScope): boolean {
  if (installedGpuFactory() !== undefined || importScripts === undefined || location === undefined) return false;
  if (location.protocol === 'blob:') return true;
  try {
    importScripts(new URL('worker-gpu.js', location.href).href);
  } catch {
    // Not published, or refused by the file's own policy: a missing factory says the same, and `js` answers.
  }
  return false;
}
