import { MAX_MANIFEST_BYTES } from '../core/snapshot/manifest.js';
import { startDownload } from './download.js';

/** Longest silence of a server before it counts as unreachable. */
export const IDLE_MS = 10_000;

/**
 * The bytes of a manifest, as it is served now; not looked into.
 *
 * @throws {WindowshopError} `snapshot_unreachable`; `snapshot_invalid` when there are too many.
 */
export async function downloadManifest(manifestUrl: string, idleMs = IDLE_MS): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(MAX_MANIFEST_BYTES);
  const length = await startDownload(manifestUrl, { cache: 'no-cache', idleMs }).receive(buffer);
  // A copy: a view would carry all of the buffer along when it is sent to a worker.
  return buffer.slice(0, length);
}
