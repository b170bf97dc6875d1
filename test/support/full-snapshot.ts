import { FUSION_LENGTH } from '../../src/core/scoring/fusion-weights.js';
import type { WeightedNeighbors } from '../../src/core/snapshot/quantize.js';
import type { EncodedSnapshot } from '../../src/core/snapshot/snapshot-content.js';
import { encodeInMemory, neighborsOf, snapshotContent } from './snapshot-in-memory.js';

export const FULL_ITEMS = 20;

/** A small snapshot with something in every section. */
export const encodeFullSnapshot = (): EncodedSnapshot =>
  encodeInMemory(
    snapshotContent(
      Array.from({ length: FULL_ITEMS }, (_, n) => ({
        id: `item-${n}`,
        title: `Item ${n}`,
        url: `/item/${n}`,
        price: n,
        available: true,
        brand: n % 3 ? 'Fenn' : 'Oru',
        category: [n % 2 ? 'Tents' : 'Teapots'],
        groupId: `g${n % 5}`,
      })),
      {
        dim: 2,
        embeddings: Float32Array.from({ length: FULL_ITEMS * 2 }, (_, i) => Number((i >> 1) % 2 === i % 2)),
        viewedWith: everyOther(0.9),
        viewedNext: everyOther(0.5),
        alike: everyOther(0.8),
        boughtWith: everyOther(0.1),
        popularity: Float32Array.from({ length: FULL_ITEMS }, (_, n) => FULL_ITEMS - n),
        recentPopularity: Float32Array.from({ length: FULL_ITEMS }, (_, n) => n),
        shoppers: new Uint32Array(FULL_ITEMS).fill(7),
        encoder: {
          temperature: 2,
          positions: Float32Array.of(1, 0.5, 0),
          gates: Float32Array.from({ length: FULL_ITEMS }, (_, n) => n / 4 - 2),
        },
        fusion: new Float32Array(FUSION_LENGTH).fill(0.5),
      },
    ),
  );

/** Every item has four neighbors of its own kind, further and further away and less and less similar. */
function everyOther(similarity: number): WeightedNeighbors {
  return neighborsOf(
    FULL_ITEMS,
    Object.fromEntries(
      Array.from({ length: FULL_ITEMS }, (_, n) => [
        n,
        [2, 4, 6, 8].map((step): [number, number] => [(n + step) % FULL_ITEMS, similarity / step]),
      ]),
    ),
  );
}
