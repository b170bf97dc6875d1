import { describe, expect, test } from 'vitest';
import { buildSnapshot } from '../../../src/builder/build-snapshot.js';
import { CatalogCollector } from '../../../src/builder/collect/catalog-collector.js';
import { EventCollector } from '../../../src/builder/collect/event-collector.js';
import { ItemIndex } from '../../../src/builder/collect/item-index.js';
import { VectorCollector } from '../../../src/builder/collect/vector-collector.js';
import type { ReadField } from '../../../src/builder/fields/catalog-fields.js';
import type { FieldValues } from '../../../src/builder/fields/column-map.js';
import { nodeCodec } from '../../../src/cli/snapshot-files/node-codec.js';
import { encodeSnapshot } from '../../../src/core/snapshot/encode-snapshot.js';

const KINDS = ['nail polish', 'face cream', 'shampoo bottle', 'hair dryer'];
/** Forty items of four kinds, kind by kind. */
const shop: FieldValues<ReadField>[] = Array.from({ length: 40 }, (_, n) => ({
  id: `i${n}`,
  title: `${['Red', 'Blue', 'Soft', 'Mild', 'Wild'][n % 5]} ${KINDS[Math.floor(n / 10)]} no ${n}`,
  category: `Beauty > ${KINDS[Math.floor(n / 10)]}`,
}));

function build(
  rows: FieldValues<ReadField>[],
  options: { sequences?: string[]; vectors?: string[][]; dim?: number } = {},
) {
  const collector = new CatalogCollector();
  rows.forEach((row, i) => {
    collector.add(row, i + 1);
  });
  const catalog = collector.finish();
  const index = new ItemIndex(catalog.items.map(({ product }) => product));
  const events = new EventCollector(index);
  options.sequences?.forEach((line, i) => {
    events.addSequence(line, i + 1);
  });
  const vectors = options.vectors?.map((lines) => {
    const block = new VectorCollector(index, catalog.items.length);
    for (const line of lines) block.addLine(line);
    return block.finish().vectors;
  });
  return buildSnapshot(
    {
      catalog,
      ...(options.sequences && { events: events.finish().log }),
      ...(vectors && { vectors }),
    },
    { dim: options.dim ?? 16, minShoppers: 1 },
  ).content;
}

test('without a log an item is listed with what it is alike by its texts', () => {
  const { alike, viewedWith, fusion } = build(shop);
  expect(fusion).toBeUndefined();
  expect(viewedWith.items).toHaveLength(0);
  for (let item = 0; item < shop.length; item++) {
    const likes = [...alike.items.subarray(alike.offsets[item], alike.offsets[item + 1])];
    expect(likes.length).toBeGreaterThanOrEqual(9);
    for (const like of likes.slice(0, 9)) expect(Math.floor(like / 10)).toBe(Math.floor(item / 10));
  }
});

function nearest({ embeddings, dim }: ReturnType<typeof build>, item: number): number[] {
  const count = embeddings.length / dim;
  const cosine = (other: number) => {
    let sum = 0;
    for (let d = 0; d < dim; d++) sum += embeddings[item * dim + d] * embeddings[other * dim + d];
    return sum;
  };
  return Array.from({ length: count }, (_, other) => other)
    .filter((other) => other !== item)
    .sort((a, b) => cosine(b) - cosine(a));
}

describe('embeddings', () => {
  test('lay items of one kind next to each other', () => {
    const content = build(shop);
    for (const item of [0, 15, 22, 39])
      expect(
        nearest(content, item)
          .slice(0, 9)
          .every((other) => Math.floor(other / 10) === Math.floor(item / 10)),
      ).toBe(true);
  });

  test('work in any script', () => {
    const titles = [
      '自然堂滋润霜面霜',
      '兰芝保湿面霜',
      '美宝莲口红正品',
      '迪奥烈艳口红',
      '欧莱雅洗发水',
      '清扬男士洗发水',
    ];
    const content = build(titles.map((title, i) => ({ id: String(i), title })));
    expect(content.locale).toBe('zh');
    for (const item of titles.keys()) expect(nearest(content, item)[0]).toBe(item % 2 ? item - 1 : item + 1);
  });

  test('have length 1, or 0 where nothing is shared with anything', () => {
    const { embeddings, dim } = build([...shop, { id: 'odd', title: '†' }]);
    for (let item = 0; item < 41; item++) {
      const length = Math.hypot(...embeddings.subarray(item * dim, (item + 1) * dim));
      expect(length).toBeCloseTo(item < 40 ? 1 : 0, 5);
    }
  });

  test.each([1, 2, 3])('can be made for %d items in more dimensions than there are items', (count) => {
    const { embeddings } = build(shop.slice(0, count), { dim: 64 });
    expect(embeddings.every(Number.isFinite)).toBe(true);
    expect(embeddings.length).toBe(count * 64);
  });

  test('take in vectors of any length', () => {
    // Texts without anything in common; the vectors pair items 0 and 1, and items 2 and 3.
    const rows = ['alpha', 'bravo', 'charlie', 'delta'].map((title, i) => ({ id: String(i), title }));
    const long = (seed: number) => Array.from({ length: 1000 }, (_, l) => Math.sin(seed * (l + 1)));
    for (const [a, b] of [
      [
        [1, 0, 0],
        [0, 1, 0],
      ],
      [long(1), long(2)],
    ]) {
      const content = build(rows, {
        vectors: [
          [
            JSON.stringify({ id: '0', vector: a }),
            `1 ${a.map((x) => x * 2).join(' ')}`,
            JSON.stringify({ id: 2, vector: b }),
            `3 ${b.join(' ')}`,
          ],
        ],
      });
      expect([0, 1, 2, 3].map((item) => nearest(content, item)[0])).toEqual([1, 0, 3, 2]);
    }
  });
});

describe('several blocks of vectors', () => {
  // Texts without anything in common. The first block pairs 0 with 1 and 2 with 3, the second 2 with 3 and 4 with 5.
  const rows = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot'].map((title, i) => ({ id: String(i), title }));
  const texts = ['0 1 0 0', '1 1 0.1 0', '2 0 1 0.1', '3 0 1 0'];
  const pictures = ['2 1 0', '3 0.9 0.1', '4 0 1', '5 0.1 0.9'];

  test('each bring together what is near in them, and an item may be missing from one', () => {
    const content = build(rows, { vectors: [texts, pictures] });
    expect(rows.map((_, item) => nearest(content, item)[0])).toEqual([1, 0, 3, 2, 5, 4]);
  });

  test('have the same say, in whatever unit each is', () => {
    const tenfold = pictures.map((line) => line.replace(/ .*/, (numbers) => numbers.replace(/\S+/g, (x) => `${x}e3`)));
    const [a, b] = [pictures, tenfold].map((block) => build(rows, { vectors: [texts, block] }).embeddings);
    a.forEach((value, i) => {
      expect(b[i]).toBeCloseTo(value, 5);
    });
  });
});

test('vectors of another length, without numbers or for unknown items are counted and left out', () => {
  const collector = new VectorCollector(new ItemIndex([{ id: 'a', title: '' }]), 1);
  for (const line of ['a 1 2', 'a 1 2 3', 'a x y', '{"id": "a"}', '{broken', 'z 1 2']) collector.addLine(line);
  expect(collector.finish()).toMatchObject({
    ...{ matched: 1, unmatched: 1, unreadable: 3 },
    otherLength: { count: 1, length: 3, expected: 2 },
  });
});

describe('a build', () => {
  const sequences = ['u i0 i1 i2', 'v i0 i1', 'w i10 i11'];
  const bytesOf = () => {
    const { manifest, files } = encodeSnapshot(build(shop, { sequences }), nodeCodec, '2026-01-01T00:00:00Z');
    return { manifest, files: files.map(({ bytes }) => Buffer.from(bytes).toString('base64')) };
  };

  test('gives the same bytes for the same input', () => {
    expect(bytesOf()).toEqual(bytesOf());
  });

  test('falls back to ratings only where there is no behaviour at all', () => {
    const rated = shop.map((row, i) => ({ ...row, rating: '4', rating_count: String(i) }));
    expect(build(rated).popularity[39]).toBe(4 * 39);
    expect(build(rated, { sequences }).popularity[39]).toBe(0);
    expect(build(rated, { sequences }).popularity[0]).toBe(2);
  });
});
