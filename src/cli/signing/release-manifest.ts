import { type Manifest, parseManifest, type Release } from '../../core/snapshot/manifest.js';
import { utf8DecodeStrict } from '../../core/snapshot/utf8.js';
import { CommandError } from '../command-error.js';
import { MANIFEST_NAME, readManifest, SIGNATURE_NAME, unwrap } from '../snapshot-files/read-snapshot.js';
import { writeWhole } from '../snapshot-files/write-snapshot.js';

/**
 * Makes a snapshot a release: its manifest gets the three fields, and a signature of just these bytes beside it. What is
 * a release already may be signed again, under its sequence or a later one.
 *
 * @param signatureOf  Of the bytes of the manifest.
 * @throws {CommandError} `snapshot_unreadable`, `snapshot_invalid`, `release_refused`, `write_failed`
 */
export async function releaseManifest(
  folder: string,
  release: Release,
  signatureOf: (manifest: Uint8Array) => Uint8Array,
): Promise<Manifest> {
  const read = unwrap(folder, await readManifest(folder));
  if (read.manifest.release) refuseStepBack(folder, read.manifest.release, release);
  const fields = JSON.parse(utf8DecodeStrict(read.bytes)) as object;
  const bytes = Buffer.from(`${JSON.stringify({ ...fields, ...release }, undefined, 2)}\n`);
  try {
    await writeWhole(folder, SIGNATURE_NAME, signatureOf(bytes));
    await writeWhole(folder, MANIFEST_NAME, bytes);
  } catch (cause) {
    throw new CommandError('write_failed', `cannot write to ${folder}: ${(cause as Error).message}`, { cause });
  }
  return parseManifest(bytes);
}

/** Pages that took the earlier release would refuse this one. */
function refuseStepBack(folder: string, earlier: Release, { shopId, sequence }: Release): void {
  if (shopId !== earlier.shopId)
    throw new CommandError(
      'release_refused',
      `${folder} is a release of the shop "${earlier.shopId}", not of "${shopId}": sign it with --shop ${earlier.shopId}, or build the snapshot again for another shop`,
    );
  if (sequence < earlier.sequence)
    throw new CommandError(
      'release_refused',
      `${folder} is release ${earlier.sequence} already, and pages that took it refuse release ${sequence}: sign it with --sequence ${earlier.sequence} or higher`,
    );
}
