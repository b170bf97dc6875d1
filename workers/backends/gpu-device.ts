/** A device of our own, with one promise for all the ways in which it can fail of its own accord. */
export interface GpuDevice {
  device: GPUDevice;
  /** Rejects when the device is lost or finds a mistake in what it is told to do. */
  failed: Promise<never>;
}

export async function openDevice(adapter: GPUAdapter): Promise<GpuDevice> {
  const { limits } = adapter;
  const device = await adapter.requestDevice({
    // The default limits cap a buffer at 128 MiB of rows; tfjs sizes its workgroups by the others.
    requiredLimits: {
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    },
  });
  const failed = new Promise<never>((_, reject) => {
    void device.lost.then(({ reason, message }) => reject(new Error(`device lost (${reason}): ${message}`)));
    device.addEventListener('uncapturederror', (event) => {
      // Said here, so it need not stand in the shop's console.
      event.preventDefault();
      reject(new Error(event.error.message));
    });
  });
  // Calls race this promise; while there are none, nobody has to handle it.
  failed.catch(() => {});
  return { device, failed };
}
