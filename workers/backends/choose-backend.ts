import type { DeviceName, LoadRequest } from '../../src/core/scoring-protocol.js';
import { withDeadline } from '../deadline.js';
import type { Verdict } from './verdict.js';

/** What to score with, before anything has been measured. */
export interface BackendChoice {
  /** In the order in which to try them, each with why it is there; `js` comes last. */
  order: { name: DeviceName; reason: string }[];
  /** Left to us: what is faster is found out by measuring. */
  isAuto: boolean;
  /** Comes with `webgpu` in the order, and with a GPU worth a race. */
  adapter?: GPUAdapter;
  /** Whether the GPU is to be raced against the first of the order, on the real snapshot and in idle time. */
  isRace: boolean;
}

/** The facts of this engine that decide. */
export interface Engine {
  /** `navigator.gpu`; browsers hide it on plain http. */
  gpu: Pick<GPU, 'requestAdapter'> | undefined;
  /** Whether it runs WASM SIMD, and the page's policy lets it compile; asking can be a violation of the policy. */
  canRunWasm: () => boolean;
  /** How often a GPU was lost on this page. */
  gpuLosses: number;
  /** What was measured on an earlier visit, for the same snapshot. */
  verdict?: Pick<Verdict, 'isGpuFaster' | 'reason'> | undefined;
}

/**
 * Coordinates (N · D) from which a GPU may gain. The WASM kernel scans 100,000 × 64 in a quarter of a millisecond, less
 * than one round trip to a GPU takes; a GPU's program, shaders and rows cost hundreds at the start. `npm run bench`
 * measures the scan.
 */
const MIN_GPU_COORDINATES = 500_000 * 64;

/** After so many losses the GPU is off for the page: whatever is wrong with it will not get better. */
export const MAX_GPU_LOSSES = 2;

/** Another program's long shader can keep a browser from answering. */
const ADAPTER_DEADLINE_MS = 2000;

/** Names under which browsers list adapters that compute on the CPU. */
const SOFTWARE_ADAPTERS = /swiftshader|llvmpipe|lavapipe|warp|basic render/i;

/** Chooses what to score a catalogue with. */
export async function chooseBackend(
  wanted: LoadRequest['device'],
  { items, dim }: { items: number; dim: number },
  { gpu, canRunWasm, gpuLosses, verdict }: Engine,
): Promise<BackendChoice> {
  const isAuto = wanted === 'auto';
  const onCpu = (why: string): BackendChoice => ({ order: cpuOrder(why, canRunWasm()), isAuto, isRace: false });
  if (wanted === 'js') return { order: [{ name: 'js', reason: 'asked for' }], isAuto, isRace: false };
  if (wanted === 'wasm') return onCpu('asked for');
  if (isAuto && items * dim < MIN_GPU_COORDINATES)
    return onCpu(`${items.toLocaleString('en')} items are scored faster on the CPU`);
  if (isAuto && verdict?.isGpuFaster === false) return onCpu(verdict.reason);
  if (gpuLosses >= MAX_GPU_LOSSES) return onCpu(`the GPU was lost ${gpuLosses} times on this page`);
  if (gpu === undefined) return onCpu('this browser offers no WebGPU here');

  const adapter = await requestGpuAdapter(gpu);
  if (adapter === undefined) return onCpu('WebGPU has no adapter now');
  if (isAuto && isSoftwareAdapter(adapter)) return onCpu('the only adapter computes on the CPU');
  if (isAuto && verdict === undefined && canRunWasm())
    return { ...onCpu('until the GPU has been measured'), adapter, isRace: true };
  // Plain JavaScript needs no race against a GPU over so many items.
  const why = isAuto
    ? (verdict?.reason ?? 'WASM cannot run here')
    : isSoftwareAdapter(adapter)
      ? 'asked for (software adapter)'
      : 'asked for';
  return {
    order: [{ name: 'webgpu', reason: why }, ...cpuOrder('WebGPU failed', canRunWasm())],
    adapter,
    isAuto,
    isRace: false,
  };
}

/** An adapter, where the browser has one. Each gives one device only. */
export async function requestGpuAdapter(gpu: Engine['gpu']): Promise<GPUAdapter | undefined> {
  if (gpu === undefined) return undefined;
  const asked = gpu.requestAdapter({ powerPreference: 'high-performance' });
  // After GPU crashes browsers hold adapters back for a while, whoever caused them: no adapter is a fact, not an error.
  const adapter = await withDeadline(asked, ADAPTER_DEADLINE_MS, 'asking for an adapter').catch(() => null);
  return adapter ?? undefined;
}

const cpuOrder = (reason: string, canRunWasm: boolean): BackendChoice['order'] => [
  ...(canRunWasm ? [{ name: 'wasm', reason } as const] : []),
  { name: 'js', reason: canRunWasm ? reason : `${reason}; WASM cannot run here` },
];

export function isSoftwareAdapter(adapter: GPUAdapter): boolean {
  // The flag moved from the adapter to its info; browsers of either kind are about.
  const { info, isFallbackAdapter } = adapter as GPUAdapter & { isFallbackAdapter?: boolean };
  return (
    isFallbackAdapter === true ||
    info?.isFallbackAdapter === true ||
    SOFTWARE_ADAPTERS.test(`${info?.architecture} ${info?.device} ${info?.description}`)
  );
}
