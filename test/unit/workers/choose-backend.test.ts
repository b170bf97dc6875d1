import { afterEach, describe, expect, test, vi } from 'vitest';
import { type BackendChoice, chooseBackend, type Engine } from '../../../workers/backends/choose-backend.js';
import { needsRestartForGpu } from '../../../workers/backends/gpu-factory.js';

const SMALL = { items: 12_094, dim: 64 };
const LARGE = { items: 1_000_000, dim: 64 };

/** Stands for `navigator.gpu` of machines that a test cannot have at hand. */
const gpuWith = (adapter: object | null) => ({ requestAdapter: vi.fn(async () => adapter as GPUAdapter | null) });
const hardware = { info: { architecture: 'rdna-3', isFallbackAdapter: false } };
const software = [
  { info: { isFallbackAdapter: true } },
  { isFallbackAdapter: true, info: {} },
  { info: { architecture: 'swiftshader' } },
  { info: { description: 'llvmpipe (LLVM 15.0.6, 256 bits)' } },
  { info: { description: 'Microsoft Basic Render Driver' } },
];

/** An engine with WASM, on a page that has lost no GPU. */
const engineWith = (gpu: Engine['gpu'], facts: Partial<Engine> = {}): Engine => ({
  gpu,
  canRunWasm: () => true,
  gpuLosses: 0,
  ...facts,
});

const namesOf = ({ order }: BackendChoice) => order.map(({ name }) => name);

describe('auto', () => {
  test('takes wasm for a catalogue too small to gain, without asking for a GPU', async () => {
    const gpu = gpuWith(hardware);
    const choice = await chooseBackend('auto', SMALL, engineWith(gpu));
    expect(namesOf(choice)).toEqual(['wasm', 'js']);
    expect(choice.order[0].reason).toBe('12,094 items are scored faster on the CPU');
    expect(gpu.requestAdapter).not.toHaveBeenCalled();
  });

  test('has a real GPU raced on a large catalogue, and begins with wasm', async () => {
    const choice = await chooseBackend('auto', LARGE, engineWith(gpuWith(hardware)));
    expect(choice).toMatchObject({ adapter: hardware, isRace: true });
    expect(namesOf(choice)).toEqual(['wasm', 'js']);
  });

  test('takes a GPU that was measured to be faster on an earlier visit, and none that was not', async () => {
    const verdict = { isGpuFaster: true, reason: 'measured 1 ms' };
    const won = await chooseBackend('auto', LARGE, engineWith(gpuWith(hardware), { verdict }));
    expect(won).toMatchObject({ adapter: hardware, isRace: false });
    expect(won.order[0]).toEqual({ name: 'webgpu', reason: 'measured 1 ms' });
    const gpu = gpuWith(hardware);
    const lost = await chooseBackend('auto', LARGE, engineWith(gpu, { verdict: { ...verdict, isGpuFaster: false } }));
    expect(namesOf(lost)).toEqual(['wasm', 'js']);
    expect(gpu.requestAdapter).not.toHaveBeenCalled();
  });

  test.each(software)('never takes a software adapter: %j', async (adapter) => {
    const verdict = { isGpuFaster: true, reason: 'measured' };
    for (const facts of [{}, { verdict }]) {
      const choice = await chooseBackend('auto', LARGE, engineWith(gpuWith(adapter), facts));
      expect(choice).toMatchObject({ isRace: false });
      expect(choice.order[0]).toEqual({ name: 'wasm', reason: 'the only adapter computes on the CPU' });
    }
  });

  test('leaves the GPU alone after two losses', async () => {
    const gpu = gpuWith(hardware);
    const choice = await chooseBackend('auto', LARGE, engineWith(gpu, { gpuLosses: 2 }));
    expect(namesOf(choice)).toEqual(['wasm', 'js']);
    expect(gpu.requestAdapter).not.toHaveBeenCalled();
  });

  test('takes a real GPU at once where WASM cannot run', async () => {
    const choice = await chooseBackend('auto', LARGE, engineWith(gpuWith(hardware), { canRunWasm: () => false }));
    expect(choice).toMatchObject({ adapter: hardware, isRace: false });
    expect(choice.order[0]).toEqual({ name: 'webgpu', reason: 'WASM cannot run here' });
    expect(namesOf(choice)).toEqual(['webgpu', 'js']);
  });

  test('takes js where WASM cannot run, and says so', async () => {
    const choice = await chooseBackend('auto', SMALL, engineWith(undefined, { canRunWasm: () => false }));
    expect(choice.order).toEqual([
      { name: 'js', reason: '12,094 items are scored faster on the CPU; WASM cannot run here' },
    ]);
  });
});

describe('webgpu', () => {
  test.each(software)('takes a software adapter too, and says so: %j', async (adapter) => {
    const choice = await chooseBackend('webgpu', SMALL, engineWith(gpuWith(adapter)));
    expect(namesOf(choice)).toEqual(['webgpu', 'wasm', 'js']);
    expect(choice.order[0].reason).toBe('asked for (software adapter)');
  });

  test.each<[string, Engine['gpu']]>([
    ['this browser offers no WebGPU here', undefined],
    ['WebGPU has no adapter now', gpuWith(null)],
    ['WebGPU has no adapter now', { requestAdapter: () => Promise.reject(new Error('blocked')) }],
  ])('becomes wasm: %s', async (reason, gpu) => {
    const { order, adapter } = await chooseBackend('webgpu', SMALL, engineWith(gpu));
    expect(order[0]).toEqual({ name: 'wasm', reason });
    expect(adapter).toBeUndefined();
  });

  test('becomes wasm when the browser does not say whether there is an adapter', async () => {
    vi.useFakeTimers();
    const choice = chooseBackend('webgpu', SMALL, engineWith({ requestAdapter: () => new Promise(() => {}) }));
    await vi.advanceTimersByTimeAsync(2000);
    expect(namesOf(await choice)).toEqual(['wasm', 'js']);
    vi.useRealTimers();
  });
});

test.each(['js', 'wasm'] as const)('%s is taken as asked for', async (wanted) => {
  const gpu = gpuWith(hardware);
  const { order } = await chooseBackend(wanted, LARGE, engineWith(gpu));
  expect(order[0]).toEqual({ name: wanted, reason: 'asked for' });
  expect(gpu.requestAdapter).not.toHaveBeenCalled();
});

describe('the GPU program', () => {
  afterEach(() => vi.restoreAllMocks());

  test('comes with a new start where the worker is a blob', () => {
    const scope = { location: { protocol: 'blob:', href: 'blob:https://shop.test/1' }, importScripts: vi.fn() };
    expect(needsRestartForGpu(scope)).toBe(true);
    expect(scope.importScripts).not.toHaveBeenCalled();
  });

  test('comes from beside the worker where that is a file', () => {
    const scope = { location: { protocol: 'https:', href: 'https://shop.test/ws/worker.js' }, importScripts: vi.fn() };
    expect(needsRestartForGpu(scope)).toBe(false);
    expect(scope.importScripts).toHaveBeenCalledWith('https://shop.test/ws/worker-gpu.js');
  });

  test('that is not beside the worker is no reason to start again', () => {
    const importScripts = () => {
      throw new Error('404');
    };
    const location = { protocol: 'https:', href: 'https://shop.test/ws/worker.js' };
    expect(needsRestartForGpu({ location, importScripts })).toBe(false);
  });

  test('does not come to the main thread', () => {
    expect(needsRestartForGpu({})).toBe(false);
  });
});
