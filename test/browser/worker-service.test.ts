import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import type { ScoringService } from '../../src/core/scoring-protocol.js';
import { CallPacker } from '../../src/core/travelling-shopper.js';
import { installGpuFactory } from '../../workers/backends/gpu-factory.js';
import { createWebgpuBackend } from '../../workers/backends/webgpu-backend.js';
import { createScoringService } from '../../workers/scoring-service.js';
import { captureDevices, hasAdapter, missingAdapter } from '../support/gpu.js';
import { callOfViewer, loadRequest, silentListener } from '../support/scoring-calls.js';

const manifestUrl = inject('largeManifestUrl');
const call = new CallPacker().pack(callOfViewer(['item-7', 'item-100'], 50));

describe.skipIf(!hasAdapter)(`the service on a GPU${missingAdapter}`, () => {
  let devices: GPUDevice[];
  let service: ScoringService;
  const listener = { ...silentListener, deviceChanged: vi.fn() };

  beforeEach(() => {
    devices = captureDevices();
    listener.deviceChanged.mockClear();
    installGpuFactory(createWebgpuBackend);
    service = createScoringService();
  });

  afterEach(() => {
    service.dispose();
    vi.restoreAllMocks();
  });

  async function answerOfJs(from = manifestUrl) {
    const js = createScoringService();
    await js.load(loadRequest(from, 'js'), listener);
    const answer = await js.recommend(call);
    js.dispose();
    return answer;
  }

  test('answers exactly as js does: items, order, scores and reasons', async () => {
    const loaded = await service.load(loadRequest(manifestUrl, 'webgpu'), listener);
    expect(loaded).toMatchObject({ device: { name: 'webgpu' } });
    const submit = vi.spyOn(GPUQueue.prototype, 'submit');
    const answer = await service.recommend(call);
    expect(submit).toHaveBeenCalled();
    expect(answer[0].items).toHaveLength(50);
    expect(answer).toEqual(await answerOfJs());
  });

  test('answers exactly as js does from codes of four bits, and so does wasm', async () => {
    const from = inject('narrowManifestUrl');
    for (const device of ['webgpu', 'wasm'] as const) {
      expect(await service.load(loadRequest(from, device), listener)).toMatchObject({ device: { name: device } });
      expect(await service.recommend(call)).toEqual(await answerOfJs(from));
    }
  });

  test('that is lost over a call answers the same call with wasm, and says so once', async () => {
    await service.load(loadRequest(manifestUrl, 'webgpu'), listener);
    const answer = service.recommend(call);
    devices[0].destroy();
    expect(await answer).toEqual(await answerOfJs());
    await service.recommend(call);
    expect(listener.deviceChanged).toHaveBeenCalledOnce();
    expect(listener.deviceChanged).toHaveBeenCalledWith({
      lost: 'webgpu',
      device: { name: 'wasm', reason: expect.stringMatching(/^wasm: WebGPU failed: /) },
    });
  });

  test('that cannot be had is no obstacle: wasm answers, and says why', async () => {
    vi.mocked(GPUAdapter.prototype.requestDevice).mockRejectedValue(new Error('out of memory'));
    const loaded = await service.load(loadRequest(manifestUrl, 'webgpu'), listener);
    expect(loaded).toMatchObject({ device: { name: 'wasm', reason: 'wasm: WebGPU failed: out of memory' } });
    expect(await service.recommend(call)).toEqual(await answerOfJs());
  });

  test('that was lost twice on this page is not asked for again, however often a service is made', async () => {
    const requestAdapter = vi.spyOn(GPU.prototype, 'requestAdapter');
    const loaded = await service.load({ ...loadRequest(manifestUrl, 'webgpu'), gpuLosses: 2 }, listener);
    expect(loaded).toMatchObject({ device: { name: 'wasm', reason: 'wasm: the GPU was lost 2 times on this page' } });
    expect(await service.recommend(call)).toEqual(await answerOfJs());
    expect(requestAdapter).not.toHaveBeenCalled();
  });

  test('answers a call that is under way when it is disposed', async () => {
    await service.load(loadRequest(manifestUrl, 'webgpu'), listener);
    const answer = service.recommend(call);
    service.dispose();
    expect(await answer).toEqual(await answerOfJs());
    expect(listener.deviceChanged).not.toHaveBeenCalled();
  });

  test('frees its device when disposed', async () => {
    await service.load(loadRequest(manifestUrl, 'webgpu'), listener);
    service.dispose();
    expect((await devices[0].lost).reason).toBe('destroyed');
    await expect(service.recommend(call)).rejects.toThrow('no snapshot is loaded');
  });
});
