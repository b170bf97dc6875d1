import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import type { ScoringBackend } from '../../../src/core/scoring/scoring-backend.js';
import type { BackendChoice } from '../../../workers/backends/choose-backend.js';
import { installGpuFactory } from '../../../workers/backends/gpu-factory.js';
import { type OpenedBackend, type OpenOptions, openBackend } from '../../../workers/backends/open-backend.js';
import { runnableKernels } from '../../../workers/kernels/scan-kernel.js';
import { breakages, breakKernels } from '../../support/broken-kernel.js';
import { embeddingsOf, randomRows } from '../../support/embeddings.js';

// The kernels are the real ones; the GPU, which Node has not, is played by plain JavaScript under its name.

const embeddings = embeddingsOf(randomRows(300, 16, 1));
/** Just enough that what is faster is measured. */
const manyEmbeddings = embeddingsOf(randomRows(5000, 64, 3));
const query = Float32Array.from(randomRows(1, 16, 2)[0]);
const NONE: ReadonlySet<number> = new Set();
const ADAPTER = {} as GPUAdapter;
const COMEBACK_MS = 20;

const reasons = { reason: 'asked for' };
const onGpu: BackendChoice = {
  order: [
    { name: 'webgpu', ...reasons },
    { name: 'wasm', ...reasons },
    { name: 'js', ...reasons },
  ],
  adapter: ADAPTER,
  isAuto: false,
  isRace: false,
};
const onCpu: BackendChoice = { order: onGpu.order.slice(1), isAuto: true, isRace: false };
const raced: BackendChoice = { ...onCpu, adapter: ADAPTER, isRace: true };

const requestAdapter = vi.fn();
let gpus: ReturnType<typeof gpuBackend>[];
const opened: OpenedBackend[] = [];
const onChange = vi.fn<OpenOptions['onChange']>();
const onVerdict = vi.fn<OpenOptions['onVerdict']>();

/** Right answers under the name of a GPU, until it is lost. */
function gpuBackend(items: typeof embeddings) {
  const js = createJsBackend(items);
  const topItems = vi.fn<ScoringBackend['topItems']>((...question) => js.topItems(...question));
  return {
    name: 'webgpu' as const,
    topItems,
    dispose: vi.fn(),
    lose: () => topItems.mockRejectedValue(new Error('device lost')),
  };
}

beforeEach(() => {
  vi.clearAllMocks();
  gpus = [];
  requestAdapter.mockImplementation(async () => ADAPTER);
  vi.stubGlobal('navigator', { gpu: { requestAdapter } });
  installGpuFactory(async (items) => {
    gpus.push(gpuBackend(items));
    return gpus[gpus.length - 1];
  });
});

afterEach(() => {
  for (const backend of opened.splice(0)) backend.dispose();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function open(choice: BackendChoice, options: Partial<OpenOptions> = {}, items = embeddings) {
  const backend = await openBackend(choice, items, {
    memory: undefined,
    verdict: undefined,
    gpuLosses: 0,
    onChange,
    onVerdict,
    comebackMs: COMEBACK_MS,
    ...options,
  });
  opened.push(backend);
  return backend;
}

async function expectRight(backend: OpenedBackend): Promise<void> {
  const js = createJsBackend(embeddings);
  expect(await backend.topItems([query], 10, NONE)).toEqual(await js.topItems([query], 10, NONE));
}

const longEnough = () => new Promise((resolve) => setTimeout(resolve, COMEBACK_MS + 400));

describe('a GPU that is lost', () => {
  test('is replaced within the call, and comes back once on another adapter', async () => {
    const backend = await open(onGpu);
    gpus[0].lose();
    await expectRight(backend);
    expect(backend.device).toEqual({ name: 'wasm', reason: 'wasm: WebGPU failed: device lost' });
    expect(onChange.mock.lastCall).toEqual([{ device: backend.device, lost: 'webgpu' }]);
    expect(gpus[0].dispose).toHaveBeenCalledOnce();

    await vi.waitFor(() => expect(backend.device.name).toBe('webgpu'));
    expect(backend.device.reason).toBe('webgpu: came back after a loss');
    expect(onChange.mock.lastCall).toEqual([{ device: backend.device }]);
    await expectRight(backend);
    expect(gpus).toHaveLength(2);
    expect(gpus[1].topItems).toHaveBeenCalledOnce();
  });

  test('twice is off: no adapter is asked for again', async () => {
    const backend = await open(onGpu);
    gpus[0].lose();
    await expectRight(backend);
    await vi.waitFor(() => expect(backend.device.name).toBe('webgpu'));
    gpus[1].lose();
    await expectRight(backend);
    expect(backend.device.name).toBe('wasm');
    await longEnough();
    expect(requestAdapter).toHaveBeenCalledOnce();
    expect(gpus).toHaveLength(2);
    expect(onChange.mock.calls.filter(([{ lost }]) => lost)).toHaveLength(2);
  });

  test('for the second time on this page is off, too, where the first time was before', async () => {
    const backend = await open(onGpu, { gpuLosses: 1 });
    gpus[0].lose();
    await expectRight(backend);
    await longEnough();
    expect(requestAdapter).not.toHaveBeenCalled();
  });

  test.each([
    ['no adapter is left', () => requestAdapter.mockResolvedValue(null)],
    ['no adapter is given', () => requestAdapter.mockRejectedValue(new Error('blocked'))],
    ['no device is given', () => installGpuFactory(() => Promise.reject(new Error('no device')))],
  ])('does not come back when %s, and wasm goes on', async (_, refuse) => {
    const backend = await open(onGpu);
    refuse();
    gpus[0].lose();
    await expectRight(backend);
    await longEnough();
    expect(requestAdapter).toHaveBeenCalledOnce();
    expect(backend.device.name).toBe('wasm');
    await expectRight(backend);
  });

  test('does not come back to a service that has ended', async () => {
    const backend = await open(onGpu);
    gpus[0].lose();
    await expectRight(backend);
    backend.dispose();
    await longEnough();
    expect(requestAdapter).not.toHaveBeenCalled();
  });

  test('is freed with the rest when it comes back too late', async () => {
    const backend = await open(onGpu);
    gpus[0].lose();
    requestAdapter.mockImplementation(async () => {
      backend.dispose();
      return ADAPTER;
    });
    await expectRight(backend);
    await vi.waitFor(() => expect(gpus[1]?.dispose).toHaveBeenCalledOnce());
  });
});

describe('a kernel', () => {
  test('that answers wrong from the start is not used', async () => {
    breakKernels(breakages['leaves out the best'], true);
    const backend = await open(onCpu);
    expect(backend.device.name).toBe('js');
    expect(backend.device.reason).toMatch(/^js: WASM failed: it gave a wrong answer to a known question: /);
    await expectRight(backend);
  });

  test('of an earlier visit is taken up, with what was measured then', async () => {
    const [kernel] = runnableKernels();
    const verdict = { kernel, isGpuFaster: false, reason: 'measured 0.1 ms a query' };
    const backend = await open(onCpu, { verdict });
    expect(backend.device).toEqual({ name: 'wasm', reason: 'wasm: measured 0.1 ms a query' });
    await expectRight(backend);
  });

  test('of an earlier visit that this engine does not know is no obstacle', async () => {
    const verdict = { kernel: 'of-next-year' as 'plain', isGpuFaster: false, reason: 'measured 0.1 ms a query' };
    const backend = await open(onCpu, { verdict });
    expect(backend.device).toEqual({ name: 'wasm', reason: 'wasm: asked for' });
    await expectRight(backend);
  });
});

describe('what is faster', () => {
  test('is found out in idle time, told and remembered: a GPU that is slower is left alone, and freed', async () => {
    const backend = await open(raced, {}, manyEmbeddings);
    expect(backend.device.reason).toBe('wasm: asked for');
    await vi.waitFor(() => expect(onVerdict).toHaveBeenCalledOnce(), { timeout: 10_000 });
    const [{ reason, isGpuFaster }] = onVerdict.mock.calls[0];
    expect(isGpuFaster).toBe(false);
    expect(reason).toMatch(/^measured \S+ ms a query with the kernel "\w+", \S+ ms on the GPU$/);
    expect(backend.device).toEqual({ name: 'wasm', reason: `wasm: ${reason}` });
    expect(onChange.mock.calls).toEqual([[{ device: backend.device }]]);
    expect(gpus[0].dispose).toHaveBeenCalledOnce();
  }, 15_000);

  test('counts a GPU that is lost over the race as lost', async () => {
    const backend = await open(raced, {}, manyEmbeddings);
    await vi.waitFor(() => expect(gpus).toHaveLength(1), { timeout: 10_000 });
    gpus[0].lose();
    await vi.waitFor(() => expect(gpus[0].dispose).toHaveBeenCalledOnce(), { timeout: 10_000 });
    expect(onChange.mock.calls[0]).toEqual([
      { device: { name: 'wasm', reason: 'wasm: the GPU was lost while it was measured' }, lost: 'webgpu' },
    ]);
    expect(backend.device.name).toBe('wasm');
  }, 15_000);
});
