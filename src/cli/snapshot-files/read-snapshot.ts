import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFusion } from '../../core/scoring/fusion-weights.js';
import { decodeSnapshot, readSectionTable } from '../../core/snapshot/decode-snapshot.js';
import { decodeHead } from '../../core/snapshot/head.js';
import { type FileRole, ROLES, type Role, type SectionName } from '../../core/snapshot/layout.js';
import { MAX_MANIFEST_BYTES, type Manifest, type ManifestFile, parseManifest } from '../../core/snapshot/manifest.js';
import type { Snapshot } from '../../core/snapshot/snapshot.js';
import { MAX_SIGNATURES, SIGNATURE_BYTES } from '../../core/snapshot/trust.js';
import { WindowshopError } from '../../core/windowshop-error.js';
import { CommandError } from '../command-error.js';

export const MANIFEST_NAME = 'manifest.json';
export const SIGNATURE_NAME = 'manifest.sig';

/** What is wrong with a file of a snapshot. */
export interface Problem {
  file: string;
  code: 'missing' | 'unreadable' | 'invalid' | 'length' | 'hash' | 'signature';
  message: string;
}

/** What was read, or why it could not be. */
export type Reading<T> = { value: T; problem?: undefined } | { value?: undefined; problem: Problem };

/** The manifest of a folder, and its exact bytes. */
export async function readManifest(folder: string): Promise<Reading<{ manifest: Manifest; bytes: Uint8Array }>> {
  const read = await readWhole(folder, MANIFEST_NAME, MAX_MANIFEST_BYTES);
  if (read.problem) return read;
  try {
    return { value: { manifest: parseManifest(read.value), bytes: read.value } };
  } catch (error) {
    if (!(error instanceof WindowshopError)) throw error;
    return problem(MANIFEST_NAME, 'invalid', withoutFile(error.message));
  }
}

/** What the core says of a manifest names the file already, and a {@link Problem} does as well. */
export const withoutFile = (message: string): string =>
  message.startsWith(`${MANIFEST_NAME}: `) ? message.slice(MANIFEST_NAME.length + 2) : message;

/** The signatures beside the manifest, one after the other; undefined when there are none. */
export async function readSignature(folder: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const read = await readWhole(folder, SIGNATURE_NAME, MAX_SIGNATURES * SIGNATURE_BYTES);
  return read.problem?.code === 'missing' ? undefined : (read.value ?? new Uint8Array());
}

/** The bytes of a file that a manifest names. */
export async function readManifestFile(
  folder: string,
  { name, bytes: expected, sha256 }: ManifestFile,
): Promise<Reading<Uint8Array>> {
  const read = await readWhole(folder, name, expected);
  if (read.problem) return read;
  if (read.value.length !== expected)
    return problem(name, 'length', `${read.value.length} bytes instead of ${expected}`);
  return createHash('sha256').update(read.value).digest('hex') === sha256
    ? read
    : problem(name, 'hash', 'the bytes are not those that the manifest was made for');
}

/** How long a section is. */
export interface SectionSize {
  role: Role;
  name: SectionName;
  bytes: number;
}

export interface ReadSnapshot {
  snapshot: Snapshot;
  /** Of a large snapshot. */
  head: Snapshot | undefined;
  manifestBytes: number;
  /** In the order of the files. */
  sections: SectionSize[];
}

/**
 * Reads and checks a whole snapshot, the way a browser would.
 *
 * @throws {CommandError} `snapshot_unreadable` or `snapshot_invalid`, naming the file.
 */
export async function readSnapshot(folder: string): Promise<ReadSnapshot> {
  const { manifest, bytes } = unwrap(folder, await readManifest(folder));
  const files = {} as Record<FileRole, Uint8Array>;
  for (const file of manifest.files) files[file.role] = unwrap(folder, await readManifestFile(folder, file));
  try {
    const head = files.head && decodeHead(files.head);
    const snapshot = decodeSnapshot(manifest, files);
    checkFusion(snapshot);
    const sections = ROLES.flatMap((role) =>
      readSectionTable(role, files[role], manifest.items).map(({ name, bytes: size }) => ({ role, name, bytes: size })),
    );
    return { snapshot, head, manifestBytes: bytes.length, sections };
  } catch (cause) {
    if (!(cause instanceof WindowshopError)) throw cause;
    throw new CommandError('snapshot_invalid', `${folder}: ${cause.message}`, { cause });
  }
}

/** @throws {CommandError} `snapshot_unreadable` or `snapshot_invalid`, naming the file. */
export function unwrap<T>(folder: string, reading: Reading<T>): T {
  if (!reading.problem) return reading.value;
  const { file, code, message } = reading.problem;
  throw new CommandError(
    code === 'missing' || code === 'unreadable' ? 'snapshot_unreadable' : 'snapshot_invalid',
    `${join(folder, file)}: ${message}`,
  );
}

async function readWhole(folder: string, name: string, maxBytes: number): Promise<Reading<Uint8Array<ArrayBuffer>>> {
  const path = join(folder, name);
  try {
    const { size } = await stat(path);
    if (size > maxBytes) return problem(name, 'length', `${size} bytes, more than ${maxBytes}`);
    // A copy of its own: the pooled buffers of small files may start anywhere, and typed views must not.
    return { value: new Uint8Array(await readFile(path)) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    return problem(name, isMissing ? 'missing' : 'unreadable', isMissing ? 'is not there' : message);
  }
}

const problem = (file: string, code: Problem['code'], message: string): { problem: Problem } => ({
  problem: { file, code, message },
});
