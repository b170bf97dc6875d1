import { verify as verifyBytes } from 'node:crypto';
import type { Manifest } from '../../core/snapshot/manifest.js';
import { acceptRelease, MAX_SIGNATURES, SIGNATURE_BYTES, signaturesIn } from '../../core/snapshot/trust.js';
import { WindowshopError } from '../../core/windowshop-error.js';
import { MANIFEST_NAME, type Problem, SIGNATURE_NAME, withoutFile } from '../snapshot-files/read-snapshot.js';
import { toPublicKey } from './key-files.js';

/** What any page that trusts a key would have against a release, whatever the key; undefined when there is nothing. */
export function findFaultOfRelease(
  { release }: Manifest,
  signature: Uint8Array<ArrayBuffer> | undefined,
): Problem | undefined {
  if (signature && signaturesIn(signature).length === 0)
    return {
      file: SIGNATURE_NAME,
      code: 'signature',
      message: `these are no signatures, 1 to ${MAX_SIGNATURES} different ones of ${SIGNATURE_BYTES} bytes each: sign again`,
    };
  if (release && Date.now() >= Date.parse(release.expires))
    return {
      file: MANIFEST_NAME,
      code: 'signature',
      message: `release ${release.sequence} expired on ${release.expires}: sign it again with a later --expires`,
    };
  return undefined;
}

/** What a page that trusts `keys` would have against a manifest; undefined when it would take it, or there are no keys. */
export function findDistrust(
  {
    manifest,
    bytes,
    signature,
  }: { manifest: Manifest; bytes: Uint8Array; signature: Uint8Array<ArrayBuffer> | undefined },
  keys: readonly string[],
): Problem | undefined {
  if (keys.length === 0) return undefined;
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
    return { file: MANIFEST_NAME, code: 'signature', message: withoutFile(error.message) };
  }
}
