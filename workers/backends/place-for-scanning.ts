import type { Manifest, ManifestFile } from '../../src/core/snapshot/manifest.js';
import { padDim, padItems } from '../../src/core/snapshot/tile.js';
import { KernelMemory } from '../kernels/kernel-memory.js';
import type { BackendChoice } from './choose-backend.js';
import { kernelSizes } from './wasm-backend.js';

/** Where the bytes of a snapshot are to lie. */
export interface Places {
  allocate: (file: ManifestFile) => Uint8Array<ArrayBuffer>;
  /** For codes that are narrow in their file. */
  widen: (bytes: number) => Uint8Array<ArrayBuffer>;
  memory: KernelMemory | undefined;
}

/**
 * The codes of the embeddings are to lie in the memory of the WASM kernel, if there will be one: with their file, so that
 * they are scanned where the network put them, or, where the file is shorter than they are, widened.
 */
export function placeForScanning(manifest: Manifest, { order }: Pick<BackendChoice, 'order'>): Places {
  const embeddings = manifest.files.find(({ role }) => role === 'embeddings') as ManifestFile;
  const codeBytes = padItems(manifest.items) * padDim(manifest.dim);
  const isNarrow = embeddings.bytes < codeBytes;
  const memory = order.some(({ name }) => name === 'wasm')
    ? kernelMemory(manifest, isNarrow ? codeBytes : embeddings.bytes)
    : undefined;
  return {
    allocate: (file) =>
      memory && file === embeddings && !isNarrow ? memory.place(file.bytes) : new Uint8Array(file.bytes),
    widen: (bytes) => (memory && isNarrow ? memory.place(bytes) : new Uint8Array(bytes)),
    memory,
  };
}

/** Undefined when the browser has no memory to spare: `js` will do without. */
function kernelMemory({ items, dim }: Manifest, bytes: number): KernelMemory | undefined {
  try {
    return new KernelMemory([bytes, ...kernelSizes(items, padDim(dim))]);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
