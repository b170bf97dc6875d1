import { checkFusion } from '../src/core/scoring/fusion-weights.js';
import { decodeSnapshot } from '../src/core/snapshot/decode-snapshot.js';
import { toHex } from '../src/core/snapshot/encode-snapshot.js';
import { decodeHead } from '../src/core/snapshot/head.js';
import type { Role } from '../src/core/snapshot/layout.js';
import type { Manifest, ManifestFile } from '../src/core/snapshot/manifest.js';
import type { Snapshot } from '../src/core/snapshot/snapshot.js';
import { WindowshopError } from '../src/core/windowshop-error.js';
import { type Download, startDownload } from '../src/network/download.js';
import { IDLE_MS } from '../src/network/download-manifest.js';
import { withDeadline } from './deadline.js';
import { sha256 } from './sha256.js';
import type { SnapshotStore } from './snapshot-store.js';

/** Progress is told in steps of this share of the whole, so that a download is not a flood of messages. */
const PROGRESS_STEP = 0.02;

/** The browser digests some hundred megabytes in a second, a slow phone a tenth of that. */
const DIGEST_LIMIT_MS = 5000;

export interface LoadOptions {
  onProgress?: (loaded: number, total: number) => void;
  /** Told of the most popular items, once they are there. */
  onHead?: (head: Snapshot) => void;
  /** Longest silence of a server. */
  idleMs?: number;
  /** Where a file is to lie, at a multiple of 4: it is streamed there and used there. Default: memory of its own. */
  allocate?: (file: ManifestFile) => Uint8Array<ArrayBuffer>;
  /** Where codes of four bits are to lie when they are widened. Default: memory of their own. */
  widen?: (bytes: number) => Uint8Array<ArrayBuffer>;
  /** Looked into before the network is asked. */
  store?: Pick<SnapshotStore, 'read' | 'drop'> | undefined;
}

export interface LoadedFiles {
  snapshot: Snapshot;
  /** The bytes of every file, by name, where the snapshot lies over them. */
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/**
 * Gets the files of a manifest, all that are not kept and always in the same order, so that requests tell nothing about
 * what the shopper does; compares length and digest of each, and only then looks inside.
 *
 * @throws {WindowshopError} `snapshot_unreachable`, `snapshot_invalid`
 */
export async function loadSnapshot(
  manifestUrl: string,
  manifest: Manifest,
  {
    onProgress = () => {},
    onHead = () => {},
    idleMs = IDLE_MS,
    allocate = ownMemory,
    widen = newBytes,
    store,
  }: LoadOptions = {},
): Promise<LoadedFiles> {
  const total = totalBytes(manifest);
  let told = 0;
  let finished = 0;
  const files = new Map<string, Uint8Array<ArrayBuffer>>(
    manifest.files.map((file) => [file.name, placeFor(file, allocate)]),
  );
  const embeddings = manifest.files.find(({ role }) => role === 'embeddings') as ManifestFile;
  const bytesOf = ({ name }: ManifestFile): Uint8Array<ArrayBuffer> => files.get(name) as Uint8Array<ArrayBuffer>;
  const kept = await Promise.all(manifest.files.map(readKept));
  await fetchFiles(manifest.files.filter((_, i) => !kept[i]));
  const byRole = Object.fromEntries(manifest.files.map((file) => [file.role, bytesOf(file)])) as Record<
    Role,
    Uint8Array
  >;
  return {
    snapshot: usable(
      decodeSnapshot(manifest, byRole, (bytes) => placeFor({ ...embeddings, bytes }, () => widen(bytes))),
    ),
    files,
  };

  async function readKept(file: ManifestFile): Promise<boolean> {
    if (!(await store?.read(file.name, bytesOf(file)))) return false;
    const isKept = await isGenuine(file, bytesOf(file));
    if (isKept) take(file);
    else void store?.drop(file.name);
    return isKept;
  }

  /** One after the other; the next one is asked for as soon as the server answers, so that no round trip is waited for. */
  async function fetchFiles(wanted: readonly ManifestFile[]): Promise<void> {
    let ahead: Promise<Download> | undefined;
    for (const [i, file] of wanted.entries()) {
      const download = await (ahead ?? request(file));
      // The head comes first for the sake of slow networks: it has the line to itself.
      const next = file.role === 'head' ? undefined : wanted[i + 1];
      ahead = next && download.answered.then(() => request(next));
      try {
        await receive(file, download);
      } catch (error) {
        (await ahead)?.cancel();
        throw error;
      }
    }
  }

  async function request({ name }: ManifestFile): Promise<Download> {
    return startDownload(new URL(name, manifestUrl).href, { cache: 'default', idleMs });
  }

  async function receive(file: ManifestFile, download: Download): Promise<void> {
    const bytes = bytesOf(file);
    const length = await download.receive(bytes, (loaded) => tell(finished + loaded));
    if (length !== file.bytes) throw invalid(file, `${length} bytes instead of ${file.bytes}`);
    if (!(await isGenuine(file, bytes))) throw invalid(file, 'its bytes have another SHA-256');
    take(file);
  }

  function take(file: ManifestFile): void {
    finished += file.bytes;
    tell(finished);
    if (file.role === 'head') onHead(usable(decodeHead(bytesOf(file))));
  }

  function tell(loaded: number): void {
    if (loaded === told || (loaded - told < total * PROGRESS_STEP && loaded < total)) return;
    told = loaded;
    onProgress(loaded, total);
  }
}

/** A snapshot that every list can be made from. */
function usable(snapshot: Snapshot): Snapshot {
  checkFusion(snapshot);
  return snapshot;
}

export const totalBytes = (manifest: Manifest): number => manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);

const newBytes = (count: number): Uint8Array<ArrayBuffer> => new Uint8Array(count);
const ownMemory = ({ bytes }: ManifestFile): Uint8Array<ArrayBuffer> => newBytes(bytes);

function placeFor(file: ManifestFile, allocate: typeof ownMemory): Uint8Array<ArrayBuffer> {
  try {
    return allocate(file);
  } catch (cause) {
    throw invalid(file, `no memory for its ${file.bytes} bytes`, cause);
  }
}

const isGenuine = async (file: ManifestFile, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> =>
  toHex(await digest(bytes)) === file.sha256;

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  try {
    const digesting = crypto.subtle.digest('SHA-256', bytes);
    return new Uint8Array(await withDeadline(digesting, DIGEST_LIMIT_MS, 'SHA-256'));
  } catch {
    // A TypeError where the page came over plain http: browsers hide it there. Or it does not answer.
    return sha256(bytes);
  }
}

const invalid = (file: ManifestFile, problem: string, cause?: unknown): WindowshopError =>
  new WindowshopError('snapshot_invalid', `${file.name}: ${problem}`, { cause });
