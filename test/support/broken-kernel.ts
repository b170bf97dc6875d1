import { vi } from 'vitest';
import type { ScanKernel } from '../../workers/kernels/scan-kernel.js';

/** The list of one search, as it lies in the kernel's memory: see `workers/kernels/search-list.ts`. */
interface FoundList {
  scores: Float32Array;
  items: Uint32Array;
  /** Items found. */
  count: number;
  setCount(count: number): void;
}

export interface Breakage {
  /** Takes the kernel's place. */
  scan?: ScanKernel['scan'];
  /** So many items more than asked for are looked for. */
  more?: number;
  /** Called with what a search has found, once it is finished. */
  found?: (list: FoundList) => void;
}

/** `(module (func (export "scan") (param i32 i32) (result i32) unreachable))` */
const TRAP = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 7, 1, 0x60, 2, 0x7f, 0x7f, 1, 0x7f],
  ...[3, 2, 1, 0],
  ...[7, 8, 1, 4, 0x73, 0x63, 0x61, 0x6e, 0, 0],
  ...[10, 5, 1, 3, 0, 0, 0x0b],
);
const { scan: trap } = new WebAssembly.Instance(new WebAssembly.Module(TRAP)).exports as { scan: ScanKernel['scan'] };

/** Ways in which a kernel may break. */
export const breakages = {
  traps: { scan: trap },
  'stops half-way': { scan: () => 0 },
  'finds nothing': { found: (list) => list.setCount(0) },
  'writes NaN': { found: ({ scores, count }) => scores.fill(Number.NaN, 0, count) },
  'writes zeros': { found: ({ scores, count }) => scores.fill(0, 0, count) },
  'names other items': {
    found({ items, count }) {
      for (let i = 0; i < count; i++) items[i] ^= 1;
    },
  },
  'names items that do not exist': { found: ({ items, count }) => items.fill(2 ** 30, 0, count) },
  /** Nothing that an answer itself could show: one item more is found, and the best is not told. */
  'leaves out the best': {
    more: 1,
    found({ scores, items, count, setCount }) {
      const best = scores.subarray(0, count).indexOf(Math.max(...scores.subarray(0, count)));
      scores[best] = scores[count - 1];
      items[best] = items[count - 1];
      setCount(count - 1);
    },
  },
} satisfies Record<string, Breakage>;

/**
 * Has every kernel that is instantiated from now on, until mocks are restored, break in this way: at once, or when
 * `strike` is called.
 */
export function breakKernels({ scan, found, more = 0 }: Breakage, isBroken = false): { strike(): void } {
  let hasStruck = isBroken;
  const { instantiate } = WebAssembly;
  vi.spyOn(WebAssembly, 'instantiate').mockImplementation((async (
    module: WebAssembly.Module,
    imports: { env: { memory: WebAssembly.Memory } },
  ) => {
    const instance = await instantiate(module, imports);
    const kernel = instance.exports as unknown as ScanKernel;
    const broken: Partial<ScanKernel> = {
      scan(first, count) {
        if (hasStruck && scan) return scan(first, count);
        for (let i = 0; hasStruck && i < count; i++)
          fieldsAt(imports.env.memory.buffer, first + i * FIELD_BYTES)[6] += more;
        return kernel.scan(first, count);
      },
      finish(search) {
        const left = kernel.finish(search);
        if (hasStruck) found?.(listAt(imports.env.memory.buffer, search));
        return left;
      },
    };
    return { exports: { ...instance.exports, ...broken } };
  }) as unknown as typeof WebAssembly.instantiate);
  return {
    strike() {
      hasStruck = true;
    },
  };
}

const FIELD_BYTES = 40;

const fieldsAt = (buffer: ArrayBuffer, search: number): Uint32Array => new Uint32Array(buffer, search, FIELD_BYTES / 4);

function listAt(buffer: ArrayBuffer, search: number): FoundList {
  const fields = fieldsAt(buffer, search);
  const [, , scores, items, capacity, count] = fields;
  return {
    scores: new Float32Array(buffer, scores, capacity),
    items: new Uint32Array(buffer, items, capacity),
    count,
    setCount(changed) {
      fields[5] = changed;
    },
  };
}
