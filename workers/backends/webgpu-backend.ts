// Deep imports: the packages' usual entries register every kernel there is. Only two are needed here, called directly,
// so nothing is registered in tfjs's global engine and each backend is an object with a lifetime of its own.
import '@tensorflow/tfjs-core/dist/flags.js';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js';
import { batchMatMul } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/BatchMatMul.js';
import { topK } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/TopK.js';
import { env, type TensorInfo } from '@tensorflow/tfjs-core';
import { createJsBackend } from '../../src/core/scoring/js-backend.js';
import { CANDIDATES } from '../../src/core/scoring/recommender.js';
import type { ScoringBackend, TopItems } from '../../src/core/scoring/scoring-backend.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import { codeOffset, ZERO_CODE } from '../../src/core/snapshot/tile.js';
import { WindowshopError } from '../../src/core/windowshop-error.js';
import { isSoftwareAdapter } from './choose-backend.js';
import { withDeadline } from './deadline.js';
import { openDevice } from './gpu-device.js';
import { type Candidates, float32ErrorBound, largestNormOf, provenTop } from './proven-top.js';

export interface WebgpuOptions {
  /** Most bytes of rows in one buffer. Default: what the device allows. */
  maxShardBytes?: number;
  /** A pass that takes longer is stalled. */
  answerMs?: number;
}

/** One range of rows on the device. */
interface Shard {
  firstItem: number;
  /** [rows, P(D)] */
  rows: TensorInfo;
}

/** Candidates beyond the K asked for: enough that float32 rounding at the edge rarely calls for a second pass. */
const OVERSCAN = 32;
/** Factor by which a pass is widened when it proved nothing. */
const WIDENING = 4;
/** tfjs spreads a product over at most 65,535 workgroups of at least 8 rows. */
const MAX_SHARD_ROWS = 65_535 * 8;

const ANSWER_MS = 500;
/** A software adapter computes on the very CPU that is busy. */
const SOFTWARE_ANSWER_MS = 10_000;
/** Added for the first pass of each shape, which compiles its shaders. */
const COMPILE_MS = 3000;

/**
 * Scores all items on a WebGPU device of its own: scores = queries · rowsᵀ, then the best of each row, in float32; the
 * candidates are re-scored exactly on the CPU. Twin: `src/core/scoring/js-backend.ts`, same answers.
 *
 * @throws Error when the adapter gives no device, or one that answers wrong.
 */
export async function createWebgpuBackend(
  embeddings: Embeddings,
  adapter: GPUAdapter,
  {
    maxShardBytes = Number.POSITIVE_INFINITY,
    answerMs = isSoftwareAdapter(adapter) ? SOFTWARE_ANSWER_MS : ANSWER_MS,
  }: WebgpuOptions = {},
): Promise<ScoringBackend> {
  const { itemCount, paddedDim } = embeddings;
  const { device, failed } = await withDeadline(openDevice(adapter), COMPILE_MS, 'asking for a device');
  // Tiny tensors would otherwise be handed to the CPU kernels of tfjs, unnoticed.
  env().set('WEBGPU_CPU_FORWARD', false);
  const tfjs = new WebGPUBackend(device, adapter.info);
  const shards: Shard[] = [];
  const largestNorm = largestNormOf(embeddings);
  const exact = createJsBackend(embeddings);
  const seenShapes = new Set<string>();
  let isBroken = false;

  const backend: ScoringBackend = {
    name: 'webgpu',
    async topItems(queries, count, excluded) {
      try {
        if (isBroken) throw new Error('failed before');
        return await Promise.race([answer(queries, count, excluded), failed]);
      } catch (cause) {
        isBroken = true;
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
    uploadRows(Math.min(maxStorageBufferBindingSize, maxBufferSize, maxShardBytes));
    await answerKnownQuestions();
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
    const query = Float32Array.from(
      { length: embeddings.dim },
      (_, d) => embeddings.codes[codeOffset(paddedDim, 0, d)] - ZERO_CODE,
    );
    const count = Math.min(CANDIDATES, itemCount);
    const [known] = await exact.topItems([query], count, new Set());
    for (const queries of [[query], [query, query.slice()]]) {
      for (const answered of await backend.topItems(queries, count, new Set()))
        if (answered.items.join() !== known.items.join())
          throw new Error('the device gave a wrong answer to a known question');
    }
  }

  /** Widens the pass until every query has a proven answer; the widest pass of all is the CPU's. */
  async function answer(
    queries: readonly Float32Array[],
    count: number,
    excluded: ReadonlySet<number>,
  ): Promise<TopItems[]> {
    const answers = new Map<Float32Array, TopItems>();
    const unanswered = (): Float32Array[] => queries.filter((query) => !answers.has(query));
    let width = nextPowerOfTwo(count + excluded.size + OVERSCAN);
    while (count > 0 && width <= itemCount / 2 && unanswered().length > 0) {
      const open = unanswered();
      const found = await findCandidates(open, width);
      for (const [i, query] of open.entries()) {
        const bound = float32ErrorBound(query, largestNorm);
        const top = provenTop(embeddings, query, found[i], bound, count, excluded);
        if (top !== undefined) answers.set(query, top);
      }
      width *= WIDENING;
    }
    const open = unanswered();
    const scanned = await exact.topItems(open, count, excluded);
    for (const [i, query] of open.entries()) answers.set(query, scanned[i]);
    return queries.map((query) => answers.get(query) as TopItems);
  }

  /** One pass over all items for all queries: per query one list of candidates from each shard. */
  async function findCandidates(queries: readonly Float32Array[], width: number): Promise<Candidates[][]> {
    const shape = `${queries.length}×${width}`;
    const patienceMs = seenShapes.has(shape) ? answerMs : answerMs + COMPILE_MS;
    seenShapes.add(shape);
    const stacked = new Float32Array(queries.length * paddedDim);
    for (const [i, query] of queries.entries()) stacked.set(query, i * paddedDim);
    const q = tfjs.makeTensorInfo([queries.length, paddedDim], 'float32', stacked);
    const lists = await withDeadline(
      Promise.all(shards.map((shard) => findInShard(q, shard, width))),
      patienceMs,
      'a pass over the items',
    );
    tfjs.disposeData(q.dataId);
    return queries.map((_, i) => lists.map((list) => list[i]));
  }

  async function findInShard(q: TensorInfo, { firstItem, rows }: Shard, width: number): Promise<Candidates[]> {
    const [rowCount] = rows.shape;
    // topk throws when asked for more than there are.
    const k = Math.min(width, rowCount);
    const attributes = { transposeA: false, transposeB: true };
    const scores = batchMatMul({ inputs: { a: q, b: rows }, backend: tfjs, attrs: attributes });
    const best = topK({ inputs: { x: scores }, backend: tfjs, attrs: { k, sorted: true } }) as TensorInfo[];
    // dataSync() in a worker breaks the device: only ever wait.
    const [values, indices] = await Promise.all(best.map(({ dataId }) => tfjs.read(dataId) as Promise<Float32Array>));
    for (const { dataId } of [scores, ...best]) tfjs.disposeData(dataId);
    return Array.from({ length: q.shape[0] }, (_, i) => ({
      items: indices.slice(i * k, (i + 1) * k).map((index) => index + firstItem),
      scores: values.subarray(i * k, (i + 1) * k),
      isComplete: k === rowCount,
    }));
  }

  /** Dequantises all rows in float32 and hands them to the device, in buffers of at most `maxBytes`. */
  function uploadRows(maxBytes: number): void {
    const shardRows = Math.min(MAX_SHARD_ROWS, Math.floor(maxBytes / (paddedDim * 4)));
    for (let first = 0; first < itemCount; first += shardRows) {
      const rowCount = Math.min(shardRows, itemCount - first);
      const rows = new Float32Array(rowCount * paddedDim);
      for (let i = 0; i < rows.length; i++)
        rows[i] =
          (embeddings.codes[codeOffset(paddedDim, first + Math.floor(i / paddedDim), i % paddedDim)] - ZERO_CODE) *
          embeddings.scales[first + Math.floor(i / paddedDim)];
      const tensor = tfjs.makeTensorInfo([rowCount, paddedDim], 'float32', rows);
      // At once, so that tfjs lets go of the array.
      tfjs.uploadToGPU(tensor.dataId);
      shards.push({ firstItem: first, rows: tensor });
    }
  }
}

const nextPowerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(n));
