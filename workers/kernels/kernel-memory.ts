const PAGE_BYTES = 65_536;
/** A cache line, and what the sections of a snapshot are aligned to. */
const ALIGNMENT = 64;

const align = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/**
 * Memory that a WASM kernel reads: what is placed here once is used where it lies. It is sized at the start and never
 * grows, since growing would cut off every view of it.
 */
export class KernelMemory {
  readonly memory: WebAssembly.Memory;
  #used = 0;

  /**
   * @param sizes  Bytes of everything that will be placed here.
   * @throws RangeError when the browser has no memory for it.
   */
  constructor(sizes: readonly number[]) {
    const bytes = sizes.reduce((sum, size) => sum + align(size), 0);
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
  }

  /** The next piece of the memory, zeroed, at a multiple of 64. */
  place(bytes: number): Uint8Array<ArrayBuffer> {
    const at = this.#used;
    this.#used += align(bytes);
    return new Uint8Array(this.memory.buffer as ArrayBuffer, at, bytes);
  }
}
