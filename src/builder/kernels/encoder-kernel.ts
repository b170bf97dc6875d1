import builds from 'virtual:windowshop/encoder-kernel';

/** What `assembly/encoder.ts` exports; addresses in bytes. */
interface EncoderExports {
  open(
    start: number,
    itemCount: number,
    dim: number,
    batchSize: number,
    sampleCount: number,
    historyLength: number,
    temperature: number,
  ): number;
  rowsAt(): number;
  gatesAt(): number;
  positionsAt(): number;
  historiesAt(): number;
  targetsAt(): number;
  weightsAt(): number;
  samplesAt(): number;
  correctionsAt(): number;
  train(rate: number, step: number): number;
}

export interface EncoderShape {
  itemCount: number;
  /** D, a multiple of 8. */
  dim: number;
  /** B, a multiple of 4. */
  batchSize: number;
  /** K, a multiple of 8. */
  sampleCount: number;
  /** L */
  historyLength: number;
  /** τ */
  temperature: number;
}

/** The memory of a training, as views that stay valid, and the step that works on it. */
export interface EncoderKernel {
  /** [N, D] */
  rows: Float32Array;
  /** [N] */
  gates: Float32Array;
  /** [L] */
  positions: Float32Array;
  /** [B, L] items, latest first; −1 = none. */
  histories: Int32Array;
  /** [B] */
  targets: Int32Array;
  /** [B]; overwritten by a step. */
  weights: Float32Array;
  /** [K] items */
  samples: Int32Array;
  /** [K] */
  corrections: Float32Array;
  /** @returns  Mean loss of the batch, by weight. */
  train(rate: number, step: number): number;
}

const PAGE = 65_536;
/** Where the layout begins: what lies below is the compiler's own. */
const START = PAGE;

/** Bytes that a WASM memory may have; AssemblyScript's addresses come back signed. */
const MOST_BYTES = 2 ** 31;

/**
 * Lays out the memory of a training and starts the kernel in it.
 *
 * @throws RangeError when it would take more than 2 GB: three floats for each of N · D, and some.
 */
export function openEncoderKernel(shape: EncoderShape): EncoderKernel {
  const { itemCount, dim, batchSize, sampleCount, historyLength, temperature } = shape;
  if (itemCount * (12 * dim + 16) + 4 * batchSize * (historyLength + 2) * (dim + sampleCount) > MOST_BYTES)
    throw new RangeError(`the encoder: ${itemCount} items of ${dim} dimensions need more than 2 GB; lower --dim`);
  const memory = new WebAssembly.Memory({ initial: 2 });
  const binary = Uint8Array.from(atob(builds.simd), (character) => character.charCodeAt(0));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
  const kernel = exports as EncoderExports;
  const end = kernel.open(START, itemCount, dim, batchSize, sampleCount, historyLength, temperature);
  memory.grow(Math.ceil(end / PAGE) - memory.buffer.byteLength / PAGE);
  const floats = (at: number, length: number): Float32Array => new Float32Array(memory.buffer, at, length);
  const whole = (at: number, length: number): Int32Array => new Int32Array(memory.buffer, at, length);
  return {
    rows: floats(kernel.rowsAt(), itemCount * dim),
    gates: floats(kernel.gatesAt(), itemCount),
    positions: floats(kernel.positionsAt(), historyLength),
    histories: whole(kernel.historiesAt(), batchSize * historyLength),
    targets: whole(kernel.targetsAt(), batchSize),
    weights: floats(kernel.weightsAt(), batchSize),
    samples: whole(kernel.samplesAt(), sampleCount),
    corrections: floats(kernel.correctionsAt(), sampleCount),
    train: (rate, step) => kernel.train(rate, step),
  };
}
