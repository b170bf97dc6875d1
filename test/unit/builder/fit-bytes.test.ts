import { beforeAll, describe, expect, test } from 'vitest';
import { fitBytes, TooFewBytesError } from '../../../src/builder/fit-bytes.js';
import { asSnapshotHolds } from '../../../src/builder/model/behavior-model.js';
import { withoutNeighbors } from '../../../src/builder/model/prune-lists.js';
import { scoringBytes } from '../../../src/core/snapshot/encode-snapshot.js';
import type { SnapshotContent } from '../../../src/core/snapshot/snapshot-content.js';
import { randomRows } from '../../support/embeddings.js';
import { learnedShop, SHOP_ITEMS } from '../../support/learned-shop.js';
import { encodeInMemory, snapshotInMemory } from '../../support/snapshot-in-memory.js';

describe('a learned shop', () => {
  let content: SnapshotContent;
  let all: number;
  /** Of lists alone. */
  let listBytes: number;
  /** With the codes in four bits, and no neighbor. */
  let least: number;
  beforeAll(() => {
    content = learnedShop();
    all = scoringBytes(content);
    const without = { ...content, ...withoutNeighbors(SHOP_ITEMS) };
    listBytes = all - scoringBytes(without);
    least = scoringBytes({ ...without, codeBits: 4 });
  }, 60_000);

  const neighborCount = ({ viewedWith, viewedNext, alike, boughtWith }: SnapshotContent): number =>
    [viewedWith, viewedNext, alike, boughtWith].reduce((sum, { items }) => sum + items.length, 0);

  test('needs for scoring what its files take but for the catalogue', () => {
    const { files } = encodeInMemory(content).manifest;
    const scored = files.filter(({ role }) => ['items', 'embeddings', 'neighbors'].includes(role));
    expect(scoringBytes(content)).toBe(scored.reduce((sum, { bytes }) => sum + bytes, 0));
  });

  test('stays as it is where it fits', () => {
    expect(fitBytes(content, all)).toBe(content);
  });

  test('loses a few neighbors, or half of each code and more neighbors, and nothing else', () => {
    for (const [maxBytes, codeBits] of [
      [all - 1, undefined],
      [Math.ceil(all - listBytes / 10), undefined],
      [Math.floor(all - listBytes / 10) - 1, 4],
      [least + 2000, 4],
      [least + 600, 4],
    ] as const) {
      const fitting = fitBytes(content, maxBytes);
      expect(fitting.codeBits).toBe(codeBits);
      const bytes = scoringBytes(fitting);
      expect(bytes).toBeLessThanOrEqual(maxBytes);
      // Unused are at most the padding of eight sections, the lengths of one more kind of list, and an entry.
      expect(bytes).toBeGreaterThan(maxBytes - 8 * 63 - SHOP_ITEMS - 5);
      expect(neighborCount(fitting)).toBeLessThan(neighborCount(content));
      const rest = { ...content, ...withoutNeighbors(SHOP_ITEMS), ...(codeBits && { codeBits }) };
      expect({ ...fitting, ...withoutNeighbors(SHOP_ITEMS) }).toEqual(rest);
    }
  });

  test('loses no neighbor where half of each code is enough', () => {
    const dim = 64;
    const embeddings = Float32Array.from(randomRows(SHOP_ITEMS, dim, 1).flat());
    const wide: SnapshotContent = { ...content, dim, embeddings };
    const narrow: SnapshotContent = { ...wide, codeBits: 4 };
    expect(fitBytes(wide, scoringBytes(narrow))).toEqual(narrow);
    expect(neighborCount(fitBytes(wide, scoringBytes(narrow) - 1))).toBeLessThan(neighborCount(wide));
  });

  test('is fitted on the very codes that are published', () => {
    const { encoder, popularity, recentPopularity } = content;
    if (!encoder || !recentPopularity) throw new Error('nothing was learned');
    for (const codeBits of [4, 7] as const) {
      const model = { ...content, encoder, popularity, recentPopularity, codeBits };
      const { products, ...parts } = model;
      expect(asSnapshotHolds(model, content.dim).embeddings).toEqual(
        snapshotInMemory(products, parts).snapshot.embeddings,
      );
    }
  });

  test('loses all of them before it is refused, with what it would take', () => {
    expect(neighborCount(fitBytes(content, least))).toBe(0);
    expect(() => fitBytes(content, least - 1)).toThrow(TooFewBytesError);
    expect(() => fitBytes(content, least - 1)).toThrow(
      `${SHOP_ITEMS} items of 8 dimensions take ${least} bytes without a single neighbor, more than the ${least - 1}`,
    );
  });

  test('is built to fit, with weights that were fitted to what is left', { timeout: 60_000 }, () => {
    const maxBytes = least + 1500;
    const small = learnedShop({ maxBytes });
    expect(scoringBytes(small)).toBeLessThanOrEqual(maxBytes);
    expect(small.embeddings).toEqual(content.embeddings);
    expect(small.fusion).not.toEqual(content.fusion);
    expect({ ...small, fusion: content.fusion }).toEqual(fitBytes(content, maxBytes));
  });
});
