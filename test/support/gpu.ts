import { vi } from 'vitest';

/** A fresh adapter; each can give one device only. */
export async function requestAdapter(): Promise<GPUAdapter> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) throw new Error('this browser offers no WebGPU adapter');
  return adapter;
}

export const hasAdapter: boolean = Boolean(await navigator.gpu?.requestAdapter());

/** What a skipped test says in its title. */
export const missingAdapter: string = hasAdapter ? '' : ' (left out: this browser offers no WebGPU adapter)';

/** Collects the devices made from now on, until mocks are restored: the only way to harm one that somebody else owns. */
export function captureDevices(): GPUDevice[] {
  const devices: GPUDevice[] = [];
  const { requestDevice } = GPUAdapter.prototype;
  vi.spyOn(GPUAdapter.prototype, 'requestDevice').mockImplementation(async function (this: GPUAdapter, descriptor) {
    const device = await requestDevice.call(this, descriptor);
    devices.push(device);
    return device;
  });
  return devices;
}

/** Nobody's machine is so busy: it is the device that answers. */
export const PATIENT = { patienceMs: 60_000 };
