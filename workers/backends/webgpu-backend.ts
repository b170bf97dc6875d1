// A deep import: the package's usual entry registers every kernel there is. tfjs owns the device's memory here, the
// programs are our own, so nothing is registered in tfjs's global engine and each backend is an object with a lifetime.
import '@tensorflow/tfjs-core/dist/flags.js';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js';
import { createJsBackend } from '../../src/core/scoring/js-backend.js';
import { CANDIDATES } from '../../src/core/scoring/recommender.js';
import type { ScoringBackend, TopItems } from '../../src/core/scoring/scoring-backend.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import { WindowshopError } from '../../src/core/windowshop-error.js';
import { withDeadline } from '../deadline.js';
import { bestOfGroups, groupCountOf } from '../kernels/group-walk.js';
import { createItemScan, type ItemScan, LIST_CAPACITY } from '../kernels/item-scan.js';
import { type Arithmetic, rowBounds, type ScanQuery, scanQuery } from '../kernels/scan-query.js';
import { isSoftwareAdapter } from './choose-backend.js';
import { openDevice } from './gpu-device.js';

export interface WebgpuOptions {
  /** Most bytes of codes in one buffer. Default: what the device allows. */
  maxShardBytes?: number;
  /** A pass that takes longer is answered by the CPU in its place, whatever becomes of it. */
  patienceMs?: number;
  /** A pass that takes longer is stalled. */
  answerMs?: number;
  /** Default: packed where WGSL has it; float on software adapters, where it was measured to be faster. */
  arithmetic?: Arithmetic;
}

const PATIENCE_MS = 200;
/** Share of all items, or of the list that is read back, beyond which a pass says too little. */
const MOST_FOR_DEVICE = 0.5;

const ANSWER_MS = 500;
/** A software adapter computes on the very CPU that is busy. */
const SOFTWARE_ANSWER_MS = 10_000;
/** Added for the first pass of each width, which compiles its shaders. */
const COMPILE_MS = 3000;

/**
 * Scores all items on a WebGPU device of its own: one pass over the codes finds the groups of items that may hold the
 * best, and these are scored exactly on the CPU. Twin: `src/core/scoring/js-backend.ts`, same answers.
 *
 * @throws Error when the adapter gives no device, or one that answers wrong.
 */
export async function createWebgpuBackend(
  embeddings: Embeddings,
  adapter: GPUAdapter,
  {
    maxShardBytes = Number.POSITIVE_INFINITY,
    patienceMs = PATIENCE_MS,
    answerMs = isSoftwareAdapter(adapter) ? SOFTWARE_ANSWER_MS : ANSWER_MS,
    arithmetic = defaultArithmetic(adapter),
  }: WebgpuOptions = {},
): Promise<ScoringBackend> {
  const { itemCount, dim, paddedDim } = embeddings;
  const groupCount = groupCountOf(embeddings);
  const opening = openDevice(adapter);
  const { device, failed } = await withDeadline(opening, COMPILE_MS, 'asking for a device').catch((error) => {
    // A device that comes too late is nobody's.
    opening.then(
      ({ device }) => device.destroy(),
      () => {},
    );
    throw error;
  });
  const tfjs = new WebGPUBackend(device, adapter.info);
  const bounds = rowBounds(embeddings);
  const exact = createJsBackend(embeddings);
  const seenWidths = new Set<number>();
  let broken: Error | undefined;
  let isOpen = false;
  /** Calls that the device has yet to answer, late: until then nothing more is asked of it. */
  let overdue = 0;
  let scan: ItemScan;

  const backend: ScoringBackend = {
    name: 'webgpu',
    async topItems(queries, count, excluded) {
      try {
        if (broken) throw broken;
        return await Promise.race([answer(queries, count, excluded), failed]);
      } catch (cause) {
        broken = cause as Error;
        throw new WindowshopError('device_lost', (cause as Error).message, { cause });
      }
    },
    dispose() {
      tfjs.dispose();
      device.destroy();
    },
  };
  try {
    const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
    scan = createItemScan(
      tfjs,
      embeddings,
      arithmetic,
      Math.min(maxStorageBufferBindingSize, maxBufferSize, maxShardBytes),
    );
    await answerKnownQuestions();
    isOpen = true;
    return backend;
  } catch (error) {
    backend.dispose();
    throw error;
  }

  /**
   * Shows that this device computes right, and compiles the shaders before the first shopper waits for them: those of
   * a list that knows the shopper or the page, and of one that knows both.
   */
  async function answerKnownQuestions(): Promise<void> {
    const query = Float32Array.from({ length: dim }, (_, d) => ((37 * d) % 101) - 50);
    const count = Math.min(CANDIDATES, Math.floor(itemCount * MOST_FOR_DEVICE));
    const [known] = await exact.topItems([query], count, new Set());
    for (const queries of [[query], [query, query.slice()]]) {
      for (const answered of await backend.topItems(queries, count, new Set()))
        if (answered.items.join() !== known.items.join())
          throw new Error('the device gave a wrong answer to a known question');
    }
  }

  /** Asks the device about the queries it can tell anything about, and the CPU about the rest. */
  async function answer(
    queries: readonly Float32Array[],
    count: number,
    excluded: ReadonlySet<number>,
  ): Promise<TopItems[]> {
    const wanted = Math.min(count, itemCount);
    const need = wanted + excluded.size;
    const answers = new Map<Float32Array, TopItems>();
    if (wanted > 0 && overdue === 0 && need <= Math.min(itemCount, LIST_CAPACITY) * MOST_FOR_DEVICE) {
      const open = queries.flatMap((query) => {
        const prepared = scanQuery(query, paddedDim, bounds, arithmetic);
        return prepared ? [{ query, prepared }] : [];
      });
      const finding = findGroups(
        open.map(({ prepared }) => prepared),
        need,
      );
      const lists = isOpen ? await inTime(finding) : await finding;
      for (const [i, { query, prepared }] of open.entries()) {
        const list = lists?.[i];
        if (list === undefined) continue;
        if (list.groups.length < Math.min(need, groupCount))
          throw new Error(`the device found ${list.groups.length} of at least ${Math.min(need, groupCount)} groups`);
        answers.set(query, bestOfGroups(embeddings, query, prepared, list, wanted, excluded));
      }
    }
    const rest = queries.filter((query) => !answers.has(query));
    const scanned = await exact.topItems(rest, count, excluded);
    for (const [i, query] of rest.entries()) answers.set(query, scanned[i]);
    return queries.map((query) => answers.get(query) as TopItems);
  }

  /** What the device says, or undefined when it takes its time over it. A shopper waits for no shader. */
  async function inTime<T>(saying: Promise<T>): Promise<T | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    const said = await Promise.race([saying, late]).finally(() => clearTimeout(timer));
    if (said !== undefined) return said;
    overdue++;
    saying.then(
      () => {
        overdue--;
      },
      (error) => {
        broken = error;
      },
    );
    return undefined;
  }

  /** As few passes as hold all queries. */
  async function findGroups(queries: readonly ScanQuery[], need: number) {
    const passes = Array.from({ length: Math.ceil(queries.length / scan.maxQueries) }, (_, pass) =>
      queries.slice(pass * scan.maxQueries, (pass + 1) * scan.maxQueries),
    );
    const lists = await Promise.all(
      passes.map((pass) => {
        const longestMs = seenWidths.has(pass.length) ? answerMs : answerMs + COMPILE_MS;
        seenWidths.add(pass.length);
        return withDeadline(scan.run(pass, need), longestMs, 'a pass over the items');
      }),
    );
    return lists.flat();
  }
}

const defaultArithmetic = (adapter: GPUAdapter): Arithmetic =>
  navigator.gpu.wgslLanguageFeatures?.has('packed_4x8_integer_dot_product') && !isSoftwareAdapter(adapter)
    ? 'packed'
    : 'float';
