// Tells a harness that mutates snapshots from outside how ours are built. Plain JavaScript without dependencies: it is
// loaded by whoever runs that harness. The format itself is described in src/core/snapshot/layout.ts.
import { createHash, sign as signBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const manifest = 'manifest.json';
export const signature = 'manifest.sig';
export const parse = (raw) => JSON.parse(raw.toString('utf8'));

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Equal versions mean equal snapshots: what is not the same gets another one, as from the builder. */
export function encode({ version: _, ...facts }) {
  return Buffer.from(JSON.stringify({ ...facts, version: sha256(JSON.stringify(facts)).slice(0, 16) }));
}

export const sign = (raw, key) => signBytes(null, raw, key);

export const version = {
  get: ({ sequence }) => sequence,
  set: (release, sequence) => {
    release.sequence = sequence;
  },
};

const KINDS = { embeddings: 'f32', items: 'ids' };

/** Data files with their meaning: 'f32' for rows of numbers, 'ids' for the items' names. */
export const files = ({ files }) => files.map(({ name, role }) => ({ path: name, role, kind: KINDS[role] ?? 'other' }));

/**
 * Points the manifest at a changed file, whose every hash is right.
 *
 * The harness takes a file for one bare array. What it does to the header and the table of sections, or to bytes that
 * carry no id, is done to codes and ids instead, so that it is these that lie.
 */
export function replace(release, role, bytes) {
  const original = originalOf(role);
  if (role === 'embeddings') onCodes(bytes, original);
  if (role === 'items' && bytes.length === original.length) onIds(bytes, original);
  if (KINDS[role] === undefined) onTable(bytes);
  const hash = sha256(bytes);
  const name = `${role}-${hash.slice(0, 16)}.bin`;
  Object.assign(
    release.files.find((file) => file.role === role),
    { name, sha256: hash, bytes: bytes.length },
  );
  return name;
}

/** Numbers of sections. */
const ID_ORDER = 3;
const POPULARITY = 7;
const CODES = 32;

/** Codes are 1…127, and the first letters of a header are such. */
function onCodes(bytes, original) {
  const codes = offsetOf(original, CODES);
  for (let i = 0; i < codes; i++) {
    if (bytes[i] === original[i]) continue;
    bytes[codes + i] = bytes[i];
    bytes[i] = original[i];
  }
}

/** The last bytes change in every sound successor: another popularity. All else means ids twice or in no order. */
function onIds(bytes, original) {
  const isSuccessor = !bytes.equals(original) && bytes.subarray(0, -4).equals(original.subarray(0, -4));
  bytes.set(original);
  if (isSuccessor) bytes[offsetOf(bytes, POPULARITY)] ^= 1;
  else bytes.subarray(offsetOf(bytes, ID_ORDER)).subarray(0, 4).swap32();
}

/** These files are another in every sound successor: by the hash of a section, at which pages do not look. */
function onTable(bytes) {
  bytes[bytes.indexOf('WSHP') + 32] ^= 1;
}

function offsetOf(file, section) {
  for (let entry = 16; ; entry += 48) if (file.readUInt32LE(entry) === section) return file.readUInt32LE(entry + 4);
}

/** As the page was built: this file is copied to beside it. */
function originalOf(role) {
  const folder = new URL('cdn/snapshot/', import.meta.url);
  const { files } = parse(readFileSync(new URL(manifest, folder)));
  return readFileSync(new URL(files.find((file) => file.role === role).name, folder));
}

const fields = (change) => (release) => Object.assign(release, typeof change === 'function' ? change(release) : change);
const without = (name) => (release) => Reflect.deleteProperty(release, name);
const inItems = (change) => (release) => fields(change)(release.files.find(({ role }) => role === 'items'));

/** Changes to the manifest that must be refused although the signature is right. */
export const lies = {
  rollback: fields(({ sequence }) => ({ sequence: sequence - 2 })),
  'sequence zero': fields({ sequence: 0 }),
  'sequence negative': fields({ sequence: -1 }),
  'sequence 2^53': fields({ sequence: 2 ** 53 }),
  'sequence text': fields({ sequence: '99' }),
  'sequence missing': without('sequence'),
  expired: fields({ expires: '2001-01-01T00:00:00Z' }),
  'expires nonsense': fields({ expires: 'soon' }),
  'expires missing': without('expires'),
  'other shop': fields({ shopId: 'elsewhere' }),
  'shop missing': without('shopId'),
  'other format': fields({ format: 'elsewhere' }),
  'format from the future': fields({ formatVersion: 999 }),
  'bytes + 1': inItems(({ bytes }) => ({ bytes: bytes + 1 })),
  'bytes - 1': inItems(({ bytes }) => ({ bytes: bytes - 1 })),
  'bytes huge': inItems({ bytes: 2 ** 40 }),
  'bytes negative': inItems({ bytes: -4 }),
  'bytes fraction': inItems(({ bytes }) => ({ bytes: bytes + 0.5 })),
  'bytes text': inItems(({ bytes }) => ({ bytes: String(bytes) })),
  'items + 1': fields(({ items }) => ({ items: items + 1 })),
  'items zero': fields({ items: 0 }),
  'dim zero': fields({ dim: 0 }),
  'dim doubled, items halved': fields(({ items, dim }) => ({ items: items / 2, dim: dim * 2 })),
  'items times dim overflow': fields({ items: 2 ** 31, dim: 2 ** 31 }),
  'hash of something else': inItems({ sha256: sha256('else') }),
  'hash upper case': inItems(({ sha256 }) => ({ sha256: sha256.toUpperCase() })),
  'path traversal': inItems({ name: '../../index.html' }),
  'absolute address': inItems({ name: 'http://127.0.0.1:9/x' }),
  'roles doubled': inItems({ role: 'embeddings' }),
  'no files': fields({ files: [] }),
  'files an object': fields({ files: { length: 5 } }),
  'files 100,000': fields(({ files }) => ({ files: Array(100_000).fill(files[0]) })),
};

/** The text of a manifest, changed before it is signed. */
export const raws = {
  'not an object': () => Buffer.from('[]'),
  null: () => Buffer.from('null'),
  empty: () => Buffer.alloc(0),
  'bad UTF-8': (raw) => Buffer.concat([raw.subarray(0, 5), Buffer.from([0xff, 0xc0, 0x80]), raw.subarray(5)]),
  'deep nesting': () => Buffer.from('['.repeat(60_000)),
  'own __proto__': (raw) => Buffer.from(raw.toString().replace('{', '{"__proto__":{"sequence":1e9},')),
  'five megabytes': (raw) => Buffer.from(raw.toString().replace('{', `{"x":"${'y'.repeat(5e6)}",`)),
  'NaN literal': (raw) => Buffer.from(raw.toString().replace(/"sequence":\d+/, '"sequence":NaN')),
};
