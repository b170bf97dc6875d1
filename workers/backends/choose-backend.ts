import type { LoadRequest, ScoringDevice } from '../../src/core/scoring-protocol.js';
import { withDeadline } from './deadline.js';

/** What to score with. */
export interface BackendChoice extends ScoringDevice {
  /** Comes with `webgpu`. */
  adapter?: GPUAdapter;
}

/**
 * Coordinates (N · D) from which a GPU may gain. Plain JavaScript scans 100,000 × 64 in about 6 ms; the GPU's chunk and
 * shaders cost several hundred at the start and a round trip half a millisecond, so smaller catalogues never get that
 * back. `npm run bench` measures the scan.
 */
const MIN_GPU_COORDINATES = 100_000 * 64;

/** Another program's long shader can keep a browser from answering. */
const ADAPTER_DEADLINE_MS = 2000;

/** Names under which browsers list adapters that compute on the CPU. */
const SOFTWARE_ADAPTERS = /swiftshader|llvmpipe|lavapipe|warp|basic render/i;

/**
 * Chooses what to score a catalogue with.
 *
 * @param gpu  `navigator.gpu`; browsers hide it on plain http.
 */
export async function chooseBackend(
  wanted: LoadRequest['device'],
  { items, dim }: { items: number; dim: number },
  gpu: Pick<GPU, 'requestAdapter'> | undefined,
): Promise<BackendChoice> {
  if (wanted === 'js') return js('asked for');
  if (wanted === 'wasm') return js('wasm is not part of this version');
  if (wanted === 'auto' && items * dim < MIN_GPU_COORDINATES)
    return js(`${items.toLocaleString('en')} items are scored faster on the CPU`);
  if (gpu === undefined) return js('this browser offers no WebGPU here');

  const asked = gpu.requestAdapter({ powerPreference: 'high-performance' });
  // After GPU crashes browsers hold adapters back for a while, whoever caused them: no adapter is a fact, not an error.
  const adapter = await withDeadline(asked, ADAPTER_DEADLINE_MS, 'asking for an adapter').catch(() => null);
  if (adapter === null) return js('WebGPU has no adapter now');
  if (!isSoftwareAdapter(adapter))
    return { name: 'webgpu', reason: `webgpu: ${wanted === 'auto' ? 'this device has a GPU' : 'asked for'}`, adapter };
  return wanted === 'auto'
    ? js('the only adapter computes on the CPU')
    : { name: 'webgpu', reason: 'webgpu: asked for (software adapter)', adapter };
}

const js = (why: string): BackendChoice => ({ name: 'js', reason: `js: ${why}` });

export function isSoftwareAdapter(adapter: GPUAdapter): boolean {
  // The flag moved from the adapter to its info; browsers of either kind are about.
  const { info, isFallbackAdapter } = adapter as GPUAdapter & { isFallbackAdapter?: boolean };
  return (
    isFallbackAdapter === true ||
    info?.isFallbackAdapter === true ||
    SOFTWARE_ADAPTERS.test(`${info?.architecture} ${info?.device} ${info?.description}`)
  );
}
