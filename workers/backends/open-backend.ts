import { createJsBackend } from '../../src/core/scoring/js-backend.js';
import type { ScoringBackend } from '../../src/core/scoring/scoring-backend.js';
import type { DeviceChange, DeviceName, ScoringDevice } from '../../src/core/scoring-protocol.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import type { KernelMemory } from '../kernels/kernel-memory.js';
import { type KernelName, runnableKernels } from '../kernels/scan-kernel.js';
import { BackendChain } from './backend-chain.js';
import { type BackendChoice, isSoftwareAdapter, MAX_GPU_LOSSES, requestGpuAdapter } from './choose-backend.js';
import { installedGpuFactory } from './gpu-factory.js';
import { IdleWatch } from './idle-watch.js';
import { measureBackends } from './measure-backends.js';
import { passSelfTest } from './self-test.js';
import { withSpotChecks } from './spot-checks.js';
import type { Verdict } from './verdict.js';
import { createWasmBackend, type WasmBackend } from './wasm-backend.js';

/** The backend in use, whichever that is at the moment. */
export interface OpenedBackend extends ScoringBackend {
  readonly device: ScoringDevice;
}

export interface OpenOptions {
  /** Where the embeddings lie, if a WASM kernel is to scan them. */
  memory: KernelMemory | undefined;
  /** What was measured on an earlier visit. */
  verdict: Verdict | undefined;
  /** How often a GPU was lost on this page before. */
  gpuLosses: number;
  /** Told when another device begins to answer. */
  onChange: (change: DeviceChange) => void;
  /** Told what was measured, to be remembered. */
  onVerdict: (verdict: Verdict) => void;
  /** Time after a loss before another GPU device is asked for. */
  comebackMs?: number;
}

/** Coordinates (N · D) below which a whole scan takes less time than finding out how to make it faster. */
const MIN_MEASURED_COORDINATES = 5000 * 64;
/** A GPU must be faster by this factor: it also costs memory and battery. */
const GPU_MARGIN = 1.25;
/** Time for a driver to restart. */
const COMEBACK_MS = 5000;

/**
 * Makes the first backend of the choice that can be made, tests it, and keeps looking after it: the next one takes its
 * place within the call over which it fails, one answer in a hundred is looked at again, what is faster is found out by
 * measuring in idle time, and a GPU that was lost gets one more chance.
 */
export async function openBackend(
  { order, adapter, isAuto, isRace }: BackendChoice,
  embeddings: Embeddings,
  { memory, verdict, gpuLosses: lossesBefore, onChange, onVerdict, comebackMs = COMEBACK_MS }: OpenOptions,
): Promise<OpenedBackend> {
  const idle = new IdleWatch();
  let gpuLosses = lossesBefore;
  // Assigned by an opener.
  let wasm = undefined as WasmBackend | undefined;
  let isDisposed = false;

  const openers: Record<DeviceName, () => Promise<ScoringBackend>> = {
    js: async () => createJsBackend(embeddings),
    wasm: async () => {
      wasm = await createWasmBackend(embeddings, { memory });
      await passSelfTest(wasm, embeddings);
      return wasm;
    },
    webgpu: () => openGpu(adapter as GPUAdapter),
  };
  const chain = await BackendChain.open(
    order.map(({ name, reason }) => ({ name, reason, open: openers[name] })),
    ({ name, next }) => {
      onChange({ device: next, lost: name });
      if (name === 'webgpu' && ++gpuLosses < MAX_GPU_LOSSES) setTimeout(() => void comeBack(), comebackMs);
    },
  );
  const backend = withSpotChecks(chain, embeddings, {
    idle,
    onMistake: (name, mistake) => void chain.giveUp(name, mistake),
  });
  if (wasm !== undefined && chain.name === 'wasm') {
    const isWorthIt = isAuto && embeddings.itemCount * embeddings.dim >= MIN_MEASURED_COORDINATES;
    // A kernel that was the fastest on an earlier visit may be one that this engine no longer runs.
    if (verdict !== undefined && (await tryKernel(wasm, verdict.kernel))) chain.explain('wasm', verdict.reason);
    // What fails while it is measured is found out where it is used.
    else if (isWorthIt) measure(wasm).catch(() => {});
  }

  return {
    get name() {
      return backend.name;
    },
    get device() {
      return chain.device;
    },
    topItems: (queries, count, excluded) => backend.topItems(queries, count, excluded),
    dispose() {
      isDisposed = true;
      backend.dispose();
    },
  };

  async function openGpu(on: GPUAdapter): Promise<ScoringBackend> {
    const createGpuBackend = installedGpuFactory();
    if (createGpuBackend === undefined) throw new Error('its code could not be loaded');
    return createGpuBackend(embeddings, on);
  }

  /** Scans with another build of the kernel from now on, if that one can be had and is right. */
  async function tryKernel(scan: WasmBackend, kernel: KernelName): Promise<boolean> {
    const before = scan.kernel;
    // It was tested when it was opened.
    if (kernel === before) return true;
    try {
      await scan.use(kernel);
      await passSelfTest(scan, embeddings);
      return true;
    } catch {
      // Refused or wrong: the one so far was neither.
      await scan.use(before);
      return false;
    }
  }

  /** Finds out which build of the kernel is the fastest here, and whether a GPU is faster than that. */
  async function measure(scan: WasmBackend): Promise<void> {
    const times = new Map<KernelName, number>();
    for (const kernel of runnableKernels().filter((name) => name !== 'plain')) {
      await idle.quiet();
      if (await tryKernel(scan, kernel)) times.set(kernel, (await timesOf({ wasm: scan })).wasm);
    }
    const [kernel = scan.kernel, kernelMs] = [...times].sort(([, a], [, b]) => a - b)[0] ?? [];
    await scan.use(kernel);
    const gpu = isRace ? await raceGpu(scan) : undefined;
    const wasmMs = gpu?.wasm ?? kernelMs;
    // Found to be wrong or broken meanwhile, the kernel is not worth remembering.
    if (isDisposed || wasmMs === undefined || chain.name === 'js') return;
    const measured = `measured ${milliseconds(wasmMs)} a query with the kernel "${kernel}"`;
    settle({
      kernel,
      isGpuFaster: gpu?.isFaster ?? false,
      reason: gpu ? `${measured}, ${milliseconds(gpu.webgpu)} on the GPU` : measured,
    });
  }

  async function raceGpu(scan: WasmBackend): Promise<{ wasm: number; webgpu: number; isFaster: boolean } | undefined> {
    const gpu = await openGpu(adapter as GPUAdapter).catch(() => undefined);
    if (gpu === undefined) return undefined;
    let isLost = false;
    const racer: Pick<ScoringBackend, 'topItems'> = {
      topItems: (...question) =>
        gpu.topItems(...question).catch((error) => {
          isLost = true;
          throw error;
        }),
    };
    try {
      const { wasm: wasmMs, webgpu } = await timesOf({ wasm: scan, webgpu: racer });
      const isFaster = webgpu * GPU_MARGIN < wasmMs;
      if (isFaster && !isDisposed) await chain.prefer(gpu, 'measured to be faster');
      else gpu.dispose();
      return { wasm: wasmMs, webgpu, isFaster };
    } catch {
      // Lost over the race: it has lost it, too.
      gpu.dispose();
      if (isLost && !isDisposed) {
        gpuLosses++;
        chain.explain(chain.name, 'the GPU was lost while it was measured');
        onChange({ device: chain.device, lost: 'webgpu' });
      }
      return undefined;
    }
  }

  function timesOf<Name extends string>(
    backends: Record<Name, Pick<ScoringBackend, 'topItems'>>,
  ): Promise<Record<Name, number>> {
    return measureBackends(backends, embeddings, () => idle.quiet());
  }

  function settle(verdict: Verdict): void {
    chain.explain(chain.name, verdict.reason);
    onVerdict(verdict);
    onChange({ device: chain.device });
  }

  /** After a loss: another adapter, another device, another backend. */
  async function comeBack(): Promise<void> {
    await idle.quiet();
    const again = isDisposed ? undefined : await requestGpuAdapter(globalThis.navigator?.gpu);
    // After a crash some browsers hand out a software adapter in the GPU's place.
    const isWanted = again && !(isAuto && isSoftwareAdapter(again));
    const gpu = isWanted ? await openGpu(again).catch(() => undefined) : undefined;
    if (gpu === undefined) return;
    await chain.prefer(gpu, 'came back after a loss');
    if (!isDisposed) onChange({ device: chain.device });
  }
}

const milliseconds = (ms: number): string => `${ms.toPrecision(2)} ms`;
