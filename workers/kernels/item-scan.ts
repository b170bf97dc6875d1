import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import { padItems, QUAD, TILE_ITEMS } from '../../src/core/snapshot/tile.js';
import aims from './aims.wgsl?raw';
import floatCodes from './float-codes.wgsl?raw';
import { GROUP_ITEMS, type GroupList, groupCountOf } from './group-walk.js';
import packedCodes from './packed-codes.wgsl?raw';
import { computePipeline } from './pipelines.js';
import scanItems from './scan-items.wgsl?raw';
import type { Arithmetic, ScanQuery } from './scan-query.js';
import { aimOf, BINS } from './score-bins.js';
import selectGroups from './select-groups.wgsl?raw';
import { unroll } from './unroll.js';

/** Who owns the device and lends its buffers: tfjs's WebGPU backend. */
export interface GpuMemory {
  device: GPUDevice;
  queue: GPUQueue;
  bufferManager: {
    acquireBuffer(size: number, usage: GPUBufferUsageFlags, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
    releaseBuffer(buffer: GPUBuffer): void;
  };
}

export interface ItemScan {
  /** Most queries of one pass. */
  readonly maxQueries: number;
  /**
   * One pass over all items: one submit, one read-back.
   *
   * @param queries  From one to `maxQueries`.
   * @param need     Groups that must be listed at least; see `groupThreshold`.
   * @returns        Per query its list, or undefined when more groups than {@link LIST_CAPACITY} would stand in it.
   */
  run(queries: readonly ScanQuery[], need: number): Promise<(GroupList | undefined)[]>;
}

/** Groups that are read back for a query at most, 32 kB. */
export const LIST_CAPACITY = 4096;

/** Queries of a pass, at most: `MAX_QUERIES` in `aims.wgsl`. */
const MAX_QUERIES = 8;
/**
 * Quads times queries that are written out in one shader, so eight queries of 64 dimensions. With 256, making the backend
 * for 512 dimensions took 4 s (float) to 14 s (packed) on a busy software adapter, nearly all of it compiling; wide batches
 * of long rows take more passes instead.
 */
const MAX_STEPS = 128;

/** Bytes of `Aims`, and the next offset at which a uniform may begin. */
const AIMS_BYTES = MAX_QUERIES * 16 + 16;
const WEIGHTS_OFFSET = 256;
/** `Tally`: how many were found, thresholds, bins. */
const FOUND_BYTES = MAX_QUERIES * 4;
const TALLY_BYTES = FOUND_BYTES * 2 + MAX_QUERIES * BINS * 4;

const SCAN_WORKGROUP = 128;
const LIST_WORKGROUP = 64;
/** Maxima that one invocation of `listGroups` looks at. */
const LISTED_AT_ONCE = 4;

/**
 * Uploads the codes of all items as they lie in the snapshot and scans them for queries.
 *
 * @param maxShardBytes  Codes are split over buffers of at most so many bytes, but at least one tile.
 * @throws RangeError when there are more items than one dispatch reaches.
 */
export function createItemScan(
  { device, queue, bufferManager }: GpuMemory,
  embeddings: Embeddings,
  arithmetic: Arithmetic,
  maxShardBytes: number,
): ItemScan {
  const { STORAGE, UNIFORM, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage;
  const { itemCount, paddedDim, codes, scales } = embeddings;
  const groupCount = groupCountOf(embeddings);
  const groupStride = Math.ceil(groupCount / LISTED_AT_ONCE) * LISTED_AT_ONCE;
  const quads = paddedDim / QUAD;
  const maxQueries = Math.min(MAX_QUERIES, floorPowerOfTwo(Math.max(1, MAX_STEPS / quads)));
  const { maxComputeWorkgroupsPerDimension, maxStorageBufferBindingSize } = device.limits;
  if (
    groupCount > maxComputeWorkgroupsPerDimension * SCAN_WORKGROUP ||
    groupStride * 4 * maxQueries > maxStorageBufferBindingSize
  )
    throw new RangeError(`${itemCount} items are too many for this device`);

  const shards = uploadCodes();
  const scaleBuffer = upload(scales);
  const uniforms = bufferManager.acquireBuffer(WEIGHTS_OFFSET + maxQueries * paddedDim * 4, UNIFORM | COPY_DST);
  const maxima = bufferManager.acquireBuffer(Math.max(16, groupStride * 4 * maxQueries), STORAGE);
  const tally = bufferManager.acquireBuffer(TALLY_BYTES, STORAGE | COPY_SRC | COPY_DST);
  const list = bufferManager.acquireBuffer(maxQueries * LIST_CAPACITY * 8, STORAGE | COPY_SRC);
  const passes = new Map<number, Promise<Pass>>();

  return { maxQueries, run };

  async function run(queries: readonly ScanQuery[], need: number): Promise<(GroupList | undefined)[]> {
    // Only powers of two are compiled: a query that is repeated costs a few more sums, another shader costs more.
    const width = ceilPowerOfTwo(queries.length);
    const pass = await passOf(width);
    const listBytes = queries.length * LIST_CAPACITY * 8;
    const readBack = bufferManager.acquireBuffer(FOUND_BYTES + listBytes, MAP_READ | COPY_DST);

    // The queue keeps the order, so calls that overlap may share all buffers but the one that is mapped.
    queue.writeBuffer(uniforms, 0, aimsOf(queries, width, need));
    const encoder = device.createCommandEncoder();
    encoder.clearBuffer(tally);
    const compute = encoder.beginComputePass();
    compute.setPipeline(pass.scan);
    for (const { bindings, workgroups } of pass.shards) {
      compute.setBindGroup(0, bindings);
      compute.dispatchWorkgroups(workgroups);
    }
    compute.setPipeline(pass.findThreshold);
    compute.setBindGroup(0, pass.thresholdBindings);
    compute.dispatchWorkgroups(queries.length);
    compute.setPipeline(pass.listGroups);
    compute.setBindGroup(0, pass.listBindings);
    compute.dispatchWorkgroups(Math.ceil(groupStride / LISTED_AT_ONCE / LIST_WORKGROUP), queries.length);
    compute.end();
    encoder.copyBufferToBuffer(tally, 0, readBack, 0, FOUND_BYTES);
    encoder.copyBufferToBuffer(list, 0, readBack, FOUND_BYTES, listBytes);
    queue.submit([encoder.finish()]);

    await readBack.mapAsync(GPUMapMode.READ);
    const bytes = readBack.getMappedRange();
    const lists = queries.map((_, query) => listAt(bytes, query));
    readBack.unmap();
    bufferManager.releaseBuffer(readBack);
    return lists;
  }

  function passOf(width: number): Promise<Pass> {
    const pass = passes.get(width) ?? createPass(width);
    passes.set(width, pass);
    return pass;
  }

  async function createPass(width: number): Promise<Pass> {
    const dotProduct = arithmetic === 'packed' ? packedCodes : floatCodes;
    const scanSource = unroll(
      `${dotProduct}\nconst QUADS = ${quads}u;\nconst QUERIES = ${width}u;\n${aims}\n${scanItems}`,
      {
        QUAD: quads,
        HALF: GROUP_ITEMS / 4,
        QUERY: width,
      },
    );
    const selectSource = `${aims}\n${selectGroups}`;
    const [scan, findThreshold, listGroups] = await Promise.all([
      computePipeline(device, scanSource, 'scanItems'),
      computePipeline(device, selectSource, 'findThreshold'),
      computePipeline(device, selectSource, 'listGroups'),
    ]);
    const weightBinding = { buffer: uniforms, offset: WEIGHTS_OFFSET, size: width * paddedDim * 4 };
    const aimsBinding = { buffer: uniforms, size: AIMS_BYTES };
    return {
      scan,
      findThreshold,
      listGroups,
      shards: shards.map(({ codes, facts, itemCount }) => ({
        bindings: bind(scan, [
          { buffer: codes },
          { buffer: scaleBuffer },
          { buffer: facts },
          weightBinding,
          aimsBinding,
          { buffer: maxima },
          { buffer: tally },
        ]),
        workgroups: Math.ceil(itemCount / GROUP_ITEMS / SCAN_WORKGROUP),
      })),
      thresholdBindings: bind(findThreshold, [aimsBinding, { buffer: tally }]),
      listBindings: bind(listGroups, [aimsBinding, { buffer: tally }, { buffer: maxima }, { buffer: list }]),
    };
  }

  function bind(pipeline: GPUComputePipeline, resources: GPUBufferBinding[]): GPUBindGroup {
    const entries = resources.map((resource, binding) => ({ binding, resource }));
    return device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  }

  /** `Aims`, and the weights behind them. */
  function aimsOf(queries: readonly ScanQuery[], width: number, need: number): ArrayBuffer {
    const bytes = new ArrayBuffer(WEIGHTS_OFFSET + width * paddedDim * 4);
    const floats = new Float32Array(bytes);
    const words = new Uint32Array(bytes);
    for (let i = 0; i < width; i++) {
      const query = queries[Math.min(i, queries.length - 1)];
      const { start, binsPerUnit, unitsPerBin, margin } = aimOf(query);
      floats.set([start, binsPerUnit, unitsPerBin, margin], i * 4);
      words.set(query.weights, WEIGHTS_OFFSET / 4 + i * paddedDim);
    }
    words.set([need, groupCount, groupStride, LIST_CAPACITY], MAX_QUERIES * 4);
    return bytes;
  }

  function listAt(bytes: ArrayBuffer, query: number): GroupList | undefined {
    const found = new Uint32Array(bytes, 0, MAX_QUERIES)[query];
    if (found > groupCount) throw new Error(`the device found ${found} of ${groupCount} groups`);
    if (found > LIST_CAPACITY) return undefined;
    const at = FOUND_BYTES + query * LIST_CAPACITY * 8;
    const groups = new Uint32Array(bytes, at, found * 2);
    const highest = new Float32Array(bytes, at, found * 2);
    return { groups: groups.filter((_, i) => i % 2 === 0), highest: highest.filter((_, i) => i % 2 === 1) };
  }

  /** Hands the codes to the device, in buffers of whole tiles. */
  function uploadCodes(): Shard[] {
    const tileBytes = TILE_ITEMS * paddedDim;
    const shardItems = Math.max(1, Math.floor(maxShardBytes / tileBytes)) * TILE_ITEMS;
    const uploaded: Shard[] = [];
    for (let first = 0; first < itemCount; first += shardItems) {
      const count = Math.min(shardItems, itemCount - first);
      uploaded.push({
        codes: upload(codes.subarray(first * paddedDim, (first + padItems(count)) * paddedDim)),
        facts: upload(Uint32Array.of(first / GROUP_ITEMS, count), UNIFORM),
        itemCount: count,
      });
    }
    return uploaded;
  }

  function upload(data: Uint8Array | Uint32Array | Float32Array, usage = STORAGE): GPUBuffer {
    const { buffer, byteOffset, byteLength } = data;
    const target = bufferManager.acquireBuffer(Math.max(16, byteLength), usage, true, false);
    new Uint8Array(target.getMappedRange()).set(new Uint8Array(buffer, byteOffset, byteLength));
    target.unmap();
    return target;
  }
}

/** One range of items on the device. */
interface Shard {
  codes: GPUBuffer;
  /** `Shard` in `scan-items.wgsl`. */
  facts: GPUBuffer;
  itemCount: number;
}

/** The programs for a number of queries. */
interface Pass {
  scan: GPUComputePipeline;
  findThreshold: GPUComputePipeline;
  listGroups: GPUComputePipeline;
  shards: { bindings: GPUBindGroup; workgroups: number }[];
  thresholdBindings: GPUBindGroup;
  listBindings: GPUBindGroup;
}

const floorPowerOfTwo = (n: number): number => 2 ** Math.floor(Math.log2(n));
const ceilPowerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(n));
