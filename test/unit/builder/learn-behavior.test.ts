import { beforeAll, describe, expect, test } from 'vitest';
import { placeColdRows } from '../../../src/builder/model/cold-rows.js';
import type { WeightedNeighbors } from '../../../src/core/snapshot/quantize.js';
import type { SnapshotContent } from '../../../src/core/snapshot/snapshot-content.js';
import { KNOWN_ITEMS } from '../../support/learned-calls.js';
import { learnedShop, MIN_SHOPPERS, RARE, SHOP_ITEMS, themeOf } from '../../support/learned-shop.js';
import { encodeInMemory } from '../../support/snapshot-in-memory.js';

describe('a shop with enough of a log', () => {
  let content: SnapshotContent;
  beforeAll(() => {
    content = learnedShop();
  }, 60_000);

  const row = (item: number): Float32Array => content.embeddings.subarray(item * content.dim, (item + 1) * content.dim);
  const namedIn = ({ offsets, items }: WeightedNeighbors, item: number): number =>
    offsets[item + 1] - offsets[item] + items.filter((neighbor) => neighbor === item).length;

  test('learns an encoder, lists and a fusion from it', () => {
    expect(content.encoder).toBeDefined();
    expect(content.fusion).toBeDefined();
    for (const name of ['viewedWith', 'viewedNext', 'alike'] as const)
      expect(content[name].items.length).toBeGreaterThan(0);
    expect(content.recentPopularity?.some((value) => value > 0)).toBe(true);
  });

  test('places items by what shoppers did with them, whatever their texts say', () => {
    const cosine = (a: number, b: number): number => row(a).reduce((sum, x, d) => sum + x * row(b)[d], 0);
    const sums = { same: 0, other: 0 };
    const counts = { same: 0, other: 0 };
    for (let a = 0; a < KNOWN_ITEMS; a++)
      for (let b = 0; b < a; b++) {
        const which = themeOf(a) === themeOf(b) ? 'same' : 'other';
        sums[which] += cosine(a, b);
        counts[which]++;
      }
    expect(sums.same / counts.same).toBeGreaterThan(0.05 + sums.other / counts.other);
  });

  test(`tells nothing about items that fewer than ${MIN_SHOPPERS} shoppers met, however often they did`, () => {
    for (const item of RARE) {
      expect(content.shoppers[item]).toBe(0);
      expect(content.popularity[item]).toBe(0);
      expect(content.recentPopularity?.[item]).toBe(0);
      expect(content.encoder?.gates[item]).toBe(0);
      for (const name of ['viewedWith', 'viewedNext', 'boughtWith'] as const)
        expect(namedIn(content[name], item)).toBe(0);
    }
  });

  test('places them, and what is new, by their texts alone among what was trained', () => {
    const rows = content.embeddings.slice().fill(0, KNOWN_ITEMS * content.dim);
    placeColdRows(rows, content.dim, content.alike);
    for (let item = 0; item < SHOP_ITEMS; item++) {
      if (item < KNOWN_ITEMS) expect(Math.hypot(...row(item))).toBeCloseTo(1, 5);
      expect(row(item).some((x) => x !== 0)).toBe(true);
    }
    expect(rows).toEqual(content.embeddings);
  });

  test('gives the same bytes for the same log', { timeout: 60_000 }, () => {
    const [one, other] = [content, learnedShop()].map((content) => encodeInMemory(content));
    expect(other.manifest).toEqual(one.manifest);
    for (const [i, { bytes }] of one.files.entries()) expect(Buffer.compare(bytes, other.files[i].bytes)).toBe(0);
  });
});

describe('a shop with too little of a log', () => {
  test('learns nothing: content and lists decide alone', () => {
    const content = learnedShop({ shoppers: 50 });
    expect(content.encoder).toBeUndefined();
    expect(content.fusion).toBeUndefined();
    expect(content.viewedWith.items.length).toBeGreaterThan(0);
    expect(content.alike.items.length).toBeGreaterThan(0);
    expect(content.viewedNext.items.length).toBe(0);
  });
});
