import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { METHOD_NAMES, trainMethods } from '../../../../src/evaluation/methods/train-methods.js';
import { SequenceCollector, type Sequences } from '../../../../src/evaluation/sequences.js';
import { snapshotInMemory } from '../../../support/snapshot-in-memory.js';

const WORDS = ['tent', 'teapot', 'rope', 'cup'];

/** Rows of item numbers, and a shop that has just the items that occur. */
function shopOf(rows: readonly (readonly number[])[]) {
  const collector = new SequenceCollector();
  for (const row of rows) collector.add(row.map(String));
  const { sequences, itemIds } = collector.finish();
  const products = itemIds.map((id) => ({ id, title: `${WORDS[Number(id) % WORDS.length]} ${id}` }));
  return {
    training: sequences,
    items: products.map((product) => ({ product, description: '' })),
    snapshot: snapshotInMemory(products).snapshot,
  };
}

interface Settings {
  seed: number;
  minShoppers?: number;
  protocol?: 'next-item' | 'leave-one-out';
}

async function listsOf(
  shop: { training: Sequences } & ReturnType<typeof shopOf>,
  { seed, minShoppers = 1, protocol = 'next-item' }: Settings,
) {
  const rankers = trainMethods(METHOD_NAMES, { ...shop, protocol, minShoppers, seed });
  const inputs = [[], [0], [shop.items.length - 1, 0]];
  return Object.fromEntries(
    await Promise.all(
      rankers.map(async (ranker) => {
        const lists = await Promise.all(inputs.map((input) => ranker.best(input, 5, new Set(input))));
        return [ranker.name, lists.map((list) => Array.from(list))] as const;
      }),
    ),
  );
}

const logs = fc.array(fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 30,
});

test('the same seed gives the same lists; each is as long as it can be, without what is excluded', async () => {
  await fc.assert(
    fc.asyncProperty(logs, fc.nat(100), fc.integer({ min: 1, max: 4 }), async (rows, seed, minShoppers) => {
      const shop = shopOf(rows);
      const lists = await listsOf(shop, { seed, minShoppers });
      expect(await listsOf(shop, { seed, minShoppers })).toEqual(lists);
      for (const [empty, one] of Object.values(lists)) {
        expect(new Set(empty).size).toBe(Math.min(5, shop.items.length));
        expect(one).not.toContain(0);
        expect(new Set(one).size).toBe(Math.min(5, shop.items.length - 1));
      }
    }),
    { numRuns: 10, seed: 1 },
  );
}, 30_000);

describe('fewer shoppers than a statistic needs', () => {
  // 0 and 1 together, 2 and 3 together, five times each; 4 with 0 just once.
  const rows = [...Array(5).fill([0, 1]), ...Array(5).fill([2, 3]), [0, 4]];

  test('teach nothing about an item', async () => {
    const { training, items, snapshot } = shopOf(rows);
    const input = { training, items, snapshot, protocol: 'next-item' as const, seed: 1 };
    for (const name of ['item-based', 'user-based', 'matrix-factorization'] as const) {
      const [open] = trainMethods([name], { ...input, minShoppers: 1 });
      const [closed] = trainMethods([name], { ...input, minShoppers: 3 });
      // The fifth item (number 4) leads to the first where one shopper is enough, else it is as if nothing was asked.
      expect(Array.from(await open.best([4], 1, new Set([4])))).toEqual([0]);
      expect(Array.from(await closed.best([4], 5, new Set()))).toEqual(Array.from(await closed.best([], 5, new Set())));
    }
  });
});

test('a snapshot without an encoder has no row for it', async () => {
  expect(Object.keys(await listsOf(shopOf([[0, 1]]), { seed: 1 }))).toEqual(
    METHOD_NAMES.filter((name) => name !== 'sequence-encoder'),
  );
});
