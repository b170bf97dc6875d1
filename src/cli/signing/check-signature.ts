import { verify as verifyBytes } from 'node:crypto';
import type { Manifest } from '../../core/snapshot/manifest.js';
import { acceptRelease, MAX_SIGNATURES, SIGNATURE_BYTES } from '../../core/snapshot/trust.js';
import { WindowshopError } from '../../core/windowshop-error.js';
import { MANIFEST_NAME, type Problem, SIGNATURE_NAME } from '../snapshot-files/read-snapshot.js';
import { toPublicKey } from './key-files.js';

/** What a page that trusts `keys` would have against a manifest; undefined when it would take it. */
export function findDistrust(
  { manifest, bytes, signature }: { manifest: Manifest; bytes: Uint8Array; signature: Uint8Array | undefined },
  keys: readonly string[],
): Problem | undefined {
  if (signature === undefined)
    return { file: SIGNATURE_NAME, code: 'missing', message: 'the manifest is not signed: run `windowshop sign`' };
  const key = signerOf(bytes, signature, keys);
  if (key === undefined)
    return { file: SIGNATURE_NAME, code: 'signature', message: 'none of the keys has signed this manifest' };
  try {
    acceptRelease(manifest, key, { trust: { keys }, now: Date.now() });
    return undefined;
  } catch (error) {
    if (!(error instanceof WindowshopError)) throw error;
    return { file: MANIFEST_NAME, code: 'signature', message: error.message };
  }
}

function signerOf(bytes: Uint8Array, signatures: Uint8Array, keys: readonly string[]): string | undefined {
  const count = signatures.length / SIGNATURE_BYTES;
  if (!Number.isInteger(count) || count > MAX_SIGNATURES) return undefined;
  const each = Array.from({ length: count }, (_, i) =>
    signatures.subarray(i * SIGNATURE_BYTES, (i + 1) * SIGNATURE_BYTES),
  );
  return keys.find((key) => each.some((signature) => verifyBytes(null, bytes, toPublicKey(key), signature)));
}
