import { exactScore } from '../../src/core/scoring/exact-score.js';
import { createJsBackend } from '../../src/core/scoring/js-backend.js';
import type { ScoringBackend, TopItems } from '../../src/core/scoring/scoring-backend.js';
import { TopK } from '../../src/core/scoring/top-k.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import { padItems, TILE_ITEMS } from '../../src/core/snapshot/tile.js';
import { WindowshopError } from '../../src/core/windowshop-error.js';
import { KernelMemory } from '../kernels/kernel-memory.js';
import { approximationError, type QuantizedQuery } from '../kernels/quantize-query.js';
import {
  instantiateKernel,
  type KernelName,
  quantizeFor,
  queryBytes,
  runnableKernels,
  type ScanKernel,
  writeQuery,
} from '../kernels/scan-kernel.js';
import { SearchList } from '../kernels/search-list.js';

export interface WasmOptions {
  /** Where the codes lie already; where they do not, they are copied into a memory of their own. */
  memory?: KernelMemory | undefined;
  /** Default: the likely fastest that the engine can run. */
  kernel?: KernelName | undefined;
}

export interface WasmBackend extends ScoringBackend {
  readonly kernel: KernelName;
  /** Scans with another build of the kernel from now on. */
  use(kernel: KernelName): Promise<void>;
}

/** Queries that share a pass over the items. */
const SEARCHES = 8;
/** Most items that a scan looks for; a full scan is as good for more. */
const MAX_WANTED = SearchList.CAPACITY / 4;

/** Bytes that the kernel needs beside the codes, in the order in which they are placed. */
export function kernelSizes(itemCount: number, paddedDim: number): number[] {
  return [
    padItems(itemCount) * Float32Array.BYTES_PER_ELEMENT,
    padItems(itemCount) / 8,
    SCRATCH_BYTES,
    SearchList.bytes(SEARCHES),
    SEARCHES * queryBytes('plain', paddedDim),
  ];
}

const SCRATCH_BYTES = 64;

/**
 * Scans the codes with a WASM kernel that quantises the query alone, and re-scores exactly what may be among the best:
 * about K + K/5 items. Twin: `src/core/scoring/js-backend.ts`, same answers.
 *
 * @throws Error when the engine has no SIMD, or nothing may be compiled, or there is no memory.
 */
export async function createWasmBackend(
  given: Embeddings,
  { memory: givenMemory, kernel: firstKernel = runnableKernels()[0] }: WasmOptions = {},
): Promise<WasmBackend> {
  if (firstKernel === undefined) throw new Error('this engine has no WASM SIMD');
  const { itemCount, paddedDim } = given;
  const isThere = given.codes.buffer === givenMemory?.memory.buffer;
  const { memory, codes } = isThere ? { memory: givenMemory, codes: given.codes } : copyOf(given);
  const [scaleBytes, excludedBits, scratch, searches, queries] = kernelSizes(itemCount, paddedDim).map((bytes) =>
    memory.place(bytes),
  );
  const scales = new Float32Array(scaleBytes.buffer, scaleBytes.byteOffset, given.scales.length);
  scales.set(given.scales);
  const embeddings = { ...given, codes, scales };
  const tiles = padItems(itemCount) / TILE_ITEMS;
  let name = firstKernel;
  let kernel = await openKernel(name);
  const largestNorm = Math.sqrt(kernel.largestSquare());
  const lists = Array.from({ length: SEARCHES }, (_, slot) => new SearchList(searches, slot));
  const exact = createJsBackend(embeddings);
  // Padding is never answered.
  for (let item = itemCount; item < tiles * TILE_ITEMS; item++) setExcluded(item, true);

  return {
    name: 'wasm',
    get kernel() {
      return name;
    },
    async use(other) {
      const opened = await openKernel(other);
      name = other;
      kernel = opened;
    },
    async topItems(asked, count, excluded) {
      if (count <= 0 || count > MAX_WANTED || itemCount === 0) return exact.topItems(asked, count, excluded);
      const found: (TopItems | undefined)[] = [];
      for (const item of excluded) if (item < itemCount) setExcluded(item, true);
      try {
        for (let first = 0; first < asked.length; first += SEARCHES)
          found.push(...searchTogether(asked.slice(first, first + SEARCHES), count, itemCount - excluded.size));
      } finally {
        for (const item of excluded) if (item < itemCount) setExcluded(item, false);
      }
      const open = asked.filter((_, i) => found[i] === undefined);
      const scanned = await exact.topItems(open, count, excluded);
      return found.map((top) => top ?? (scanned.shift() as TopItems));
    },
    dispose() {},
  };

  async function openKernel(wanted: KernelName): Promise<ScanKernel> {
    const opened = await instantiateKernel(wanted, memory.memory);
    const addresses = [codes, scales, excludedBits, scratch].map(({ byteOffset }) => byteOffset);
    opened.open(...(addresses as [number, number, number, number]), tiles, paddedDim);
    return opened;
  }

  /**
   * One pass for up to {@link SEARCHES} queries. Undefined for those that only a full scan can answer: a query without
   * direction, or one near which lie more items than a list can hold.
   *
   * @param allowed  Items that may be answered, at least.
   * @throws {WindowshopError} `device_lost` when the kernel does what it never does.
   */
  function searchTogether(asked: readonly Float32Array[], count: number, allowed: number): (TopItems | undefined)[] {
    const answers: (TopItems | undefined)[] = asked.map(() => undefined);
    let running = asked.flatMap((query, i) => {
      const quantized = quantizeFor(name, query);
      return quantized === undefined ? [] : [{ i, query, quantized }];
    });
    while (running.length > 0) {
      // A list that is full stops the pass: it is taken out, and the pass begins again for the others.
      openLists(
        running.map(({ quantized }) => quantized),
        count,
      );
      const tile = kernel.scan(lists[0].address, running.length);
      if (tile >= tiles) break;
      const others = running.filter((_, slot) => !lists[slot].isFull);
      if (others.length === running.length)
        throw new WindowshopError('device_lost', `the kernel stopped at tile ${tile} of ${tiles} without a reason`);
      running = others;
    }
    for (const [slot, { i, query, quantized }] of running.entries()) {
      kernel.finish(lists[slot].address);
      const top = bestOf(lists[slot], query, quantized, count);
      const least = Math.min(count, allowed);
      if (top.items.length < least)
        throw new WindowshopError('device_lost', `the kernel found ${top.items.length} of at least ${least} items`);
      answers[i] = top;
    }
    return answers;
  }

  function openLists(quantized: readonly QuantizedQuery[], count: number): void {
    for (const [slot, query] of quantized.entries()) {
      const bytesPerQuery = queryBytes(name, paddedDim);
      const target = queries.subarray(slot * bytesPerQuery, (slot + 1) * bytesPerQuery);
      const start = writeQuery(name, query, target);
      const error = approximationError(query, largestNorm);
      lists[slot].open({ query: target.byteOffset, start, wanted: count, error });
    }
  }

  /**
   * Re-scores a list: first the K or a few more that are certainly near the best, then what may still overtake them.
   *
   * @throws {WindowshopError} `device_lost` when a score lies farther from the exact one than rounding the query explains.
   */
  function bestOf(list: SearchList, query: Float32Array, quantized: QuantizedQuery, count: number): TopItems {
    const { items, scores, floor } = list;
    const error = approximationError(quantized, largestNorm);
    const top = new TopK(count);
    const rescore = (i: number): void => {
      const score = exactScore(embeddings, query, items[i]);
      // Written so that NaN fails too.
      if (!(Math.abs(score / quantized.step - scores[i]) <= error))
        throw new WindowshopError(
          'device_lost',
          `the kernel found ${scores[i] * quantized.step} where ${score} is right`,
        );
      top.add(items[i], score);
    };
    for (let i = 0; i < items.length; i++) if (!(scores[i] < floor)) rescore(i);
    const limit = top.threshold / quantized.step - error;
    for (let i = 0; i < items.length; i++) if (scores[i] < floor && scores[i] >= limit) rescore(i);
    return top.sorted();
  }

  function setExcluded(item: number, isExcluded: boolean): void {
    const bit = 1 << (item & 7);
    if (isExcluded) excludedBits[item >> 3] |= bit;
    else excludedBits[item >> 3] &= ~bit;
  }
}

function copyOf({ itemCount, paddedDim, codes: given }: Embeddings): { memory: KernelMemory; codes: Uint8Array } {
  const memory = new KernelMemory([given.byteLength, ...kernelSizes(itemCount, paddedDim)]);
  const codes = memory.place(given.byteLength);
  codes.set(given);
  return { memory, codes };
}
