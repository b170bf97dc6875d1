// Deep imports: the packages' usual entries register every kernel there is. Only two are needed here, called directly,
// so nothing is registered in tfjs's global engine and each backend is an object with a lifetime of its own.
import '@tensorflow/tfjs-core/dist/flags.js';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js';
import { batchMatMul } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/BatchMatMul.js';
import { topK } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/TopK.js';
import { env, type TensorInfo } from '@tensorflow/tfjs-core';
import { createJsBackend } from '../../src/core/scoring/js-backend.js';
import type { ScoringBackend, TopItems } from '../../src/core/scoring/scoring-backend.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import { WindowshopError } from '../../src/core/windowshop-error.js';
import { isSoftwareAdapter } from './choose-backend.js';
import { withDeadline } from './deadline.js';
import { type Candidates, float32ErrorBound, provenTop } from './proven-top.js';

export interface WebgpuOptions {
  /** Most bytes of rows in one buffer. Default: what the device allows. */
  maxShardBytes?: number;
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
/** tfjs spreads at least this many rows over one of 65,535 workgroups. */
const MAX_SHARD_ROWS = 65_535 * 8;

/** The first answer compiles the shaders. A GPU that takes longer than the second is stalled, and the CPU answers. */
const FIRST_ANSWER_MS = 10_000;
const ANSWER_MS = 500;
/** A software adapter computes on the very CPU that is busy. */
const SOFTWARE_ANSWER_MS = 10_000;

/**
 * Scores all items on a WebGPU device of its own: scores = queries · rowsᵀ, then the best of each row, in float32; the
 * candidates are re-scored exactly on the CPU. Twin: `src/core/scoring/js-backend.ts`, same answers.
 *
 * @throws Error when the adapter gives no device, or one that answers wrong.
 */
export async function createWebgpuBackend(
  embeddings: Embeddings,
  adapter: GPUAdapter,
  { maxShardBytes = Number.POSITIVE_INFINITY }: WebgpuOptions = {},
): Promise<ScoringBackend> {
  const { itemCount, paddedDim } = embeddings;
  const device = await withDeadline(requestDevice(adapter), FIRST_ANSWER_MS, 'asking for a device');
  // Tiny tensors would otherwise be handed to the CPU kernels of tfjs, unnoticed.
  env().set('WEBGPU_CPU_FORWARD', false);
  const tfjs = new WebGPUBackend(device, adapter.info);
  const exact = createJsBackend(embeddings);
  let answerMs = FIRST_ANSWER_MS;

  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Somebody may or may not be waiting when it happens; each call races it.
  failed.catch(() => {});
  void device.lost.then(({ reason, message }) => fail(new Error(`device lost (${reason}): ${message}`)));
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    fail(new Error(event.error.message));
  });

  const dispose = (): void => {
    tfjs.dispose();
    device.destroy();
  };

  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const shardBytes = Math.min(maxStorageBufferBindingSize, maxBufferSize, maxShardBytes);
  const shardRows = Math.min(MAX_SHARD_ROWS, Math.floor(shardBytes / (paddedDim * 4)));
  const shards: Shard[] = [];
  for (let first = 0; first < itemCount; first += shardRows)
    shards.push({ firstItem: first, rows: upload(first, Math.min(itemCount, first + shardRows)) });
  const largestNorm = findLargestNorm(embeddings);

  const backend: ScoringBackend = {
    name: 'webgpu',
    async topItems(queries, count, excluded) {
      try {
        return await Promise.race([answer(queries, count, excluded), failed]);
      } catch (cause) {
        fail(cause as Error);
        throw new WindowshopError('device_lost', `webgpu: ${(cause as Error).message}`, { cause });
      }
    },
    dispose,
  };
  try {
    await answerKnownQuestion();
  } catch (error) {
    dispose();
    throw error;
  }
  answerMs = isSoftwareAdapter(adapter) ? SOFTWARE_ANSWER_MS : ANSWER_MS;
  return backend;

  /** Compiles the shaders before the first shopper waits for them, and shows that this device computes right. */
  async function answerKnownQuestion(): Promise<void> {
    const query = Float32Array.from(embeddings.codes.subarray(0, embeddings.dim));
    const [[known], [answered]] = await Promise.all([
      exact.topItems([query], 1, new Set()),
      backend.topItems([query], 1, new Set()),
    ]);
    if (known.items[0] !== answered.items[0]) throw new Error('the device gave a wrong answer to a known question');
  }

  /** Widens the pass until every query has a proven answer; the widest pass of all is the CPU's. */
  async function answer(
    queries: readonly Float32Array[],
    count: number,
    excluded: ReadonlySet<number>,
  ): Promise<TopItems[]> {
    const answers = new Map<Float32Array, TopItems>();
    let width = nextPowerOfTwo(count + excluded.size + OVERSCAN);
    for (; count > 0 && width <= itemCount / 2; width *= WIDENING) {
      const open = queries.filter((query) => !answers.has(query));
      if (open.length === 0) break;
      const found = await findCandidates(open, width);
      for (const [i, query] of open.entries()) {
        const bound = float32ErrorBound(query, largestNorm);
        const top = provenTop(embeddings, query, found[i], bound, count, excluded);
        if (top !== undefined) answers.set(query, top);
      }
    }
    const open = queries.filter((query) => !answers.has(query));
    const rest = await exact.topItems(open, count, excluded);
    for (const [i, query] of open.entries()) answers.set(query, rest[i]);
    return queries.map((query) => answers.get(query) as TopItems);
  }

  /** One pass over all items for all queries: per query one list of candidates from each shard. */
  async function findCandidates(queries: readonly Float32Array[], width: number): Promise<Candidates[][]> {
    const stacked = new Float32Array(queries.length * paddedDim);
    for (const [i, query] of queries.entries()) stacked.set(query, i * paddedDim);
    const q = tfjs.makeTensorInfo([queries.length, paddedDim], 'float32', stacked);
    try {
      const lists = await Promise.all(shards.map((shard) => findInShard(q, shard, width)));
      return queries.map((_, i) => lists.map((list) => list[i]));
    } finally {
      tfjs.disposeData(q.dataId);
    }
  }

  async function findInShard(q: TensorInfo, { firstItem, rows }: Shard, width: number): Promise<Candidates[]> {
    const [rowCount] = rows.shape;
    // topk throws when asked for more than there are.
    const k = Math.min(width, rowCount);
    const matMul = { transposeA: false, transposeB: true };
    const scores = batchMatMul({ inputs: { a: q, b: rows }, backend: tfjs, attrs: matMul });
    const [values, indices] = topK({
      inputs: { x: scores },
      backend: tfjs,
      attrs: { k, sorted: true },
    }) as TensorInfo[];
    try {
      // dataSync() in a worker breaks the device: only ever wait.
      const read = Promise.all([tfjs.read(values.dataId), tfjs.read(indices.dataId)]);
      const [allScores, allIndices] = (await withDeadline(read, answerMs, 'reading back')) as [
        Float32Array,
        Int32Array,
      ];
      return Array.from({ length: q.shape[0] }, (_, i) => ({
        items: allIndices.slice(i * k, (i + 1) * k).map((index) => index + firstItem),
        scores: allScores.subarray(i * k, (i + 1) * k),
        isComplete: k === rowCount,
      }));
    } finally {
      for (const { dataId } of [scores, values, indices]) tfjs.disposeData(dataId);
    }
  }

  /** Dequantises rows `first` … `end` in float32 and hands them to the device. */
  function upload(first: number, end: number): TensorInfo {
    const rows = new Float32Array((end - first) * paddedDim);
    for (let n = first; n < end; n++) {
      const scale = embeddings.scales[n];
      for (let d = 0; d < paddedDim; d++)
        rows[(n - first) * paddedDim + d] = embeddings.codes[n * paddedDim + d] * scale;
    }
    const tensor = tfjs.makeTensorInfo([end - first, paddedDim], 'float32', rows);
    // At once, so that tfjs lets go of the array.
    tfjs.uploadToGPU(tensor.dataId);
    return tensor;
  }
}

function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const { limits } = adapter;
  // Default limits cap a buffer at 128 MiB of rows; tfjs sizes its workgroups by the others.
  return adapter.requestDevice({
    requiredLimits: {
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    },
  });
}

/** max over n of ‖codes[n]‖ · scales[n] */
function findLargestNorm({ itemCount, paddedDim, codes, scales }: Embeddings): number {
  let largest = 0;
  for (let n = 0; n < itemCount; n++) {
    let sum = 0;
    for (let d = 0; d < paddedDim; d++) sum += codes[n * paddedDim + d] ** 2;
    largest = Math.max(largest, Math.sqrt(sum) * scales[n]);
  }
  return largest;
}

const nextPowerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(n));
