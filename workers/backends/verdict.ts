import type { KernelName } from '../kernels/scan-kernel.js';

/** What scores fastest on this device, for one snapshot. */
export interface Verdict {
  kernel: KernelName;
  isGpuFaster: boolean;
  /** For `sdk.device.reason`, without the device's name. */
  reason: string;
}
