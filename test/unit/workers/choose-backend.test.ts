import { afterEach, describe, expect, test, vi } from 'vitest';
import { chooseBackend } from '../../../workers/backends/choose-backend.js';
import { needsRestartForGpu } from '../../../workers/backends/gpu-factory.js';

const SMALL = { items: 12_094, dim: 64 };
const LARGE = { items: 100_000, dim: 64 };

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

describe('auto', () => {
  test('takes js for a catalogue too small to gain, without asking for a GPU', async () => {
    const gpu = gpuWith(hardware);
    expect(await chooseBackend('auto', SMALL, gpu)).toEqual({
      name: 'js',
      reason: 'js: 12,094 items are scored faster on the CPU',
    });
    expect(gpu.requestAdapter).not.toHaveBeenCalled();
  });

  test('takes a real GPU for a large catalogue', async () => {
    expect(await chooseBackend('auto', LARGE, gpuWith(hardware))).toMatchObject({ name: 'webgpu', adapter: hardware });
  });

  test.each(software)('never takes a software adapter: %j', async (adapter) => {
    expect(await chooseBackend('auto', LARGE, gpuWith(adapter))).toEqual({
      name: 'js',
      reason: 'js: the only adapter computes on the CPU',
    });
  });
});

describe('webgpu', () => {
  test.each(software)('takes a software adapter too, and says so: %j', async (adapter) => {
    expect(await chooseBackend('webgpu', SMALL, gpuWith(adapter))).toMatchObject({
      name: 'webgpu',
      reason: 'webgpu: asked for (software adapter)',
    });
  });

  test.each<[string, Pick<GPU, 'requestAdapter'> | undefined]>([
    ['js: this browser offers no WebGPU here', undefined],
    ['js: WebGPU has no adapter now', gpuWith(null)],
    ['js: WebGPU has no adapter now', { requestAdapter: () => Promise.reject(new Error('blocked')) }],
  ])('becomes %s', async (reason, gpu) => {
    expect(await chooseBackend('webgpu', SMALL, gpu)).toEqual({ name: 'js', reason });
  });

  test('becomes js when the browser does not say whether there is an adapter', async () => {
    vi.useFakeTimers();
    const choice = chooseBackend('webgpu', SMALL, { requestAdapter: () => new Promise(() => {}) });
    await vi.advanceTimersByTimeAsync(2000);
    expect((await choice).name).toBe('js');
    vi.useRealTimers();
  });
});

test.each(['js', 'wasm'] as const)('%s becomes js, and says why', async (wanted) => {
  const gpu = gpuWith(hardware);
  const { name, reason } = await chooseBackend(wanted, LARGE, gpu);
  expect(name).toBe('js');
  expect(reason).toBe(wanted === 'js' ? 'js: asked for' : 'js: wasm is not part of this version');
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
