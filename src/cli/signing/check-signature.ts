import { verify as verifyBytes } from 'node:crypto';
import type { Manifest } from '../../core/snapshot/manifest.js';
import { acceptRelease, signaturesIn } from '../../core/snapshot/trust.js';
import { WindowshopError } from '../../core/windowshop-error.js';
import { MANIFEST_NAME, type Problem, SIGNATURE_NAME } from '../snapshot-files/read-snapshot.js';
import { toPublicKey } from './key-files.js';

/** What a page that trusts `keys` would have against a manifest; undefined when it would take it. */
export function findDistrust(
  {
    manifest,
    bytes,
    signature,
  }: { manifest: Manifest; bytes: Uint8Array; signature: Uint8Array<ArrayBuffer> | undefined },
  keys: readonly string[],
): Problem | undefined {
  if (signature === undefined)
    return { file: SIGNATURE_NAME, code: 'missing', message: 'the manifest is not signed: run `windowshop sign`' };
  const each = signaturesIn(signature);
  const key = keys.find((one) => each.some((of) => verifyBytes(null, bytes, toPublicKey(one), of)));
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
