import type { ServedManifest } from '../core/scoring-protocol.js';
import { MAX_MANIFEST_BYTES } from '../core/snapshot/manifest.js';
import { MAX_SIGNATURES, SIGNATURE_BYTES } from '../core/snapshot/trust.js';
import { startDownload } from './download.js';

/** Longest silence of a server before it counts as unreachable. */
export const IDLE_MS = 10_000;
/** … while a snapshot is in use already: whoever looks for a newer one can look again. */
export const REFRESH_IDLE_MS = 4000;

/**
 * A manifest as it is served now, not looked into.
 *
 * @param isSigned  Asks for its signatures too, which must be there then.
 * @throws {WindowshopError} `snapshot_unreachable`; `snapshot_invalid` when there is more than there may be.
 */
export async function downloadManifest(
  manifestUrl: string,
  isSigned: boolean,
  idleMs = IDLE_MS,
): Promise<ServedManifest> {
  const manifest = downloadWhole(manifestUrl, MAX_MANIFEST_BYTES, idleMs);
  if (!isSigned) return { bytes: await manifest };
  // A policy that refuses the manifest does so at once; asked for the signatures as well, it would be violated twice.
  await Promise.race([manifest, new Promise((resolve) => setTimeout(resolve))]);
  const [bytes, signatures] = await Promise.all([
    manifest,
    downloadWhole(new URL('manifest.sig', manifestUrl).href, MAX_SIGNATURES * SIGNATURE_BYTES, idleMs),
  ]);
  return { bytes, signatures };
}

async function downloadWhole(url: string, maxBytes: number, idleMs: number): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(maxBytes);
  const length = await startDownload(url, { cache: 'no-cache', idleMs }).receive(buffer);
  // A copy: a view would carry all of the buffer along when it is sent to a worker.
  return buffer.slice(0, length);
}
