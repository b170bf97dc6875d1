/** A fresh adapter; each can give one device only. */
export async function requestAdapter(): Promise<GPUAdapter> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) throw new Error('this browser offers no WebGPU adapter');
  return adapter;
}

export const hasAdapter: boolean = Boolean(await navigator.gpu?.requestAdapter());

/** What a skipped test says in its title. */
export const missingAdapter: string = hasAdapter ? '' : ' (left out: this browser offers no WebGPU adapter)';
