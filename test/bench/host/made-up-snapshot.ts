import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../../src/core/random.js';
import { FUSION_LENGTH } from '../../../src/core/scoring/fusion-weights.js';
import type { EncodedSnapshot, SnapshotContent } from '../../../src/core/snapshot/snapshot-content.js';
import { encodeInMemory, neighborsOf, snapshotContent } from '../../support/snapshot-in-memory.js';
import { writeSnapshot } from '../../support/write-snapshot.js';
import type { BenchSite } from './bench-site.js';

const NEIGHBORS = 50;
const LEARNED_NEIGHBORS = 20;
const POSITIONS = 20;

/** Where a made-up snapshot is served, with the program that reads it at `/ws/`. */
export const MANIFEST_PATH = '/snapshot/manifest.json';

/** Unit rows drawn evenly from the sphere and random neighbor lists: the shape of a real snapshot, without its meaning. */
export function madeUpContent(n: number, d: number): SnapshotContent {
  const random = seededRandom(1);
  const embeddings = Float32Array.from({ length: n * d }, () => random() + random() + random() - 1.5);
  for (let item = 0; item < n; item++) {
    const row = embeddings.subarray(item * d, (item + 1) * d);
    const norm = Math.hypot(...row);
    for (let i = 0; i < d; i++) row[i] /= norm;
  }
  const lists = Object.fromEntries(
    Array.from({ length: n }, (_, item) => [
      item,
      distinct(Math.min(NEIGHBORS, n), () => Math.floor(random() * n)).map((other, i): [number, number] => [
        other,
        0.5 - i / 200,
      ]),
    ]),
  );
  return snapshotContent(
    Array.from({ length: n }, (_, item) => ({ id: `item-${item}`, title: `Item ${item}`, price: item % 90 })),
    {
      dim: d,
      embeddings,
      viewedWith: neighborsOf(n, lists),
      popularity: Float32Array.from({ length: n }, () => random() * 100),
      shoppers: new Uint32Array(n).fill(20),
    },
  );
}

/** The same with the lists, the encoder and the weights of a snapshot that has learned from a log. */
export function madeUpLearnedContent(n: number, d: number): SnapshotContent {
  const random = seededRandom(2);
  const lists = () =>
    neighborsOf(
      n,
      Object.fromEntries(
        Array.from({ length: n }, (_, item) => [
          item,
          distinct(LEARNED_NEIGHBORS, () => Math.floor(random() * n)).map((other, i): [number, number] => [
            other,
            1 - i / 30,
          ]),
        ]),
      ),
    );
  return {
    ...madeUpContent(n, d),
    viewedWith: lists(),
    viewedNext: lists(),
    alike: lists(),
    encoder: {
      temperature: 0.09,
      positions: Float32Array.from({ length: POSITIONS }, (_, p) => -p / 4),
      gates: Float32Array.from({ length: n }, () => random() - 0.5),
    },
    fusion: Float32Array.from({ length: FUSION_LENGTH }, () => 0.1 + random()),
  };
}

function distinct(count: number, draw: () => number): number[] {
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(draw());
  return [...drawn];
}

/**
 * Serves a snapshot as a shop would, and the built package beside it, while `use` runs.
 *
 * @param more  Puts further files into the folder.
 */
export async function withServedSnapshot<T>(
  site: BenchSite,
  snapshot: EncodedSnapshot | SnapshotContent,
  use: () => Promise<T>,
  more: (folder: string) => Promise<void> = async () => {},
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'windowshop-bench-'));
  try {
    await writeSnapshot(folder, 'manifest' in snapshot ? snapshot : encodeInMemory(snapshot));
    await more(folder);
    site.mount('/ws/', 'dist');
    // Files are named by their content; the manifest alone is asked for each time.
    site.mount('/snapshot/', folder, { 'cache-control': 'public, max-age=31536000, immutable' });
    return await use();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
