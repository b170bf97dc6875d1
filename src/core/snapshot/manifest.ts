import { WindowshopError } from '../windowshop-error.js';
import {
  CHUNK_ITEMS,
  type FileRole,
  FORMAT,
  FORMAT_VERSION,
  MAX_CHUNK_BYTES,
  MAX_DIM,
  MAX_ITEMS,
  ROLES,
} from './layout.js';
import { padDim, padItems } from './tile.js';
import { utf8DecodeStrict } from './utf8.js';

export interface ManifestFile {
  role: FileRole;
  /** File name beside the manifest: role, first 16 hex digits of the hash, `.bin`. */
  name: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
}

/** `manifest.json`: names the files of one snapshot and binds their bytes by hash. */
export interface Manifest {
  format: typeof FORMAT;
  formatVersion: typeof FORMAT_VERSION;
  /** First 16 hex digits of the SHA-256 over all else: equal versions mean equal snapshots. */
  version: string;
  /** ISO 8601 */
  builtAt: string;
  /** BCP 47 */
  locale: string;
  /** ISO 4217; absent when the catalogue names none. */
  currency?: string;
  items: number;
  dim: number;
  minShoppers: number;
  /** The head, if there is one, then one per role in the order of {@link ROLES}. */
  files: ManifestFile[];
  /** What `windowshop sign` has added; fields of the manifest like all others. */
  release?: Release;
}

/** What signing adds to a manifest. */
export interface Release {
  /** Name of the shop, so that no other shop's snapshot can stand in for it. */
  shopId: string;
  /** 1, 2, 3 …, one more with every release. */
  sequence: number;
  /** ISO 8601; afterwards the release counts as withheld from newer ones. */
  expires: string;
}

/** A manifest is small; a larger download is refused before it is parsed. */
export const MAX_MANIFEST_BYTES = 64 * 1024;
/** What a shop may be called. */
export const SHOP_ID = /^[\w.-]{1,100}$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
/** No single file of a snapshot may be larger (u32 offsets, and phones), … */
const MAX_FILE_BYTES = 1024 * 1024 * 1024;
/** … nor than so many items can need: memory for it is taken before its first byte is there. */
const maxFileBytes = (items: number): number =>
  Math.min(MAX_FILE_BYTES, Math.ceil(items / CHUNK_ITEMS) * MAX_CHUNK_BYTES);

export const fileName = (role: FileRole, sha256: string): string => `${role}-${sha256.slice(0, 16)}.bin`;

/**
 * Reads and checks a manifest.
 *
 * @throws {WindowshopError} `snapshot_invalid`, naming the field that is wrong.
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > MAX_MANIFEST_BYTES) throw invalid(`larger than ${MAX_MANIFEST_BYTES} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(utf8DecodeStrict(bytes));
  } catch (cause) {
    throw invalid('not JSON in UTF-8', cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('not an object');
  if (Object.hasOwn(value, '__proto__')) throw invalid('"__proto__" is no field of a manifest');
  const fields = value as Record<string, unknown>;
  const own = (name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

  if (own('format') !== FORMAT) throw invalid(`format must be "${FORMAT}", got ${quote(own('format'))}`);
  if (own('formatVersion') !== FORMAT_VERSION)
    throw invalid(`formatVersion must be ${FORMAT_VERSION}, got ${quote(own('formatVersion'))}`);
  const currency = own('currency');
  if (currency !== undefined && !isText(currency, /^[A-Z]{3}$/)) throw invalid('currency must be an ISO 4217 code');
  const files = own('files');
  const roles: readonly FileRole[] = hasHead(files) ? ['head', ...ROLES] : ROLES;
  if (!Array.isArray(files) || files.length !== roles.length)
    throw invalid(`files must list ${roles.length} files, got ${Array.isArray(files) ? files.length : quote(files)}`);

  const items = whole(own('items'), 'items', 1, MAX_ITEMS);
  const dim = whole(own('dim'), 'dim', 1, MAX_DIM);
  return {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    version: text(own('version'), 'version', /^[0-9a-f]{16}$/),
    builtAt: text(own('builtAt'), 'builtAt', MOMENT),
    locale: text(own('locale'), 'locale', /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/),
    ...(currency === undefined ? {} : { currency }),
    items,
    dim,
    minShoppers: whole(own('minShoppers'), 'minShoppers', 1, Number.MAX_SAFE_INTEGER),
    files: files.map((file, i) =>
      parseFile(file, roles[i], {
        // What scans the embeddings takes memory for so many items and dimensions: a file has four bits for each at least.
        min: roles[i] === 'embeddings' ? (padItems(items) * padDim(dim)) / 2 : 1,
        max: maxFileBytes(items),
      }),
    ),
    ...parseRelease(own),
  };
}

/** All three fields, or none. */
function parseRelease(own: (name: string) => unknown): Pick<Manifest, 'release'> {
  if (['shopId', 'sequence', 'expires'].every((name) => own(name) === undefined)) return {};
  const release = {
    shopId: text(own('shopId'), 'shopId', SHOP_ID),
    sequence: whole(own('sequence'), 'sequence', 1, Number.MAX_SAFE_INTEGER),
    expires: text(own('expires'), 'expires', MOMENT),
  };
  if (Number.isNaN(Date.parse(release.expires))) throw invalid(`expires must be a date, got ${quote(release.expires)}`);
  return { release };
}

const hasHead = (files: unknown): boolean => Array.isArray(files) && files[0]?.role === 'head';

function parseFile(value: unknown, role: FileRole, bytes: { min: number; max: number }): ManifestFile {
  if (typeof value !== 'object' || value === null) throw invalid(`files: the entry of ${role} is not an object`);
  const file = value as Record<string, unknown>;
  if (file.role !== role) throw invalid(`files: expected the role ${role}, got ${quote(file.role)}`);
  const sha256 = text(file.sha256, `sha256 of ${role}`, /^[0-9a-f]{64}$/);
  const name = fileName(role, sha256);
  if (file.name !== name) throw invalid(`files: ${role} must be named ${name}, got ${quote(file.name)}`);
  return { role, name, bytes: whole(file.bytes, `bytes of ${role}`, bytes.min, bytes.max), sha256 };
}

const isText = (value: unknown, pattern: RegExp): value is string => typeof value === 'string' && pattern.test(value);

function text(value: unknown, field: string, pattern: RegExp): string {
  if (!isText(value, pattern)) throw invalid(`${field} must match ${pattern}, got ${quote(value)}`);
  return value;
}

function whole(value: unknown, field: string, min: number, max: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < min || (value as number) > max)
    throw invalid(`${field} must be a whole number from ${min} to ${max}, got ${quote(value)}`);
  return value as number;
}

/** Lists and objects without what they hold: nested deep enough, they cannot be written out. */
const quote = (value: unknown): string =>
  typeof value === 'object' && value !== null ? 'an object or a list' : String(JSON.stringify(value)).slice(0, 80);

const invalid = (problem: string, cause?: unknown): WindowshopError =>
  new WindowshopError('snapshot_invalid', `manifest.json: ${problem}`, {
    hint: 'Build the snapshot again and publish all of its files together.',
    ...(cause === undefined ? {} : { cause }),
  });
