import type { ServedManifest } from '../core/scoring-protocol.js';
import { MAX_MANIFEST_BYTES } from '../core/snapshot/manifest.js';
import { MAX_SIGNATURES, SIGNATURE_BYTES } from '../core/snapshot/trust.js';
import { startDownload } from './download.js';

/** Longest silence of a server before it counts as unreachable. */
export const IDLE_MS = 10_000;

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
  const [bytes, signatures] = await Promise.all([
    downloadWhole(manifestUrl, MAX_MANIFEST_BYTES, idleMs),
    isSigned
      ? downloadWhole(new URL('manifest.sig', manifestUrl).href, MAX_SIGNATURES * SIGNATURE_BYTES, idleMs)
      : undefined,
  ]);
  return { bytes, ...(signatures && { signatures }) };
}

async function downloadWhole(url: string, maxBytes: number, idleMs: number): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(maxBytes);
  const length = await startDownload(url, { cache: 'no-cache', idleMs }).receive(buffer);
  // A copy: a view would carry all of the buffer along when it is sent to a worker.
  return buffer.slice(0, length);
}
