import fc from 'fast-check';
import type { Product } from '../../src/core/product.js';
import { FUSION_LENGTH } from '../../src/core/scoring/fusion-weights.js';
import type { SnapshotContent } from '../../src/core/snapshot/snapshot-content.js';
import { neighborsOf, snapshotContent } from './snapshot-in-memory.js';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const finite = fc.double({ min: 0, max: 1e6, noNaN: true });

const productOf = (id: string): fc.Arbitrary<Product> =>
  fc.record(
    {
      id: fc.constant(id),
      title: text,
      currency: fc.constant('EUR'),
      url: fc.webPath().map((path) => `https://shop.test${path}`),
      image: fc.constant('/image.svg'),
      price: finite,
      listPrice: finite,
      available: fc.boolean(),
      brand: fc.constantFrom('Fenn', 'Oru', 'Ŧĕŝţ'),
      category: fc.array(fc.constantFrom('Tea', 'Tents', 'Kitchen & Co'), { maxLength: 3 }),
      tags: fc.array(text, { maxLength: 2 }),
      groupId: fc.constantFrom('g1', 'g2'),
      rating: finite,
      attributes: fc.dictionary(text, fc.oneof(text, finite, fc.boolean()), { maxKeys: 2, noNullPrototype: true }),
    },
    { requiredKeys: ['id', 'title', 'currency'] },
  );

const neighborLists = (itemCount: number) =>
  fc
    .array(
      fc.uniqueArray(fc.tuple(fc.nat(itemCount - 1), fc.float({ min: Math.fround(0.01), max: 1, noNaN: true })), {
        maxLength: 4,
        selector: ([item]) => item,
      }),
      { minLength: itemCount, maxLength: itemCount },
    )
    .map((lists) => neighborsOf(itemCount, Object.fromEntries(lists.map((list, n) => [n, list]))));

const logit = fc.float({ min: -10, max: 10, noNaN: true });

const floats = (length: number, value: fc.Arbitrary<number>) =>
  fc.array(value, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));

/** A row of length 1, or of zeros. */
const rowOf = (dim: number) =>
  fc.array(fc.integer({ min: -100, max: 100 }), { minLength: dim, maxLength: dim }).map((row) => {
    const norm = Math.hypot(...row) || 1;
    return row.map((x) => x / norm);
  });

/** Any content a snapshot can be made from, small. */
export const arbitraryContent: fc.Arbitrary<SnapshotContent> = fc
  .record({
    ids: fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 20 }),
    dim: fc.integer({ min: 1, max: 20 }),
  })
  .chain(({ ids, dim }) =>
    fc.record(
      {
        products: fc.tuple(...ids.map(productOf)),
        dim: fc.constant(dim),
        embeddings: fc.tuple(...ids.map(() => rowOf(dim))).map((rows) => Float32Array.from(rows.flat())),
        codeBits: fc.constantFrom(4, 7),
        viewedWith: neighborLists(ids.length),
        viewedNext: neighborLists(ids.length),
        alike: neighborLists(ids.length),
        boughtWith: neighborLists(ids.length),
        popularity: floats(ids.length, fc.integer({ min: 0, max: 1000 })),
        recentPopularity: floats(ids.length, fc.integer({ min: 0, max: 1000 })),
        shoppers: fc.tuple(...ids.map(() => fc.nat(70_000))).map((values) => Uint32Array.from(values)),
        encoder: fc.record({
          temperature: fc.constantFrom(0.25, 1, 8),
          positions: fc.array(logit, { minLength: 1, maxLength: 64 }).map((logits) => Float32Array.from(logits)),
          gates: floats(
            ids.length,
            fc.integer({ min: -1000, max: 1000 }).map((hundredths) => hundredths / 100),
          ),
        }),
        fusion: floats(FUSION_LENGTH, logit),
      },
      {
        requiredKeys: [
          ...(['products', 'dim', 'embeddings', 'viewedWith', 'viewedNext', 'alike', 'boughtWith'] as const),
          ...(['popularity', 'shoppers'] as const),
        ],
      },
    ),
  )
  .map(({ products, ...parts }) => snapshotContent(products, parts));
