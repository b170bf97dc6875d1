import builds from 'virtual:windowshop/scan-kernel';
import { ZERO_CODE } from '../../src/core/snapshot/tile.js';
import { withDeadline } from '../deadline.js';
import { type QuantizedQuery, quantizeQuery } from './quantize-query.js';

/** What `assembly/scan.ts` exports; addresses and sizes in bytes. */
export interface ScanKernel {
  open(codes: number, scales: number, excluded: number, scratch: number, tiles: number, paddedDim: number): void;
  largestSquare(): number;
  scan(firstSearch: number, searchCount: number): number;
  finish(search: number): number;
}

/** The builds of the kernel: same answers, each the fastest on some processor. */
export type KernelName = 'paired' | 'dot' | 'plain';

/** Two quads, whose products `paired` adds up in 16 bits. */
const PAIRED_DIMS = 8;
/** What four numbers of the query may sum up to: 127 · 258 is the most that fits 16 bits. */
const MAX_PAIRED_SUM = 258;
/** Rounding four coordinates may raise their sum by so much, half of one each. */
const PAIRED_ROUNDING = 2;

/** The query in the whole numbers that a build of the kernel takes; undefined for one without direction. */
export function quantizeFor(kernel: KernelName, query: Float32Array): QuantizedQuery | undefined {
  // 16,000 · 127 · 512 dimensions stay below 2^31.
  if (kernel === 'plain') return quantizeQuery(query, 16_000);
  if (kernel === 'dot') return quantizeQuery(query, 127);
  return quantizeQuery(query, Math.min(127, pairedLevels(query)));
}

/**
 * The most levels with which no sum in 16 bits overflows. A lane adds the products of dimensions d, d + 1, d + 4 and
 * d + 5, where d is an even number of the first half of eight.
 */
function pairedLevels(query: Float32Array): number {
  let largest = 0;
  let largestSum = 0;
  const size = (d: number): number => (d < query.length ? Math.abs(query[d]) : 0);
  for (let first = 0; first < query.length; first += PAIRED_DIMS) {
    for (const d of [first, first + 2])
      largestSum = Math.max(largestSum, size(d) + size(d + 1) + size(d + 4) + size(d + 5));
    for (let d = first; d < first + PAIRED_DIMS; d++) largest = Math.max(largest, size(d));
  }
  return (MAX_PAIRED_SUM - PAIRED_ROUNDING) * (largest / largestSum);
}

/** Bytes of a query in the kernel's memory. */
export const queryBytes = (kernel: KernelName, paddedDim: number): number =>
  kernel === 'plain' ? 2 * paddedDim : paddedDim;

/**
 * Writes a query where the kernel reads it; dimensions beyond its own are zero.
 *
 * @returns  What every sum of products starts with: the codes' zero, taken off.
 */
export function writeQuery(kernel: KernelName, { whole }: QuantizedQuery, target: Uint8Array): number {
  const numbers =
    kernel === 'plain'
      ? new Int16Array(target.buffer, target.byteOffset, target.length / 2)
      : new Int8Array(target.buffer, target.byteOffset, target.length);
  numbers.fill(0).set(whole);
  return -ZERO_CODE * whole.reduce((sum, w) => sum + w, 0);
}

/** The kernel is 2 kB. */
const COMPILE_LIMIT_MS = 3000;

const modules = new Map<KernelName, Promise<WebAssembly.Module>>();

/** All builds, the likely fastest first. */
export const KERNEL_NAMES: readonly KernelName[] = ['paired', 'dot', 'plain'];

let runnable: readonly KernelName[] | undefined;

/** The builds that this engine can run, the likely fastest first; none without SIMD. */
export function runnableKernels(): readonly KernelName[] {
  runnable ??=
    typeof WebAssembly === 'undefined'
      ? []
      : KERNEL_NAMES.filter((name) => WebAssembly.validate(bytesOf(builds[name])));
  return runnable;
}

/** The smallest module there is. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

let mayCompile: boolean | undefined;

/** Whether this engine has SIMD, and the page's policy lets it compile (`'wasm-unsafe-eval'`); tried once. */
export function canRunWasm(): boolean {
  try {
    mayCompile ??= runnableKernels().length > 0 && new WebAssembly.Module(EMPTY_MODULE) !== undefined;
  } catch {
    // A CompileError: the policy refuses it.
    mayCompile = false;
  }
  return mayCompile;
}

/** Begins to compile the likely fastest build, while its items are still on their way. */
export function compileAhead(): void {
  if (canRunWasm()) compile(runnableKernels()[0]).catch(() => {});
}

/** @throws Error where nothing may be compiled (a policy without `'wasm-unsafe-eval'`), or the engine lacks SIMD. */
export async function instantiateKernel(name: KernelName, memory: WebAssembly.Memory): Promise<ScanKernel> {
  const instantiating = compile(name).then((module) => WebAssembly.instantiate(module, { env: { memory } }));
  const { exports } = await withDeadline(instantiating, COMPILE_LIMIT_MS, 'compiling the kernel');
  return exports as unknown as ScanKernel;
}

function compile(name: KernelName): Promise<WebAssembly.Module> {
  const compiling = modules.get(name) ?? WebAssembly.compile(bytesOf(builds[name]));
  modules.set(name, compiling);
  // What is refused now, for want of memory, may be had later.
  compiling.catch(() => modules.delete(name));
  return compiling;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
