import { createJsBackend } from '../../src/core/scoring/js-backend.js';
import type { ScoringBackend } from '../../src/core/scoring/scoring-backend.js';
import type { ScoringDevice } from '../../src/core/scoring-protocol.js';
import type { Embeddings } from '../../src/core/snapshot/snapshot.js';
import type { BackendChoice } from './choose-backend.js';
import { createFailoverBackend } from './failover-backend.js';
import { installedGpuFactory } from './gpu-factory.js';

export interface OpenedBackend {
  backend: ScoringBackend;
  device: ScoringDevice;
}

/**
 * Makes the chosen backend, or `js` with a reason where it cannot be made.
 *
 * @param onFailure  Told when the backend failed later; `js` answers from that very call on.
 */
export async function openBackend(
  { adapter, ...device }: BackendChoice,
  embeddings: Embeddings,
  onFailure: (device: ScoringDevice) => void,
): Promise<OpenedBackend> {
  const js = createJsBackend(embeddings);
  if (adapter === undefined) return { backend: js, device };
  try {
    const createGpuBackend = installedGpuFactory();
    if (createGpuBackend === undefined) throw new Error('its code could not be loaded');
    const gpu = await createGpuBackend(embeddings, adapter);
    const backend = createFailoverBackend(gpu, js, (error) => onFailure(jsInstead(error)));
    return { backend, device };
  } catch (error) {
    return { backend: js, device: jsInstead(error) };
  }
}

const jsInstead = (error: unknown): ScoringDevice => ({
  name: 'js',
  reason: `js: WebGPU failed: ${error instanceof Error ? error.message : error}`,
});
