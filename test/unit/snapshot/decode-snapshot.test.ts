import { describe, expect, test } from 'vitest';
import { decodeSnapshot, readSectionTable } from '../../../src/core/snapshot/decode-snapshot.js';
import {
  ENTRY_BYTES,
  HEADER_BYTES,
  MAX_CHUNK_BYTES,
  MAX_FUSION,
  MAX_POSITIONS,
  type Role,
  type SectionName,
} from '../../../src/core/snapshot/layout.js';
import { encodeFullSnapshot, FULL_ITEMS } from '../../support/full-snapshot.js';
import { problemOf } from '../../support/problem-of.js';
import { encodedOf, takeApart } from '../../support/snapshot-draft.js';
import { filesByRole } from '../../support/snapshot-in-memory.js';

const sound = encodeFullSnapshot();

type Change = (bytes: Uint8Array) => Uint8Array;

/** What is said of a snapshot in which a section is changed. */
function problemWith(name: SectionName, change: Change): string {
  const draft = takeApart(sound);
  for (const section of draft.files.flatMap(({ sections }) => sections))
    if (section.name === name) section.bytes = change(section.bytes.slice());
  return problemIn(filesByRole(encodedOf(draft)));
}

const problemIn = (files: Record<Role, Uint8Array>): string => problemOf(() => decodeSnapshot(sound.manifest, files));

const put =
  (at: number, ...bytes: number[]): Change =>
  (section) => {
    section.set(bytes, at);
    return section;
  };
const floats =
  (...values: number[]): Change =>
  () =>
    new Uint8Array(Float32Array.from(values).buffer);
/** Codes of four bits, all alike. */
const narrow =
  (byte: number): Change =>
  (codes) =>
    new Uint8Array(codes.length / 2).fill(byte);
const shorter: Change = (section) => section.slice(0, -4);

test('a sound one is taken', () => {
  expect(problemIn(filesByRole(sound))).toBe('it was taken');
  expect(problemWith('codes', (codes) => codes)).toBe('it was taken');
});

test.each<[name: SectionName, change: Change]>([
  ['price', floats(...new Array(FULL_ITEMS).fill(Number.NaN))],
  ['price', floats(...new Array(FULL_ITEMS).fill(0))],
  ['availability', () => new Uint8Array(FULL_ITEMS).fill(2)],
  ['group', (section) => put(0, FULL_ITEMS, 0)(section)],
  ['encoderParameters', floats(1e-3, 0, -1000, 1000)],
  ['encoderParameters', floats(1e3, 1000, 0)],
  ['encoderParameters', floats(1, 1, ...new Array(MAX_POSITIONS).fill(0))],
  ['fusionWeights', floats(1e9, -1e9)],
  ['fusionWeights', floats(...new Array(MAX_FUSION).fill(0))],
  ['gateCodes', () => new Uint8Array(FULL_ITEMS).fill(255)],
  ['chunkLengths', () => new Uint8Array(Uint32Array.of(MAX_CHUNK_BYTES).buffer)],
  ['codes', (codes) => codes.fill(1)],
  ['codes', (codes) => codes.fill(127)],
  ['codes', narrow(0x11)],
  ['codes', narrow(0xff)],
])('what may just be in %s is taken', (name, change) => {
  expect(problemWith(name, change)).toBe('it was taken');
});

test.each<[name: SectionName, change: Change, problem: string]>([
  ['idLengths', put(0, 127), 'items: section idLengths: these are no lengths of 130 bytes'],
  ['idBytes', put(0, 0xff), 'items: section idBytes: a text is not UTF-8'],
  ['idLengths', (section) => section.slice(0, 1), 'items: section idLengths: these are no lengths of 130 bytes'],
  ['idOrder', (section) => put(0, section[2], section[3])(section), 'items: section idOrder: not ascending at 1'],
  ['idOrder', put(0, FULL_ITEMS), 'items: section idOrder: index 20 of 20'],
  ['idOrder', shorter, 'items: section idOrder: 18 elements instead of 20'],
  ['aliasBytes', put(0, 0xff), 'items: section aliasBytes: a text is not UTF-8'],
  ['aliasItems', put(0, FULL_ITEMS), 'items: section aliasItems: index 20 of 20'],
  ['aliasItems', shorter, 'items: section aliasItems: 23 elements instead of 25'],
  ['brandBytes', put(0, 0xff), 'items: section brandBytes: a text is not UTF-8'],
  ['categoryBytes', put(0, 0xff), 'items: section categoryBytes: a text is not UTF-8'],
  ['brand', put(0, 3), 'items: section brand: index 3 of 3'],
  ['brand', shorter, 'items: section brand: 18 elements instead of 20'],
  ['category', put(0, 99), 'items: section category: index 99 of 3'],
  ['group', put(0, FULL_ITEMS + 1), 'items: section group: index 21 of 21'],
  ['price', floats(-1), 'items: section price: 1 elements instead of 20'],
  ['price', floats(...new Array(FULL_ITEMS).fill(-1)), 'items: section price: -1 is no price'],
  ['price', floats(...new Array(FULL_ITEMS).fill(Infinity)), 'items: section price: Infinity is no price'],
  ['availability', put(0, 3), 'items: section availability: 3 is no availability'],
  ['availability', shorter, 'items: section availability: 16 elements instead of 20'],
  ['popularity', shorter, 'items: section popularity: 18 elements instead of 20'],
  ['shoppers', shorter, 'items: section shoppers: 18 elements instead of 20'],
  ['recentPopularity', shorter, 'items: section recentPopularity: 18 elements instead of 20'],
  ['fusionWeights', floats(Number.NaN), 'items: section fusionWeights: NaN is out of range'],
  ['fusionWeights', floats(1.1e9), 'items: section fusionWeights: 1100000000 is out of range'],
  ['fusionWeights', floats(-1.1e9), 'items: section fusionWeights: -1100000000 is out of range'],
  [
    'fusionWeights',
    floats(...new Array(MAX_FUSION + 1).fill(0)),
    'items: section fusionWeights: 65537 are more than 65536',
  ],
  ['gateCodes', shorter, 'embeddings: section gateCodes: 16 gates for 20 items'],
  ['gateCodes', put(3, 0), 'embeddings: section gateCodes: 0 is no gate, at 3'],
  ['encoderParameters', floats(1, 1), 'embeddings: section encoderParameters: 0 positions, not 1 to 64'],
  [
    'encoderParameters',
    floats(1, 1, ...new Array(MAX_POSITIONS + 1).fill(0)),
    'embeddings: section encoderParameters: 65 positions, not 1 to 64',
  ],
  [
    'encoderParameters',
    floats(9e-4, 1, 0),
    'embeddings: section encoderParameters: 0.0008999999845400453 is out of range',
  ],
  ['encoderParameters', floats(1001, 1, 0), 'embeddings: section encoderParameters: 1001 is out of range'],
  ['encoderParameters', floats(1, -0.5, 0), 'embeddings: section encoderParameters: -0.5 is out of range'],
  ['encoderParameters', floats(1, 1001, 0), 'embeddings: section encoderParameters: 1001 is out of range'],
  ['encoderParameters', floats(1, 1, 1001), 'embeddings: section encoderParameters: 1001 is out of range'],
  ['encoderParameters', floats(1, 1, -1001), 'embeddings: section encoderParameters: -1001 is out of range'],
  ['codes', put(5, 0), 'embeddings: section codes: a code is not in 1…127'],
  ['codes', put(5, 128), 'embeddings: section codes: a code is not in 1…127'],
  ['codes', shorter, 'embeddings: section codes: 508 elements instead of 512'],
  ['codes', narrow(0x10), 'embeddings: section codes: half a byte is 0'],
  ['codes', narrow(0x01), 'embeddings: section codes: half a byte is 0'],
  ['codes', (codes) => shorter(narrow(0x88)(codes)), 'embeddings: section codes: 252 elements instead of 512'],
  [
    'chunkLengths',
    () => new Uint8Array(Uint32Array.of(MAX_CHUNK_BYTES + 1).buffer),
    'catalog: section chunkLengths: 16777217 bytes are more than 16777216',
  ],
  ['chunkLengths', () => new Uint8Array(8), 'catalog: section chunkLengths: 2 elements instead of 1'],
  ['chunkOffsets', put(0, 1), 'catalog: section chunkOffsets: must start at 0'],
  ['chunkOffsets', () => new Uint8Array(), 'catalog: section chunkOffsets: must start at 0'],
  ['chunkOffsets', put(4, 1, 0, 0, 0), 'catalog: section chunkOffsets: ends at 1, not at 334'],
  [
    'chunkOffsets',
    (section) => Uint8Array.of(...new Uint8Array(4), ...section),
    'catalog: section chunkOffsets: 3 elements instead of 2',
  ],
  ['viewedLengths', put(4, 9), 'neighbors: section viewedLengths: these are no lengths of 160 bytes'],
  ['viewedEntries', put(1, 0), 'neighbors: section viewedEntries: the list of item 0 holds no weight at 2'],
  ['nextEntries', put(1, 0), 'neighbors: section nextEntries: the list of item 0 holds no weight at 2'],
  ['alikeEntries', put(1, 0), 'neighbors: section alikeEntries: the list of item 0 holds no weight at 2'],
  ['boughtEntries', put(1, 0), 'neighbors: section boughtEntries: the list of item 0 holds no weight at 2'],
  ['alikeEntries', () => new Uint8Array(), 'neighbors: section alikeLengths: these are no lengths of 0 bytes'],
  ['alikeLengths', () => new Uint8Array(), 'neighbors: section alikeLengths: these are no lengths of 160 bytes'],
])('%s that cannot be is named', (name, change, problem) => {
  expect(problemWith(name, change)).toBe(problem);
});

describe('a file', () => {
  const setting =
    (at: number, value: number) =>
    (bytes: Uint8Array): Uint8Array => {
      new DataView(bytes.buffer).setUint32(at, value, true);
      return bytes;
    };
  const table = readSectionTable('items', filesByRole(sound).items, FULL_ITEMS);
  const tableEnd = HEADER_BYTES + table.length * ENTRY_BYTES;

  test.each<[what: string, change: Change, problem: string]>([
    ['too short', (bytes) => bytes.slice(0, tableEnd - 1), 'items: only 927 bytes'],
    [
      'out of line',
      (bytes) => Uint8Array.of(0, ...bytes).subarray(1),
      'items: bytes must start at a multiple of 4 in their buffer',
    ],
    ['of another kind', setting(0, 7), 'items: not a windowshop file'],
    ['of another version', setting(4, 4), 'items: format version 4'],
    ['of another role', put(6, 1), 'items: holds another role'],
    ['of other items', setting(8, 21), 'items: holds 21 items, not 20'],
    ['of more sections', setting(12, 99), 'items: 99 sections'],
    ['with another section', setting(HEADER_BYTES, 99), 'items: section idLengths: not where it belongs'],
    ['with a flag that there is not', setting(HEADER_BYTES + 12, 1), 'items: section idLengths: not where it belongs'],
    [
      'with a section elsewhere',
      setting(HEADER_BYTES + 4, table[0].offset + 4),
      'items: section idLengths: bytes 964 to 984 do not fit a file of 3144',
    ],
    [
      'with a section beyond its end',
      setting(HEADER_BYTES + 8, 2 ** 20),
      'items: section idLengths: bytes 960 to 1049536 do not fit a file of 3144',
    ],
    [
      'with half an element',
      setting(HEADER_BYTES + ENTRY_BYTES * table.findIndex(({ name }) => name === 'price') + 8, 79),
      'items: section price: 79 bytes are no whole elements',
    ],
    ['with a byte behind the last', (bytes) => Uint8Array.of(...bytes, 0), 'items: 1 bytes too many'],
  ])('%s is refused', (_, change, problem) => {
    const file = filesByRole(sound).items.slice();
    expect(problemIn({ ...filesByRole(sound), items: change(file) })).toBe(problem);
  });
});
