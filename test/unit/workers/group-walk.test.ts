import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import type { Embeddings } from '../../../src/core/snapshot/snapshot.js';
import { bestOfGroups, type GroupList } from '../../../workers/kernels/group-walk.js';
import { type Arithmetic, rowBounds, type ScanQuery, scanQuery } from '../../../workers/kernels/scan-query.js';
import { aimOf, groupThreshold } from '../../../workers/kernels/score-bins.js';
import { embeddingsOf } from '../../support/embeddings.js';
import { scanGroups } from '../../support/scan-twin.js';

const NONE: ReadonlySet<number> = new Set();

// Three groups of eight items that score 23, 22, … 0 against the query [23]: item 0 is the best.
const embeddings = embeddingsOf(Array.from({ length: 24 }, (_, item) => [(23 - item) / 23]));
const query = Float32Array.of(23);
/** The device counts in units of 1 and may err by a half. */
const prepared: ScanQuery = { weights: new Uint32Array(), start: 0, unit: 1, reach: 30, errorBound: 0.5 };
const all: GroupList = { groups: [0, 1, 2], highest: [23, 15, 7] };

const walk = (list: GroupList, count: number, excluded = NONE) =>
  bestOfGroups(embeddings, query, prepared, list, count, excluded);

describe('the walk over groups', () => {
  test('finds the best items, in whatever order the groups are listed', () => {
    expect([...walk(all, 3).items]).toEqual([0, 1, 2]);
    expect([...walk({ groups: [2, 0, 1], highest: [7, 23, 15] }, 10).items]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('leaves out what is excluded', () => {
    expect([...walk(all, 2, new Set([0, 2])).items]).toEqual([1, 3]);
  });

  test('ends where no later group can reach the K-th best', () => {
    // Group 1 claims 17 where 15 is right: nobody looks, since the eighth best scores 16 and 17 − 1.5 < 16 …
    const list = { groups: [0, 1], highest: [23, 15.2] };
    expect([...walk(list, 8).items]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    // … and an unknown group behind it goes unnoticed as well.
    expect([...walk({ groups: [0, 9], highest: [23, 15.2] }, 8).items]).toHaveLength(8);
  });

  test('looks at a group that may tie, since ties go to the lower index', () => {
    const twins = embeddingsOf(Array.from({ length: 16 }, () => [1]));
    const list = { groups: [1, 0], highest: [23, 22.6] };
    expect([...bestOfGroups(twins, query, prepared, list, 2, NONE).items]).toEqual([0, 1]);
  });

  test('answers fewer than asked for when there are no more', () => {
    expect(walk(all, 30).items).toHaveLength(24);
  });

  test.each<[string, GroupList]>([
    ['a score far from the exact one', { groups: [0, 1], highest: [23, 16] }],
    ['NaN', { groups: [0, 1], highest: [23, Number.NaN] }],
    ['a group twice', { groups: [0, 0], highest: [23, 23] }],
    ['a group that does not exist', { groups: [0, 3], highest: [23, 15] }],
  ])('takes a device that answers with %s for broken', (_, list) => {
    expect(() => walk(list, 12)).toThrow(/the device/);
  });
});

test.each<Arithmetic>(['float', 'packed'])(
  'threshold and walk answer what a full scan answers (%s)',
  async (arithmetic) => {
    // Few distinct coordinates make many rows that are equal or nearly so.
    const coordinate = fc.oneof(fc.constantFrom(0, 1, -1), fc.float({ min: -2, max: 2, noNaN: true }));
    const row = fc.array(coordinate, { minLength: 5, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 120 }),
        row,
        fc.integer({ min: 1, max: 20 }),
        fc.uniqueArray(fc.nat(130), { maxLength: 12 }),
        async (rows, values, count, left) => {
          const items: Embeddings = embeddingsOf(rows, 5);
          const asked = Float32Array.from(values);
          const excluded = new Set(left);
          const scan = scanQuery(asked, items.paddedDim, rowBounds(items), arithmetic);
          if (scan === undefined) return;
          const maxima = scanGroups(items, scan, arithmetic);
          const threshold = groupThreshold(maxima, count + excluded.size, aimOf(scan));
          const groups = [...maxima.keys()].filter((group) => maxima[group] >= threshold);
          const list = { groups, highest: groups.map((group) => maxima[group]) };
          const [exact] = await createJsBackend(items).topItems([asked], count, excluded);
          expect(bestOfGroups(items, asked, scan, list, count, excluded)).toEqual(exact);
        },
      ),
    );
  },
);
