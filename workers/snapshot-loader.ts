import { decodeSnapshot } from '../src/core/snapshot/decode-snapshot.js';
import { toHex } from '../src/core/snapshot/encode-snapshot.js';
import { ROLES, type Role } from '../src/core/snapshot/layout.js';
import { MAX_MANIFEST_BYTES, type Manifest, type ManifestFile, parseManifest } from '../src/core/snapshot/manifest.js';
import type { Snapshot } from '../src/core/snapshot/snapshot.js';
import { WindowshopError } from '../src/core/windowshop-error.js';
import { download } from './download.js';
import { sha256 } from './sha256.js';

/** Longest silence of a server before it counts as unreachable. */
const IDLE_MS = 10_000;

/** Progress is told in steps of this share of the whole, so that a download is not a flood of messages. */
const PROGRESS_STEP = 0.02;

/** @throws {WindowshopError} `snapshot_unreachable`, `snapshot_invalid` */
export async function loadManifest(manifestUrl: string, idleMs = IDLE_MS): Promise<Manifest> {
  const buffer = new Uint8Array(MAX_MANIFEST_BYTES);
  const length = await download(manifestUrl, buffer, { cache: 'no-cache', idleMs });
  return parseManifest(buffer.subarray(0, length));
}

/**
 * Fetches the files of a manifest, all of them and always in the same order, so that requests tell nothing about the
 * shopper; compares length and digest of each, and only then looks inside.
 *
 * @throws {WindowshopError} `snapshot_unreachable`, `snapshot_invalid`
 */
export async function loadSnapshot(
  manifestUrl: string,
  manifest: Manifest,
  onProgress: (loaded: number, total: number) => void = () => {},
  idleMs = IDLE_MS,
): Promise<Snapshot> {
  const total = totalBytes(manifest);
  let told = 0;
  let finished = 0;
  const files = {} as Record<Role, Uint8Array>;
  for (const [i, role] of ROLES.entries()) {
    const file = manifest.files[i];
    const bytes = allocate(file);
    const length = await download(new URL(file.name, manifestUrl).href, bytes, {
      cache: 'default',
      idleMs,
      onProgress(loaded) {
        const sum = finished + loaded;
        if (sum - told < total * PROGRESS_STEP && sum < total) return;
        told = sum;
        onProgress(sum, total);
      },
    });
    if (length !== file.bytes) throw invalid(file, `${length} bytes instead of ${file.bytes}`);
    if (toHex(await digest(bytes)) !== file.sha256) throw invalid(file, 'its bytes have another SHA-256');
    finished += length;
    files[role] = bytes;
  }
  return decodeSnapshot(manifest, files);
}

export const totalBytes = (manifest: Manifest): number => manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);

function allocate(file: ManifestFile): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(file.bytes);
  } catch (cause) {
    throw invalid(file, `no memory for its ${file.bytes} bytes`, cause);
  }
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  // Browsers hide SubtleCrypto on pages that came over plain http.
  return globalThis.crypto?.subtle ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) : sha256(bytes);
}

const invalid = (file: ManifestFile, problem: string, cause?: unknown): WindowshopError =>
  new WindowshopError('snapshot_invalid', `${file.name}: ${problem}`, { cause });
