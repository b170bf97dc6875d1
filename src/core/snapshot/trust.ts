import { WindowshopError } from '../windowshop-error.js';
import type { Manifest, Release } from './manifest.js';

/** Whose snapshots a page takes, and from which release on. */
export interface Trust {
  /** Ed25519 public keys, 32 bytes in base64. */
  keys: readonly string[];
  /** Lowest {@link Release.sequence}. Default 0. */
  minVersion?: number;
}

/** The latest release that was taken: none before it is taken again. */
export interface Floor extends Omit<Release, 'expires'> {
  version: string;
  /** The key that had signed it. */
  key: string;
}

/** 32 bytes in base64. */
export const PUBLIC_KEY = /^[A-Za-z0-9+/]{43}=$/;
export const SIGNATURE_BYTES = 64;
/** Keys change now and then, each page knowing some of them: a release may carry one signature for each. */
export const MAX_SIGNATURES = 8;

/**
 * The signatures that stand one after the other in `manifest.sig`; none where these are no whole ones, too many, or one of
 * them twice: nobody signs like that.
 */
export function signaturesIn(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const count = bytes.length / SIGNATURE_BYTES;
  if (!Number.isInteger(count) || count > MAX_SIGNATURES) return [];
  const signatures = Array.from({ length: count }, (_, i) =>
    bytes.slice(i * SIGNATURE_BYTES, (i + 1) * SIGNATURE_BYTES),
  );
  return new Set(signatures.map(String)).size < count ? [] : signatures;
}

/**
 * Whether a release may be taken into use.
 *
 * @param manifest  Its signature is right.
 * @param key       The trusted key that has signed it.
 * @param floor     What was taken before. It holds for as long as its key is trusted, so that whoever had stolen a key
 *                  cannot keep later releases out with a huge sequence.
 * @param now       Epoch ms; undefined where age does not matter.
 * @returns         The floor from now on.
 * @throws {WindowshopError} `snapshot_invalid`: older than what is known, expired, or another shop's.
 */
export function acceptRelease(
  { release, version }: Manifest,
  key: string,
  { trust, floor, now }: { trust: Trust; floor?: Floor | undefined; now: number | undefined },
): Floor {
  if (release === undefined) throw refused('it has no shopId, sequence and expires', 'Sign it with `windowshop sign`.');
  const { shopId, sequence, expires } = release;
  const { keys, minVersion = 0 } = trust;
  if (sequence < minVersion) throw refused(`release ${sequence} is older than ${minVersion}, the lowest that is taken`);
  if (now !== undefined && now >= Date.parse(expires))
    throw refused(`release ${sequence} expired on ${expires}`, 'Sign it again with a later --expires.');
  if (floor !== undefined && keys.includes(floor.key)) {
    if (shopId !== floor.shopId) throw refused(`it is of the shop "${shopId}", not of "${floor.shopId}"`);
    if (sequence < floor.sequence)
      throw refused(`release ${sequence} is older than ${floor.sequence}, which was taken`);
    if (sequence === floor.sequence && version !== floor.version)
      throw refused(
        `there is another snapshot with the sequence ${sequence}`,
        'Sign each release with a sequence of its own.',
      );
  }
  return { shopId, sequence, version, key };
}

const refused = (problem: string, hint = 'Publish the latest signed release.'): WindowshopError =>
  new WindowshopError('snapshot_invalid', `manifest.json: not trusted: ${problem}`, { hint });
