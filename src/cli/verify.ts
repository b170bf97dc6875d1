import { createHash } from 'node:crypto';
import { checkFusion } from '../core/scoring/fusion-weights.js';
import { CatalogReader } from '../core/snapshot/catalog-chunks.js';
import { decodeSnapshot, readSectionTable } from '../core/snapshot/decode-snapshot.js';
import { unpackHead } from '../core/snapshot/head.js';
import { CHUNK_ITEMS, type FileRole, ROLES, type Role } from '../core/snapshot/layout.js';
import type { Manifest, ManifestFile } from '../core/snapshot/manifest.js';
import { forEachNeighbor } from '../core/snapshot/neighbor-lists.js';
import { NEIGHBOR_LISTS, type NeighborLists, type Snapshot } from '../core/snapshot/snapshot.js';
import { PUBLIC_KEY } from '../core/snapshot/trust.js';
import { WindowshopError } from '../core/windowshop-error.js';
import { type Command, onlyOperand } from './command.js';
import { CommandError } from './command-error.js';
import { findDistrust, findFaultOfRelease } from './signing/check-signature.js';
import { nodeInflate } from './snapshot-files/node-codec.js';
import {
  MANIFEST_NAME,
  type Problem,
  readManifest,
  readManifestFile,
  readSignature,
} from './snapshot-files/read-snapshot.js';

export const verify: Command = {
  name: 'verify',
  summary: 'Checks every byte of a snapshot: hashes, lengths, offsets, ids, numbers, texts.',
  usage: 'DIR [options]',
  options: { trust: { value: 'KEY', help: 'public key that must have signed it', isRepeatable: true } },
  run: async (call, { answer }) => {
    const folder = onlyOperand('verify', 'DIR', call);
    const keys = call.options('trust');
    for (const key of keys)
      if (!PUBLIC_KEY.test(key))
        throw new CommandError('bad_usage', `--trust must be a key as \`windowshop keys\` prints it, got ${key}`);
    const report = await verifySnapshot(folder, keys);
    const ok = report.problems.length === 0;
    const [first] = report.problems;
    answer(
      ok
        ? { ok, ...report }
        : { ok, ...report, error: { code: 'snapshot_invalid', message: `${first.file}: ${first.message}` } },
      ok
        ? `${folder}: snapshot ${report.version} is sound, ${report.files} files, ${report.bytes} bytes${report.signed && keys.length === 0 ? '; its signature was not checked: that needs --trust KEY' : ''}`
        : report.problems.map(({ file, code, message }) => `${file}: ${code}: ${message}`).join('\n'),
    );
    return ok ? 0 : 1;
  },
};

interface Report {
  /** Empty when there is no readable manifest. */
  version: string;
  /** Files that are there as the manifest says, and the manifest. */
  files: number;
  bytes: number;
  /** There are signatures; with `--trust` they were checked. */
  signed: boolean;
  problems: Problem[];
}

async function verifySnapshot(folder: string, keys: readonly string[]): Promise<Report> {
  const manifestRead = await readManifest(folder);
  if (manifestRead.problem) return { version: '', files: 0, bytes: 0, signed: false, problems: [manifestRead.problem] };
  const { manifest, bytes } = manifestRead.value;
  const signature = await readSignature(folder);
  const report: Report = {
    ...{ version: manifest.version, files: 1, bytes: bytes.length, problems: [] },
    signed: signature !== undefined,
  };
  const distrust = findFaultOfRelease(manifest, signature) ?? findDistrust({ manifest, bytes, signature }, keys);
  if (distrust) report.problems.push(distrust);
  if (versionOf(manifest) !== manifest.version)
    report.problems.push(invalid(MANIFEST_NAME, 'the version is not the hash of the rest: the manifest was changed'));

  const files = new Map<FileRole, Uint8Array>();
  for (const file of manifest.files) {
    const read = await readManifestFile(folder, file);
    if (read.problem) {
      report.problems.push(read.problem);
      continue;
    }
    report.files++;
    report.bytes += file.bytes;
    files.set(file.role, read.value);
    report.problems.push(...fileProblems(file, read.value, manifest.items));
  }
  if (report.problems.length === 0) report.problems.push(...(await contentProblems(manifest, files)));
  return report;
}

/** Rebuilds the version as the encoder made it; equal versions must mean equal snapshots. */
function versionOf({ builtAt, locale, currency, items, dim, minShoppers, files }: Manifest): string {
  const ordered = { builtAt, locale, ...(currency === undefined ? {} : { currency }), items, dim, minShoppers, files };
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex').slice(0, 16);
}

function fileProblems({ role, name }: ManifestFile, bytes: Uint8Array, itemCount: number): Problem[] {
  return catching(name, () => {
    if (role === 'head') checkHead(bytes);
    else checkSections(role, bytes, itemCount);
  });
}

/** A head is a snapshot of its own, hashes included. */
function checkHead(bytes: Uint8Array): void {
  const { manifest, files } = unpackHead(bytes);
  for (const { role, sha256 } of manifest.files) {
    const file = files[role as Role];
    if (createHash('sha256').update(file).digest('hex') !== sha256)
      throw broken(`the ${role} of the head do not match their hash`);
    checkSections(role as Role, file, manifest.items);
  }
  checkFusion(decodeSnapshot(manifest, files));
}

function checkSections(role: Role, bytes: Uint8Array, itemCount: number): void {
  for (const section of readSectionTable(role, bytes, itemCount)) {
    const body = bytes.subarray(section.offset, section.offset + section.bytes);
    if (!createHash('sha256').update(body).digest().equals(section.sha256))
      throw broken(`section ${section.name} does not match its hash`);
  }
}

/** What only shows when the parts are read together. */
async function contentProblems(manifest: Manifest, files: ReadonlyMap<FileRole, Uint8Array>): Promise<Problem[]> {
  const nameOf = (role: Role): string => (manifest.files.find((file) => file.role === role) as ManifestFile).name;
  let snapshot: Snapshot;
  try {
    snapshot = decodeSnapshot(manifest, Object.fromEntries(files) as Record<Role, Uint8Array>);
  } catch (error) {
    if (!(error instanceof WindowshopError)) throw error;
    const role = ROLES.find((candidate) => error.message.startsWith(candidate));
    return [invalid(role === undefined ? MANIFEST_NAME : nameOf(role), error.message)];
  }
  return [
    ...catching(nameOf('items'), () => checkFusion(snapshot)),
    ...catching(nameOf('neighbors'), () => {
      for (const list of NEIGHBOR_LISTS) checkNeighbors(list, snapshot[list], snapshot.itemCount);
    }),
    ...(await chunkProblems(nameOf('catalog'), snapshot)),
  ];
}

function checkNeighbors(list: string, lists: NeighborLists, itemCount: number): void {
  for (let item = 0; item < itemCount; item++)
    forEachNeighbor(lists, item, (neighbor) => {
      if (neighbor === item) throw broken(`${list}: item ${item} is its own neighbor`);
    });
}

async function chunkProblems(file: string, snapshot: Snapshot): Promise<Problem[]> {
  const catalog = new CatalogReader(snapshot, nodeInflate, 1);
  const problems: Problem[] = [];
  for (let item = 0; item < snapshot.itemCount; item += CHUNK_ITEMS) {
    try {
      await catalog.product(item);
    } catch (error) {
      if (!(error instanceof WindowshopError)) throw error;
      problems.push(invalid(file, error.message));
    }
  }
  return problems;
}

function catching(file: string, check: () => void): Problem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof WindowshopError)) throw error;
    return [invalid(file, error.message)];
  }
}

const broken = (message: string, cause?: unknown): WindowshopError =>
  new WindowshopError('snapshot_invalid', message, { cause });

const invalid = (file: string, message: string): Problem => ({ file, code: 'invalid', message });
