import type { Manifest, ManifestFile } from '../../src/core/snapshot/manifest.js';
import { padDim } from '../../src/core/snapshot/tile.js';
import { KernelMemory } from '../kernels/kernel-memory.js';
import type { BackendChoice } from './choose-backend.js';
import { kernelSizes } from './wasm-backend.js';

/**
 * Where the files of a snapshot are to lie: the embeddings in the memory of the WASM kernel, if there will be one, so
 * that they are scanned where the network put them.
 */
export function placeForScanning(
  manifest: Manifest,
  { order }: Pick<BackendChoice, 'order'>,
): { allocate: (file: ManifestFile) => Uint8Array<ArrayBuffer>; memory: KernelMemory | undefined } {
  const embeddings = manifest.files.find(({ role }) => role === 'embeddings') as ManifestFile;
  const memory = order.some(({ name }) => name === 'wasm') ? kernelMemory(manifest, embeddings) : undefined;
  return {
    allocate: (file) => (memory && file === embeddings ? memory.place(file.bytes) : new Uint8Array(file.bytes)),
    memory,
  };
}

/** Undefined when the browser has no memory to spare: `js` will do without. */
function kernelMemory({ items, dim }: Manifest, { bytes }: ManifestFile): KernelMemory | undefined {
  try {
    return new KernelMemory([bytes, ...kernelSizes(items, padDim(dim))]);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
