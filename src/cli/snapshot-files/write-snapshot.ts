import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Rejection } from '../../builder/collect/rejection.js';
import type { EncodedSnapshot } from '../../core/snapshot/snapshot-content.js';
import { CommandError } from '../command-error.js';
import { MANIFEST_NAME, SIGNATURE_NAME } from './read-snapshot.js';

const REJECTED_NAME = 'rejected.ndjson';
const SNAPSHOT_FILE = /^(head|items|embeddings|neighbors|catalog)-[0-9a-f]{16}\.bin$/;
const TEMPORARY = /^\.windowshop-.*\.tmp$/;

export interface WrittenSnapshot {
  /** What the manifest names, and the manifest. */
  files: number;
  bytes: number;
}

/**
 * Publishes a snapshot in a folder. Whoever reads the folder meanwhile finds the earlier snapshot or this one, whole:
 * files have names of their own, the manifest is replaced in one step at the end, and only then are files of an
 * earlier snapshot taken away.
 *
 * @throws {CommandError} `write_failed`
 */
export async function writeSnapshot(
  folder: string,
  { manifest, files }: EncodedSnapshot,
  rejections: readonly Rejection[],
): Promise<WrittenSnapshot> {
  const manifestBytes = Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
  try {
    await makeFolder(resolve(folder));
    for (const { name, bytes } of files) await writeWhole(folder, name, bytes);
    await writeRejections(folder, rejections);
    await writeWhole(folder, MANIFEST_NAME, manifestBytes);
    // That of an earlier manifest.
    await rm(join(folder, SIGNATURE_NAME), { force: true });
    await removeLeftovers(folder, new Set(files.map(({ name }) => name)));
  } catch (cause) {
    throw new CommandError('write_failed', `cannot write to ${folder}: ${(cause as Error).message}`, { cause });
  }
  return {
    files: files.length + 1,
    bytes: files.reduce((sum, { bytes }) => sum + bytes.length, manifestBytes.length),
  };
}

/** Says beside a snapshot, or in its place, which rows were left out; without any the list of an earlier build goes. */
export async function writeRejections(folder: string, rejections: readonly Rejection[]): Promise<void> {
  if (rejections.length === 0) {
    await rm(join(folder, REJECTED_NAME), { force: true });
    return;
  }
  await makeFolder(resolve(folder));
  await writeWhole(
    folder,
    REJECTED_NAME,
    Buffer.from(
      rejections.map(({ input, line, code, field }) => `${JSON.stringify({ input, line, code, field })}\n`).join(''),
    ),
  );
}

/** By hand, since Node's own `recursive` never comes back from places that let nobody make a folder, such as /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && dirname(path) !== path) {
      await makeFolder(dirname(path));
      await mkdir(path);
    } else if (code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  }
}

/** Writes under another name first: under its own name a file is never seen half written. */
export async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(folder, `.windowshop-${process.pid}-${name}.tmp`);
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Files of earlier snapshots, and what a build left behind that was killed. */
async function removeLeftovers(folder: string, current: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder))
    if ((SNAPSHOT_FILE.test(name) && !current.has(name)) || TEMPORARY.test(name))
      await rm(join(folder, name), { force: true });
}
