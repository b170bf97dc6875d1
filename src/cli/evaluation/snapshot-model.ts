import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildStep, buildSnapshot } from '../../builder/build-snapshot.js';
import type { EventLog } from '../../builder/collect/event-collector.js';
import type { CatalogItem } from '../../builder/collect/read-product.js';
import type { ItemVectors } from '../../builder/collect/vector-collector.js';
import type { HeldOutExample } from '../../builder/model/held-out.js';
import type { FusionFeature } from '../../core/scoring/fusion-features.js';
import { encodeSnapshot, scoringBytesOf } from '../../core/snapshot/encode-snapshot.js';
import type { Snapshot } from '../../core/snapshot/snapshot.js';
import { nodeCodec } from '../snapshot-files/node-codec.js';
import { readSnapshot } from '../snapshot-files/read-snapshot.js';
import { writeSnapshot } from '../snapshot-files/write-snapshot.js';

/** Nobody is ever served this snapshot; a fixed moment gives the same bytes every time. */
const BUILT_AT = '2020-01-01T00:00:00Z';

/** A snapshot of the training part as a browser would have it, and what it cost. */
export interface SnapshotModel {
  snapshot: Snapshot;
  /** [N, D] what content alone says of the items; rows of zeros where it says nothing. */
  contentRows: Float32Array;
  /** All files that the manifest names, and the manifest. */
  snapshotBytes: number;
  /** What scoring needs of an item: `scoringBytesOf` divided by the number of items. */
  bytesPerItem: number;
  /** From the log to the encoded bytes. */
  buildMs: number;
}

export interface SnapshotModelOptions {
  dim: number;
  minShoppers: number;
  locale?: string;
  newItemShare?: number;
  tuning?: readonly HeldOutExample[];
  without?: readonly FusionFeature[];
  maxBytes?: number;
  onStep(step: BuildStep, share: number): void;
}

/**
 * Builds, writes, reloads: what is scored are the bytes of the files, with every check that a snapshot has to pass.
 *
 * @throws {CommandError} `write_failed`
 */
export async function snapshotModel(
  { items, vectors }: { items: CatalogItem[]; vectors: readonly ItemVectors[] },
  events: EventLog,
  { dim, minShoppers, locale, newItemShare, tuning, without, maxBytes, onStep }: SnapshotModelOptions,
): Promise<SnapshotModel> {
  const started = performance.now();
  const catalog = { items, rows: items.length, rejections: [], unreadable: {} };
  const { content, contentRows } = buildSnapshot(
    { catalog, events, vectors, ...(tuning && { tuning }) },
    {
      ...{ dim, minShoppers },
      ...(locale !== undefined && { locale }),
      ...(newItemShare !== undefined && { newItemShare }),
      ...(without && { without }),
      ...(maxBytes !== undefined && { maxBytes }),
    },
    onStep,
  );
  const encoded = encodeSnapshot(content, nodeCodec, BUILT_AT);
  const buildMs = performance.now() - started;
  const folder = await mkdtemp(join(tmpdir(), 'windowshop-evaluate-'));
  try {
    const { bytes } = await writeSnapshot(folder, encoded, []);
    return {
      snapshot: (await readSnapshot(folder)).snapshot,
      contentRows,
      snapshotBytes: bytes,
      bytesPerItem: scoringBytesOf(encoded.manifest) / items.length,
      buildMs,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
