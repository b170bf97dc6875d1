import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { createRecommender } from '../../../src/core/scoring/recommender.js';
import { CatalogReader } from '../../../src/core/snapshot/catalog-chunks.js';
import { decodeSnapshot, readSectionTable, type SectionEntry } from '../../../src/core/snapshot/decode-snapshot.js';
import { gateOf, popularityOf, recentPopularityOf } from '../../../src/core/snapshot/item-columns.js';
import {
  ENTRY_BYTES,
  HEADER_BYTES,
  ROLES,
  type Role,
  SECTIONS,
  type SectionName,
  sectionsOf,
} from '../../../src/core/snapshot/layout.js';
import { type Manifest, parseManifest } from '../../../src/core/snapshot/manifest.js';
import { forEachNeighbor } from '../../../src/core/snapshot/neighbor-lists.js';
import type { Snapshot } from '../../../src/core/snapshot/snapshot.js';
import { utf8Encode } from '../../../src/core/snapshot/utf8.js';
import { WindowshopError } from '../../../src/core/windowshop-error.js';
import { arbitraryContent } from '../../support/arbitrary-snapshot.js';
import { encodeFullSnapshot, FULL_ITEMS } from '../../support/full-snapshot.js';
import { callOfViewer } from '../../support/scoring-calls.js';
import { encodedOf, takeApart } from '../../support/snapshot-draft.js';
import { encodeInMemory, filesByRole, nodeInflate } from '../../support/snapshot-in-memory.js';

const sound = encodeFullSnapshot();

/** Either refused with the typed error, or so sound that scoring on it neither throws nor leaves the arrays. */
async function decodeAndScore(manifest: Manifest, files: Record<Role, Uint8Array>): Promise<'refused' | 'sound'> {
  try {
    const snapshot = decodeSnapshot(manifest, files);
    const catalog = new CatalogReader(snapshot, nodeInflate);
    const recommender = createRecommender(snapshot, createJsBackend(snapshot.embeddings), catalog);
    const [{ items }] = await recommender.recommend(callOfViewer(['item-1'], snapshot.itemCount));
    for (const { score } of items) expect(score).not.toBeNaN();
    expectSoundNumbers(snapshot);
    return 'sound';
  } catch (error) {
    if (!(error instanceof WindowshopError)) throw error;
    expect(error.code).toBe('snapshot_invalid');
    return 'refused';
  }
}

/** All that scoring may read: indices inside the snapshot, each once per list, and finite numbers. */
function expectSoundNumbers(snapshot: Snapshot): void {
  const { itemCount, encoder, fusion = [] } = snapshot;
  const all: number[] = [...fusion, ...(encoder ? [encoder.temperature, ...encoder.positions] : [])];
  for (let item = 0; item < itemCount; item++) {
    all.push(popularityOf(snapshot, item), recentPopularityOf(snapshot, item), encoder ? gateOf(encoder, item) : 0);
    for (const list of ['viewedWith', 'viewedNext', 'alike', 'boughtWith'] as const) {
      let last = -1;
      forEachNeighbor(snapshot[list], item, (neighbor, similarity) => {
        all.push(neighbor > last && neighbor < itemCount ? similarity : Number.NaN);
        last = neighbor;
      });
    }
  }
  expect(all.every(Number.isFinite)).toBe(true);
}

/** The damage that a careless or hostile builder could do: hashes would agree, so only the reader stands in its way. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), with: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('word' as const), at: fc.nat(), with: fc.constantFrom(0, 1, 0x7fffffff, 0xffffffff) }),
  fc.record({
    kind: fc.constant('number' as const),
    at: fc.nat(),
    with: fc.constantFrom(Number.NaN, Infinity, 1e30, -1),
  }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), with: fc.constant(0) }),
);

function apply({ kind, at, with: value }: { kind: string; at: number; with: number }, file: Uint8Array): Uint8Array {
  const bytes = file.slice();
  if (bytes.length < 4) return bytes;
  const view = new DataView(bytes.buffer);
  const word = (at % (bytes.length >> 2)) * 4;
  if (kind === 'flip') bytes[at % bytes.length] ^= value;
  else if (kind === 'word') view.setUint32(word, value, true);
  else if (kind === 'number') view.setFloat32(word, value, true);
  else return bytes.slice(0, at % bytes.length);
  return bytes;
}

test('a damaged file is refused with a typed error or does no harm', async () => {
  const seen = { refused: 0, sound: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ROLES),
      fc.array(damage, { minLength: 1, maxLength: 3 }),
      async (role, damages) => {
        const files = filesByRole(sound);
        for (const one of damages) files[role] = apply(one, files[role]);
        seen[await decodeAndScore(sound.manifest, files)]++;
      },
    ),
    { numRuns: 3000 },
  );
  expect(seen.refused).toBeGreaterThan(100);
});

const LISTS = ['viewed', 'next', 'alike', 'bought'] as const;

/** The file of a role with the bytes of one section changed. */
function withSection(name: SectionName, change: (section: Uint8Array) => void): Record<Role, Uint8Array> {
  const { role } = SECTIONS[name];
  const files = filesByRole(sound);
  const file = files[role].slice();
  const entry = readSectionTable(role, file, FULL_ITEMS).find((section) => section.name === name) as SectionEntry;
  change(file.subarray(entry.offset, entry.offset + entry.bytes));
  return { ...files, [role]: file };
}

const putFloat = (at: number, value: number) => (section: Uint8Array) =>
  new DataView(section.buffer, section.byteOffset).setFloat32(at * 4, value, true);
const putByte = (at: number, value: number) => (section: Uint8Array) => {
  section[at] = value;
};

test.each<[what: string, name: SectionName, change: (section: Uint8Array) => void]>([
  // Item 0 has the neighbors 2, 4, 6 and 8: the bytes 2 w 1 w 1 w 1 w; each list takes 8.
  ...LISTS.flatMap((list): [string, SectionName, (section: Uint8Array) => void][] => [
    ['an item beyond the last', `${list}Entries`, putByte(0, 15)],
    ['a weight of 0', `${list}Entries`, putByte(1, 0)],
    ['a number that runs on into the weight', `${list}Entries`, putByte(6, 0x81)],
    ['a number without an end', `${list}Entries`, (section) => section.fill(0xff)],
    ['a number that is longer than it must be', `${list}Entries`, (section) => section.set([0x82, 0], 0)],
    ['lengths that part an entry', `${list}Lengths`, (section) => section.set([7, 9], 0)],
    ['lengths of more than there is', `${list}Lengths`, putByte(4, 9)],
    ['lengths of less than there is', `${list}Lengths`, putByte(4, 6)],
    ['a length without an end', `${list}Lengths`, putByte(FULL_ITEMS - 1, 0x88)],
  ]),
  ['a code of 0', 'codes', putByte(5, 0)],
  ['a code above 127', 'codes', putByte(5, 128)],
  ['text that is not UTF-8', 'categoryBytes', (section) => section.set([0xc0, 0xaf])],
  ['a gate of no value', 'gateCodes', putByte(3, 0)],
  ['a temperature of 0', 'encoderParameters', putFloat(0, 0)],
  ['an endless temperature', 'encoderParameters', putFloat(0, Infinity)],
  ['a gate scale below 0', 'encoderParameters', putFloat(1, -0.5)],
  ['a position that is no number', 'encoderParameters', putFloat(4, Number.NaN)],
  ['a position beyond all measure', 'encoderParameters', putFloat(2, 1e6)],
  ['an endless weight of the fusion', 'fusionWeights', putFloat(1, -Infinity)],
  ['a brand that is not in the table', 'brand', putByte(0, 3)],
  ['a group beyond the number of items', 'group', putByte(0, FULL_ITEMS + 1)],
])('%s in section %s is refused', async (_, name, change) => {
  expect(await decodeAndScore(sound.manifest, withSection(name, change))).toBe('refused');
});

test('sections that are empty where their like are not are refused', async () => {
  const emptied = (name: SectionName): Record<Role, Uint8Array> => {
    const draft = takeApart(sound);
    for (const section of draft.files.flatMap(({ sections }) => sections))
      if (section.name === name) section.bytes = new Uint8Array();
    return filesByRole(encodedOf(draft));
  };
  for (const name of ['idLengths', 'gateCodes', 'encoderParameters', 'alikeLengths', 'alikeEntries'] as const)
    expect(await decodeAndScore(sound.manifest, emptied(name))).toBe('refused');
  for (const name of ['recentPopularity', 'fusionWeights', 'price', 'availability', 'brand', 'group'] as const)
    expect(await decodeAndScore(sound.manifest, emptied(name))).toBe('sound');
});

test('a section that is cut, to nothing or by its last four bytes, is refused', async () => {
  for (const role of ROLES) {
    for (const [place, { bytes }] of readSectionTable(role, filesByRole(sound)[role], FULL_ITEMS).entries()) {
      for (const length of [0, bytes - 4]) {
        const file = filesByRole(sound)[role].slice();
        new DataView(file.buffer).setUint32(HEADER_BYTES + place * ENTRY_BYTES + 8, length, true);
        expect(await decodeAndScore(sound.manifest, { ...filesByRole(sound), [role]: file })).toBe('refused');
      }
    }
  }
});

test('bytes that stand in no section are refused', async () => {
  for (const role of ROLES) {
    const file = filesByRole(sound)[role];
    const table = readSectionTable(role, file, FULL_ITEMS);
    const gap = table.findIndex(({ offset, bytes }, i) => offset + bytes < table[i + 1]?.offset);
    const hidden = file.slice();
    hidden[table[gap].offset + table[gap].bytes] = 1;
    for (const changed of [hidden, Buffer.concat([file, Buffer.of(0)])])
      expect(await decodeAndScore(sound.manifest, { ...filesByRole(sound), [role]: changed })).toBe('refused');
  }
});

test('damage at each single byte of the headers is refused or does no harm', async () => {
  for (const role of ROLES) {
    const file = filesByRole(sound)[role];
    for (let at = 0; at < HEADER_BYTES + sectionsOf(role).length * ENTRY_BYTES; at++) {
      const files = { ...filesByRole(sound), [role]: apply({ kind: 'flip', at, with: 0x80 }, file) };
      const outcome = await decodeAndScore(sound.manifest, files);
      if (at < HEADER_BYTES) expect(outcome).toBe('refused');
    }
  }
});

test('files that are swapped, or of another snapshot, are refused', async () => {
  const files = filesByRole(sound);
  expect(await decodeAndScore(sound.manifest, { ...files, items: files.catalog })).toBe('refused');
  const [content] = fc.sample(arbitraryContent, { numRuns: 1, seed: 2 });
  const other = filesByRole(encodeInMemory(content));
  for (const role of ROLES)
    expect(await decodeAndScore(sound.manifest, { ...files, [role]: other[role] })).toBe('refused');
});

test('a manifest that lies about items or dimensions is refused', async () => {
  for (const lie of [{ items: 19 }, { items: 21 }, { items: 5_000_000 }, { dim: 1 }, { dim: 17 }, { dim: 512 }]) {
    const outcome = await decodeAndScore({ ...sound.manifest, ...lie }, filesByRole(sound));
    // D is padded to 16: a smaller one reads zeros, which is no harm.
    expect(outcome).toBe('dim' in lie && lie.dim === 1 ? 'sound' : 'refused');
  }
});

describe('a manifest', () => {
  const parse = (text: string) => parseManifest(utf8Encode(text));
  const text = JSON.stringify(sound.manifest);

  const { files } = sound.manifest;

  test.each<[what: string, change: object]>([
    ['another format', { format: 'another' }],
    ['the format version before', { formatVersion: 3 }],
    ['a path for a version', { version: '../../etc' }],
    ['no date', { builtAt: 'yesterday' }],
    ['markup for a locale', { locale: '<script>' }],
    ['no currency code', { currency: 'euro' }],
    ['no items', { items: 0 }],
    ['fewer than no items', { items: -1 }],
    ['half an item', { items: 1.5 }],
    ['a text for the number of items', { items: '20' }],
    ['too many items', { items: 1e9 }],
    ['no dimensions', { dim: 0 }],
    ['too many dimensions', { dim: 513 }],
    ['no minimum of shoppers', { minShoppers: 0 }],
    ['no files', { files: [] }],
    ['a text for the files', { files: 'items.bin' }],
    ['files in another order', { files: [...files].reverse() }],
    ['a file too many', { files: [...files, files[0]] }],
    ['a name that leaves the folder', { files: files.map((file) => ({ ...file, name: '../secret.bin' })) }],
    ['a file of a terabyte', { files: files.map((file) => ({ ...file, bytes: 2 ** 40 })) }],
    ['a file of more than its items can need', { files: files.map((file) => ({ ...file, bytes: 2 ** 24 + 1 })) }],
    ['embeddings too short for its dimensions', { dim: 512 }],
    ['lists too deep to be written out', { format: JSON.parse('['.repeat(4000) + ']'.repeat(4000)) }],
    ['a digest that is none', { files: files.map((file) => ({ ...file, sha256: 'A'.repeat(64) })) }],
  ])('with %s is refused', (_, change) => {
    const changed = () => parse(JSON.stringify({ ...sound.manifest, ...change }));
    expect(changed).toThrow(WindowshopError);
    expect(changed).toThrow(/^manifest\.json: /);
  });

  test('ignores fields it does not know, and inherits none', () => {
    expect(parse(JSON.stringify({ ...sound.manifest, note: 'hello' }))).toEqual(sound.manifest);
    expect(() => parse(`{"__proto__":${text}}`)).toThrow(WindowshopError);
    expect(() => parse(text.replace('{', '{"__proto__":{},'))).toThrow(WindowshopError);
  });

  test('is read or refused with the typed error, whatever its bytes are', () => {
    const isTyped = (bytes: Uint8Array): void => {
      try {
        parseManifest(bytes);
      } catch (error) {
        expect(error).toMatchObject({ name: 'WindowshopError', code: 'snapshot_invalid' });
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isTyped));
    fc.assert(fc.property(fc.json(), (json) => isTyped(utf8Encode(json))));
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = utf8Encode(text);
        bytes[at] ^= change;
        isTyped(bytes);
      }),
      { numRuns: 1000 },
    );
  });
});
