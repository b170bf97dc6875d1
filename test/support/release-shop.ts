import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { RecommendAnswer, ScoringService } from '../../src/core/scoring-protocol.js';
import type { Release } from '../../src/core/snapshot/manifest.js';
import type { EncodedSnapshot } from '../../src/core/snapshot/snapshot-content.js';
import { CallPacker } from '../../src/core/travelling-shopper.js';
import { signerOf } from '../../src/worker-client/signer-of.js';
import { createScoringService } from '../../workers/scoring-service.js';
import { inDays } from './in-days.js';
import { MemoryFolder } from './memory-files.js';
import { callOfViewer, loadRequest, silentListener } from './scoring-calls.js';
import { type SnapshotServer, startSnapshotServer } from './snapshot-server.js';
import { encodeTentsAndTeapots } from './tents-and-teapots.js';

export interface SigningKey {
  privateKey: KeyObject;
  /** As pages name it. */
  publicKey: string;
}

export function makeKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  return { privateKey, publicKey: Buffer.from(x as string, 'base64url').toString('base64') };
}

const priced = (item: number) => ({ price: item + 1 });
/** Snapshots that have the same items and other texts. */
export const before = encodeTentsAndTeapots(' of old', priced);
export const now = encodeTentsAndTeapots('', priced);
export const next = encodeTentsAndTeapots(' to come', priced);

/** The release that is in use when an attack begins. */
export const CURRENT: Release = { shopId: 'tents', sequence: 5, expires: inDays(30) };
/** The one that the attacker spoils. */
export const SUCCESSOR: Release = { shopId: 'tents', sequence: 6, expires: inDays(60) };

/** A server with signed releases, and a browser that has taken one of them. */
export class ReleaseShop {
  readonly key = makeKey();
  readonly strangersKey = makeKey();
  readonly server: SnapshotServer;
  #files = new MemoryFolder();

  private constructor(server: SnapshotServer) {
    this.server = server;
  }

  static async open(): Promise<ReleaseShop> {
    return new ReleaseShop(await startSnapshotServer(now));
  }

  /** What the browser keeps of the shop. */
  get files(): MemoryFolder {
    return this.#files;
  }

  /** The browser forgets everything. */
  forget(): void {
    this.#files = new MemoryFolder();
  }

  /** … and is given it back. */
  remember(files: MemoryFolder): void {
    this.#files = files;
  }

  /** Publishes a release, its manifest being changed before it is signed. */
  publish(
    snapshot: EncodedSnapshot,
    release: object,
    {
      edit = (text: string): string => text,
      keys = [this.key],
    }: { edit?: (text: string) => string; keys?: SigningKey[] } = {},
  ): void {
    this.server.publish(snapshot);
    this.publishText(edit(JSON.stringify({ ...snapshot.manifest, ...release })), keys);
  }

  /** Publishes a manifest, signed as it is. */
  publishText(manifest: string | Uint8Array, keys: readonly SigningKey[] = [this.key]): void {
    const bytes = Buffer.from(manifest);
    this.server.put('manifest.json', bytes);
    this.server.put('manifest.sig', Buffer.concat(keys.map(({ privateKey }) => sign(null, bytes, privateKey))));
  }

  /** Opens a page of the shop. */
  visit(options: VisitOptions = {}): Promise<Visit> {
    return startVisit(this.server.manifestUrl, [this.key.publicKey], this.#files, options);
  }

  close(): Promise<void> {
    return this.server.close();
  }
}

interface VisitOptions {
  keys?: readonly string[];
  minVersion?: number;
  storage?: 'keep' | 'leave' | 'erase';
}

/** A page that has loaded a snapshot. */
export interface Visit {
  service: ScoringService;
  version: string;
  isStale: boolean;
  /** Messages of releases that were refused. */
  refused: string[];
  answers(): Promise<RecommendAnswer[]>;
}

async function startVisit(
  manifestUrl: string,
  ownKeys: readonly string[],
  files: MemoryFolder,
  { keys = ownKeys, minVersion = 0, storage = 'keep' }: VisitOptions,
): Promise<Visit> {
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    value: { storage: { getDirectory: async () => files } },
  });
  const service = createScoringService();
  const calls = new CallPacker();
  const refused: string[] = [];
  const loaded = await service.load(
    { ...loadRequest(manifestUrl, 'js'), storage, trust: { keys, minVersion } },
    {
      ...silentListener,
      signerOf: (message, signatures) => signerOf(message, signatures, keys),
      refused: (error) => refused.push((error as Error).message),
    },
  );
  if (loaded === 'wants_gpu') throw new Error('nobody asked for a GPU');
  return {
    service,
    refused,
    version: loaded.snapshot.version,
    isStale: loaded.isStale,
    answers: () => service.recommend(calls.pack(callOfViewer(['item-1'], 10))),
  };
}

/** A hash over everything that the browser keeps. */
export function hashOfFiles({ entries }: MemoryFolder): string {
  const hash = createHash('sha256');
  for (const [name, entry] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(name).update(entry instanceof MemoryFolder ? hashOfFiles(entry) : entry.bytes);
  return hash.digest('hex');
}
