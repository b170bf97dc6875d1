import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createJsBackend } from '../../src/core/scoring/js-backend.js';
import type { ScoringBackend } from '../../src/core/scoring/scoring-backend.js';
import { BackendChain } from '../../workers/backends/backend-chain.js';
import { createWebgpuBackend, type WebgpuOptions } from '../../workers/backends/webgpu-backend.js';
import { embeddingsOf, randomRows } from '../support/embeddings.js';
import { captureDevices, hasAdapter, missingAdapter, PATIENT, requestAdapter } from '../support/gpu.js';

const embeddings = embeddingsOf(randomRows(3000, 16, 1));
const query = Float32Array.from(randomRows(1, 16, 2)[0]);
const NONE: ReadonlySet<number> = new Set();

describe.skipIf(!hasAdapter)(`a GPU that fails${missingAdapter}`, () => {
  let devices: GPUDevice[];
  const backends: ScoringBackend[] = [];

  beforeEach(() => {
    devices = captureDevices();
  });

  afterEach(() => {
    vi.restoreAllMocks();
    for (const backend of backends.splice(0)) backend.dispose();
  });

  async function createGpu(options: WebgpuOptions = {}): Promise<ScoringBackend> {
    const backend = await createWebgpuBackend(embeddings, await requestAdapter(), { ...PATIENT, ...options });
    backends.push(backend);
    return backend;
  }

  const expectDeviceLost = (answer: Promise<unknown>) =>
    expect(answer).rejects.toMatchObject({ name: 'WindowshopError', code: 'device_lost' });

  /** Buffers that are uploaded are not read back. */
  const readBytes = (byte: number) => {
    const { getMappedRange } = GPUBuffer.prototype;
    vi.spyOn(GPUBuffer.prototype, 'getMappedRange').mockImplementation(function (this: GPUBuffer) {
      return this.usage & GPUBufferUsage.MAP_READ
        ? new Uint8Array(this.size).fill(byte).buffer
        : getMappedRange.call(this);
    });
  };

  test('computes on the device as long as it is well', async () => {
    const backend = await createGpu();
    const submit = vi.spyOn(GPUQueue.prototype, 'submit');
    await backend.topItems([query], 10, NONE);
    expect(submit).toHaveBeenCalled();
  });

  test('says device_lost when the device was destroyed before a call', async () => {
    const backend = await createGpu();
    devices[0].destroy();
    await expectDeviceLost(backend.topItems([query], 10, NONE));
    await expectDeviceLost(backend.topItems([query], 10, NONE));
  });

  test('says device_lost when the device is destroyed during a call', async () => {
    const backend = await createGpu();
    const answer = backend.topItems([query], 10, NONE);
    devices[0].destroy();
    await expectDeviceLost(answer);
  });

  test('has the CPU answer while the device stalls without a word, and in the end says device_lost', async () => {
    const backend = await createGpu({ patienceMs: 200, answerMs: 1000 });
    const right = await createJsBackend(embeddings).topItems([query], 10, NONE);
    const mapped = vi.spyOn(GPUBuffer.prototype, 'mapAsync').mockReturnValue(new Promise(() => {}));
    const startedAt = performance.now();
    expect(await backend.topItems([query], 10, NONE)).toEqual(right);
    expect(performance.now() - startedAt).toBeLessThan(900);
    expect(await backend.topItems([query], 10, NONE)).toEqual(right);
    expect(mapped).toHaveBeenCalledOnce();
    await vi.waitFor(() => expectDeviceLost(backend.topItems([query], 10, NONE)), 5000);
  });

  test('goes back to a device that was only slow', async () => {
    const backend = await createGpu({ patienceMs: 200 });
    const { mapAsync } = GPUBuffer.prototype;
    let goOn: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    vi.spyOn(GPUBuffer.prototype, 'mapAsync').mockImplementationOnce(async function (this: GPUBuffer, mode) {
      await held;
      return mapAsync.call(this, mode);
    });
    const right = await backend.topItems([query], 10, NONE);
    const submit = vi.spyOn(GPUQueue.prototype, 'submit');
    expect(await backend.topItems([query], 10, NONE)).toEqual(right);
    expect(submit).not.toHaveBeenCalled();
    goOn();
    await vi.waitFor(async () => {
      expect(await backend.topItems([query], 10, NONE)).toEqual(right);
      expect(submit).toHaveBeenCalled();
    }, 5000);
  });

  test.each([
    ['zeros', 0],
    ['ones', 0xff],
    ['noise', 0x01],
  ])('says device_lost when the device reads back %s', async (_, byte) => {
    const backend = await createGpu();
    readBytes(byte);
    await expectDeviceLost(backend.topItems([query], 10, NONE));
  });

  test('says device_lost when the device gets the scores wrong', async () => {
    const backend = await createGpu();
    const { writeBuffer } = GPUQueue.prototype;
    // The query arrives at the device with one coordinate changed.
    vi.spyOn(GPUQueue.prototype, 'writeBuffer').mockImplementation(function (this: GPUQueue, buffer, offset, data) {
      const bytes = (data as ArrayBuffer).slice(0);
      new Float32Array(bytes)[64] += 1;
      writeBuffer.call(this, buffer, offset, bytes);
    });
    await expectDeviceLost(backend.topItems([query], 10, NONE));
  });

  test('says device_lost when a command breaks a limit', async () => {
    const backend = await createGpu();
    devices[0].createBuffer({ size: 2 ** 40, usage: GPUBufferUsage.STORAGE });
    await expectDeviceLost(backend.topItems([query], 10, NONE));
  });

  test('is not made on a device that computes wrong from the start', async () => {
    readBytes(0);
    await expect(createGpu()).rejects.toThrow();
    expect((await devices[0].lost).reason).toBe('destroyed');
  });

  test('frees the device when disposed', async () => {
    const backend = await createGpu();
    backend.dispose();
    expect((await devices[0].lost).reason).toBe('destroyed');
  });

  test('is replaced within the same call, and told once', async () => {
    const js = createJsBackend(embeddings);
    const onFailure = vi.fn();
    const backend = await BackendChain.open(
      [
        { name: 'webgpu', reason: 'asked for', open: createGpu },
        { name: 'js', reason: 'WebGPU failed', open: async () => js },
      ],
      onFailure,
    );
    expect(backend.device).toEqual({ name: 'webgpu', reason: 'webgpu: asked for' });
    const answers = [backend.topItems([query], 10, NONE), backend.topItems([query], 20, NONE)];
    devices[0].destroy();
    expect(await answers[0]).toEqual(await js.topItems([query], 10, NONE));
    expect(await answers[1]).toEqual(await js.topItems([query], 20, NONE));
    expect(onFailure).toHaveBeenCalledOnce();
    expect(backend.device.reason).toMatch(/^js: WebGPU failed: /);
  });
});
