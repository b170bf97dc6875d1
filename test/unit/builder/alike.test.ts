import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FeatureBlock, FeatureBlockBuilder } from '../../../src/builder/features/feature-block.js';
import { alikeItems } from '../../../src/builder/model/alike.js';
import { placeColdRows } from '../../../src/builder/model/cold-rows.js';
import type { WeightedNeighbors } from '../../../src/core/snapshot/quantize.js';
import { neighborsOf } from '../../support/snapshot-in-memory.js';

/** Each item by its terms, of the same weight. */
function blockOf(items: readonly string[], weight = 1): FeatureBlock {
  const block = new FeatureBlockBuilder(weight);
  for (const terms of items)
    block.addItem(terms === '' ? [] : terms.split(' ').map((term): [string, number] => [term, 1]));
  return block.finish();
}

const listOf = ({ offsets, items, weights }: WeightedNeighbors, item: number): [number, number][] =>
  Array.from(items.subarray(offsets[item], offsets[item + 1]), (neighbor, e) => [neighbor, weights[offsets[item] + e]]);

describe('alike', () => {
  test('is the cosine of weighted terms, the best first', () => {
    const lists = alikeItems([blockOf(['red tent', 'red tent', 'red mug', 'mug'])], 3);
    // idf of red (3 of 4 items): log(5 / 4) + 0.1 = 0.3231; of tent and mug (2 of 4): log(5 / 3) + 0.1 = 0.6108.
    // Items 0 and 1: (0.3231, 0.6108) / 0.6910, items 0 and 2 share red alone: 0.3231² / 0.6910² = 0.2187.
    expect(listOf(lists, 0)).toEqual([
      [1, expect.closeTo(1, 5)],
      [2, expect.closeTo(0.2187, 3)],
    ]);
    // Item 3 is a mug alone: 0.6108 / 0.6910 = 0.8840.
    expect(listOf(lists, 3)).toEqual([[2, expect.closeTo(0.884, 3)]]);
  });

  test('puts the lower index first where two are equally alike, and keeps no more than it is asked for', () => {
    const lists = alikeItems([blockOf(Array(6).fill('soap'))], 3);
    expect(listOf(lists, 0).map(([item]) => item)).toEqual([1, 2, 3]);
    expect(listOf(lists, 4).map(([item]) => item)).toEqual([0, 1, 2]);
  });

  test('finds nothing for an item without a term in common with any', () => {
    const lists = alikeItems([blockOf(['soap', 'soap', 'lamp', ''])], 3);
    expect(listOf(lists, 2)).toEqual([]);
    expect(listOf(lists, 3)).toEqual([]);
  });

  test('gives blocks the say that their weights give them', () => {
    const words = ['round', 'round', 'square'];
    const brands = ['fenn', 'oru', 'fenn'];
    const nearest = (weight: number): number =>
      listOf(alikeItems([blockOf(words, weight), blockOf(brands, 1 - weight)], 1), 0)[0][0];
    expect(nearest(0.8)).toBe(1);
    expect(nearest(0.2)).toBe(2);
  });

  test('takes vectors for further columns, of which an item may have none', () => {
    const block = blockOf(Array(4).fill('soap'));
    // idf of soap, which all have: 0.1, but the row of a block has its weight for its length: 1.
    const vectors = { length: 2, rows: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 0) };
    // With 0.6 for the length of a vector, squared lengths of 1.36, but 1 for the last. 0 and 1: (1 + 0.36) / 1.36;
    // 0 and 3: 1 / √1.36 = 0.8575; 0 and 2: 1 / 1.36 = 0.7353.
    expect(listOf(alikeItems([block], 3, [vectors]), 0)).toEqual([
      [1, expect.closeTo(1, 5)],
      [3, expect.closeTo(0.8575, 4)],
      [2, expect.closeTo(0.7353, 4)],
    ]);
  });

  test('leaves out what the vectors set further apart than the terms bring together', () => {
    const vectors = { length: 1, rows: Float32Array.of(1, -1, 1) };
    expect(listOf(alikeItems([blockOf(Array(3).fill('soap'), 0.5)], 3, [vectors]), 0)).toEqual([
      [2, expect.closeTo(1, 5)],
    ]);
  });

  test('names the same as all pairs compared, in a small catalogue', () => {
    const item = fc
      .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { maxLength: 4 })
      .map((terms) => terms.join(' '));
    fc.assert(
      fc.property(fc.array(item, { minLength: 2, maxLength: 12 }), (items) => {
        const size = items.length;
        const lists = alikeItems([blockOf(items)], size);
        const terms = items.map((text) => (text === '' ? [] : text.split(' ')));
        const idf = (term: string): number =>
          Math.log((1 + size) / (1 + terms.filter((own) => own.includes(term)).length)) + 0.1;
        // A term that only one item has is counted in no row: of what is left, the cosine.
        const shared = terms.map((own) => own.filter((term) => terms.filter((all) => all.includes(term)).length > 1));
        const length = (own: string[]): number => Math.hypot(...own.map(idf));
        for (let a = 0; a < size; a++)
          for (let b = 0; b < size; b++) {
            const common = shared[a].filter((term) => shared[b].includes(term));
            const cosine =
              common.length === 0 || a === b
                ? undefined
                : common.reduce((sum, term) => sum + idf(term) ** 2, 0) / (length(shared[a]) * length(shared[b]));
            const found = listOf(lists, a).find(([neighbor]) => neighbor === b)?.[1];
            if (cosine === undefined) expect(found).toBeUndefined();
            else expect(found).toBeCloseTo(cosine, 4);
          }
      }),
      { seed: 2, numRuns: 100 },
    );
  });
});

describe('an item that nobody met', () => {
  // Items 0 and 1 are trained and stand at right angles, the others are not.
  const trained = (itemCount: number): Float32Array => {
    const rows = new Float32Array(itemCount * 2);
    rows.set([1, 0, 0, 1]);
    return rows;
  };

  test('is placed among the items it is like, by the square of the likeness', () => {
    const rows = trained(3);
    const lists: Parameters<typeof neighborsOf>[1] = {
      2: [
        [0, 0.8],
        [1, 0.4],
      ],
    };
    placeColdRows(rows, 2, neighborsOf(3, lists));
    // (0.64, 0.16): four parts to one.
    expect(rows[4] / rows[5]).toBeCloseTo(4, 4);
  });

  test('moves nothing that is trained', () => {
    const rows = trained(3);
    placeColdRows(rows, 2, neighborsOf(3, { 0: [[1, 1]], 2: [[0, 0.1]] }));
    expect([...rows.subarray(0, 4)]).toEqual([1, 0, 0, 1]);
    expect(rows[4]).toBeGreaterThan(0);
    expect(rows[5]).toBe(0);
  });

  test('stays nowhere when it is like nothing trained: what is placed places nothing', () => {
    const rows = trained(5);
    placeColdRows(rows, 2, neighborsOf(5, { 2: [[0, 0.5]], 3: [[2, 0.9]] }));
    expect([...rows.subarray(6)]).toEqual([0, 0, 0, 0]);
    expect(rows[4]).toBeGreaterThan(0);
  });
});
