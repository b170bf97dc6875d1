import { vi } from 'vitest';
import type { TopItems } from '../../../src/core/scoring/scoring-backend.js';
import { installGpuFactory } from '../../../workers/backends/gpu-factory.js';
import { createWebgpuBackend } from '../../../workers/backends/webgpu-backend.js';
import { captureDevices, PATIENT } from '../../support/gpu.js';
import type { LossPoint } from './loss-point.js';
import { openScoring, questionOf, untilFound } from './open-scoring.js';

const REPLACED = /^wasm: WebGPU failed: ./;

/** A GPU that cannot be had to begin with. */
const refused = (title: string, refuse: () => void, next = REPLACED): LossPoint => ({
  title: `GPU: ${title}`,
  async lose(round) {
    installGpuFactory(createWebgpuBackend);
    refuse();
    const scoring = await openScoring('webgpu');
    const question = questionOf(round);
    try {
      return await scoring.outcome(question, await scoring.ask(question), [], next);
    } finally {
      scoring.backend.dispose();
    }
  },
});

/** What a point has in hand when its GPU is well and a question is about to be asked. */
interface Running {
  device: GPUDevice;
  ask(): Promise<TopItems[]>;
  /** Resolves once a wrong answer was found in idle time. */
  found(): Promise<void>;
}

/** A GPU that is lost over a call. */
const lost = (
  title: string,
  askWhileLosing: (running: Running) => Promise<TopItems[]>,
  options: Parameters<typeof createWebgpuBackend>[2] = {},
): LossPoint => ({
  title: `GPU: ${title}`,
  async lose(round) {
    installGpuFactory((items, adapter) => createWebgpuBackend(items, adapter, { ...PATIENT, ...options }));
    const [devices, scoring] = [captureDevices(), await openScoring('webgpu')];
    if (scoring.backend.name !== 'webgpu') throw new Error(scoring.backend.device.reason);
    const question = questionOf(round);
    try {
      const answer = await askWhileLosing({
        device: devices[0],
        ask: () => scoring.ask(question),
        found: () => untilFound(scoring, round),
      });
      return await scoring.outcome(question, answer, ['webgpu'], REPLACED);
    } finally {
      scoring.backend.dispose();
    }
  },
});

/** What the device hands back, changed. */
function spoilReadBack(spoil: (bytes: ArrayBuffer) => void): void {
  const { getMappedRange } = GPUBuffer.prototype;
  vi.spyOn(GPUBuffer.prototype, 'getMappedRange').mockImplementation(function (this: GPUBuffer, ...range) {
    const bytes = getMappedRange.apply(this, range);
    // Buffers that are uploaded are not read back.
    if (this.usage & GPUBufferUsage.MAP_READ) spoil(bytes);
    return bytes;
  });
}

const spoiledReadBack = (title: string, spoil: (bytes: ArrayBuffer) => void): LossPoint =>
  lost(`it reads back ${title}`, ({ ask }) => {
    spoilReadBack(spoil);
    return ask();
  });

/** Where `workers/kernels/item-scan.ts` has what: the number of groups found, and behind these the list of a query. */
const FOUND_BYTES = 32;
const NEED_WORD = 32;

/** The device lists one group more than it must, and the best one of the first query is not among those read back. */
function hideTheBestGroup(): void {
  const { writeBuffer } = GPUQueue.prototype;
  vi.spyOn(GPUQueue.prototype, 'writeBuffer').mockImplementation(function (this: GPUQueue, buffer, offset, data) {
    const bytes = (data as ArrayBuffer).slice(0);
    new Uint32Array(bytes)[NEED_WORD] += 1;
    writeBuffer.call(this, buffer, offset, bytes);
  });
  spoilReadBack((bytes) => {
    const found = new Uint32Array(bytes, 0, 1);
    const groups = new Uint32Array(bytes, FOUND_BYTES, found[0] * 2);
    const highest = new Float32Array(bytes, FOUND_BYTES, found[0] * 2).filter((_, i) => i % 2 === 1);
    const best = highest.indexOf(Math.max(...highest));
    groups.copyWithin(best * 2, (found[0] - 1) * 2);
    found[0]--;
  });
}

export const gpuLosses: LossPoint[] = [
  refused(
    'no adapter is left',
    () => vi.spyOn(GPU.prototype, 'requestAdapter').mockResolvedValue(null),
    /^wasm: WebGPU has no adapter now$/,
  ),
  refused('its device is refused', () =>
    vi.spyOn(GPUAdapter.prototype, 'requestDevice').mockRejectedValue(new DOMException('no device', 'OperationError')),
  ),
  refused('its shader is refused', () => {
    const { createShaderModule } = GPUDevice.prototype;
    vi.spyOn(GPUDevice.prototype, 'createShaderModule').mockImplementation(function (this: GPUDevice, { code }) {
      return createShaderModule.call(this, { code: `${code} and nothing that it knows` });
    });
  }),
  refused('it has no memory for the rows', () => {
    const { createBuffer } = GPUDevice.prototype;
    vi.spyOn(GPUDevice.prototype, 'createBuffer').mockImplementation(function (this: GPUDevice, descriptor) {
      const isUpload = descriptor.mappedAtCreation === true;
      return createBuffer.call(this, isUpload ? { ...descriptor, size: 2 ** 45 } : descriptor);
    });
  }),
  lost('its device is destroyed before the call', ({ device, ask }) => {
    device.destroy();
    return ask();
  }),
  lost('its device is destroyed as the call begins', ({ device, ask }) => {
    const answer = ask();
    device.destroy();
    return answer;
  }),
  lost('its device is destroyed between submitting and reading back', ({ device, ask }) => {
    const { submit } = GPUQueue.prototype;
    vi.spyOn(GPUQueue.prototype, 'submit').mockImplementation(function (this: GPUQueue, commands) {
      submit.call(this, commands);
      device.destroy();
    });
    return ask();
  }),
  lost('its buffer is gone before it is read back', ({ ask }) => {
    const { mapAsync } = GPUBuffer.prototype;
    vi.spyOn(GPUBuffer.prototype, 'mapAsync').mockImplementation(function (this: GPUBuffer, mode) {
      this.destroy();
      return mapAsync.call(this, mode);
    });
    return ask();
  }),
  lost(
    'it stalls without a word',
    ({ ask }) => {
      vi.spyOn(GPUBuffer.prototype, 'mapAsync').mockReturnValue(new Promise(() => {}));
      return ask();
    },
    { answerMs: 200 },
  ),
  spoiledReadBack('zeros', (bytes) => new Uint8Array(bytes).fill(0)),
  spoiledReadBack('NaN', (bytes) => new Float32Array(bytes, FOUND_BYTES).fill(Number.NaN)),
  lost('a command breaks a limit', ({ device, ask }) => {
    device.createBuffer({ size: 2 ** 40, usage: GPUBufferUsage.STORAGE });
    return ask();
  }),
  {
    ...lost('it leaves out the best, which shows in idle time', async ({ ask, found }) => {
      hideTheBestGroup();
      await found();
      return ask();
    }),
    isFoundLater: true,
  },
];
