/** Compute pipelines by device and source, since a device can be lost. */
const pipelines = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

/** The pipeline of one entry point, compiled once per device. */
export function computePipeline(device: GPUDevice, source: string, entryPoint: string): Promise<GPUComputePipeline> {
  const known = pipelines.get(device) ?? new Map<string, Promise<GPUComputePipeline>>();
  pipelines.set(device, known);
  const key = `${entryPoint}\n${source}`;
  const pipeline =
    known.get(key) ??
    device.createComputePipelineAsync({
      label: entryPoint,
      layout: 'auto',
      compute: { module: device.createShaderModule({ label: entryPoint, code: source }), entryPoint },
    });
  known.set(key, pipeline);
  return pipeline;
}
