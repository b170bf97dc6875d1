import { WindowshopError } from '../windowshop-error.js';
import {
  alignSection,
  CHUNK_ITEMS,
  ELEMENT_BYTES,
  ENTRY_BYTES,
  FORMAT_VERSION,
  HEADER_BYTES,
  type Indices,
  MAGIC,
  MAX_CHUNK_BYTES,
  MAX_FUSION,
  MAX_POSITIONS,
  ROLES,
  type Role,
  SECTIONS,
  type SectionName,
  sectionsOf,
  UNNAMED,
} from './layout.js';
import { unpackLengths } from './lengths.js';
import type { Manifest } from './manifest.js';
import { widenCodes } from './narrow-codes.js';
import { neighborProblem } from './neighbor-lists.js';
import { unitScales } from './quantize.js';
import type { NeighborLists, Snapshot, SnapshotEncoder } from './snapshot.js';
import { compareStrings, isUtf8, type StringTable, stringAt, stringCount } from './string-table.js';
import { padDim, padItems } from './tile.js';

/** Where a section stands in its file, and the hash its bytes must have. */
export interface SectionEntry {
  name: SectionName;
  offset: number;
  bytes: number;
  sha256: Uint8Array;
}

/** Bounds of learned numbers: far beyond what learning arrives at, and near enough that sums and powers stay finite. */
const MAX_LOGIT = 1000;
const MIN_TEMPERATURE = 1e-3;
const MAX_TEMPERATURE = 1e3;
const MAX_FUSION_WEIGHT = 1e9;

/**
 * Lays typed views over a snapshot's files and checks that every index, offset and number in them is sound.
 * Keeps the views, offsets, scales, and columns of which nothing is known. Hashes are the business of whoever fetched the bytes.
 *
 * @param files  The bytes of each role; each must start at a multiple of 4 in its buffer.
 * @param place  Where codes that are narrow in the file are to lie when they are widened; default: memory of their own.
 * @throws {WindowshopError} `snapshot_invalid`, naming file and section.
 */
export function decodeSnapshot(
  manifest: Manifest,
  files: Readonly<Record<Role, Uint8Array>>,
  place: (bytes: number) => Uint8Array = (bytes) => new Uint8Array(bytes),
): Snapshot {
  const itemCount = manifest.items;
  const sections = {} as Record<SectionName, Uint8Array>;
  for (const role of ROLES) {
    for (const { name, offset, bytes } of readSectionTable(role, files[role], itemCount))
      sections[name] = files[role].subarray(offset, offset + bytes);
  }
  const u8 = (name: SectionName): Uint8Array => sections[name];
  const u16 = (name: SectionName): Uint16Array => {
    const bytes = sections[name];
    return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  };
  const u32 = (name: SectionName): Uint32Array => {
    const bytes = sections[name];
    return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  };
  const f32 = (name: SectionName): Float32Array => {
    const bytes = sections[name];
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  };
  const perItem = <A extends { length: number }>(name: SectionName, column: A, length = itemCount): A => {
    if (column.length !== length) throw invalid(name, `${column.length} elements instead of ${length}`);
    return column;
  };
  const offsetsOf = (name: SectionName, end: number): Uint32Array => {
    const offsets = unpackLengths(u8(name), end);
    if (!offsets) throw invalid(name, `these are no lengths of ${end} bytes`);
    return offsets;
  };
  const strings = (lengthsName: SectionName, bytesName: SectionName): StringTable => {
    const bytes = u8(bytesName);
    const table = { offsets: offsetsOf(lengthsName, bytes.length), bytes };
    if (!isUtf8(table)) throw invalid(bytesName, 'a text is not UTF-8');
    return table;
  };
  /** Indices of two or four bytes each, as the section is long. */
  const indexed = (name: SectionName, count: number, length = itemCount): Indices => {
    const column = u8(name).length === length * 4 ? u32(name) : u16(name);
    return perItem(name, indices(name, column, count), length);
  };
  const named = (name: SectionName, count: number): Indices =>
    u8(name).length === 0 ? new Uint16Array(itemCount).fill(UNNAMED) : indexed(name, count);
  const neighbors = (list: 'viewed' | 'next' | 'alike' | 'bought'): NeighborLists => {
    const entries = u8(`${list}Entries`);
    if (u8(`${list}Lengths`).length + entries.length === 0) return { offsets: new Uint32Array(), entries };
    const lists = { offsets: offsetsOf(`${list}Lengths`, entries.length), entries };
    const problem = neighborProblem(lists, itemCount);
    if (problem !== undefined) throw invalid(`${list}Entries`, problem);
    return lists;
  };

  const ids = strings('idLengths', 'idBytes');
  perItem('idLengths', ids.offsets, itemCount + 1);
  const idOrder = indexed('idOrder', itemCount);
  for (let i = 1; i < itemCount; i++)
    if (compareStrings(ids, idOrder[i - 1], idOrder[i]) >= 0) throw invalid('idOrder', `not ascending at ${i}`);
  if (stringAt(ids, idOrder[0]) === '') throw invalid('idBytes', `item ${idOrder[0]} has no id`);
  const aliases = strings('aliasLengths', 'aliasBytes');
  const aliasCount = stringCount(aliases);
  for (let i = 1; i < aliasCount; i++)
    if (compareStrings(aliases, i - 1, i) >= 0) throw invalid('aliasBytes', `not ascending at ${i}`);
  const brands = strings('brandLengths', 'brandBytes');
  const categories = strings('categoryLengths', 'categoryBytes');
  const price = perItem('price', known(f32('price')) ?? new Float32Array(itemCount).fill(Number.NaN));
  for (const value of price) if (value < 0 || value === Infinity) throw invalid('price', `${value} is no price`);
  const availability = perItem('availability', known(u8('availability')) ?? new Uint8Array(itemCount));
  for (const value of availability) if (value > 2) throw invalid('availability', `${value} is no availability`);

  const recentPopularityCodes = known(u16('recentPopularity'));
  if (recentPopularityCodes) perItem('recentPopularity', recentPopularityCodes);
  const fusion = numbers('fusionWeights', f32('fusionWeights'), -MAX_FUSION_WEIGHT, MAX_FUSION_WEIGHT);
  if (fusion.length > MAX_FUSION) throw invalid('fusionWeights', `${fusion.length} are more than ${MAX_FUSION}`);
  const encoder = readEncoder(u8('gateCodes'), f32('encoderParameters'), itemCount);

  const paddedDim = padDim(manifest.dim);
  const codes = readCodes(u8('codes'), padItems(itemCount) * paddedDim, place);

  const chunkBytes = u8('chunkBytes');
  const chunkCount = Math.ceil(itemCount / CHUNK_ITEMS);
  const chunkLengths = perItem('chunkLengths', u32('chunkLengths'), chunkCount);
  for (const length of chunkLengths)
    if (length > MAX_CHUNK_BYTES) throw invalid('chunkLengths', `${length} bytes are more than ${MAX_CHUNK_BYTES}`);

  return {
    manifest,
    itemCount,
    ids,
    idOrder,
    aliases,
    aliasItems: indexed('aliasItems', itemCount, aliasCount),
    popularityCodes: perItem('popularity', u16('popularity')),
    ...(recentPopularityCodes ? { recentPopularityCodes } : {}),
    shoppers: perItem('shoppers', u16('shoppers')),
    price,
    availability,
    brand: named('brand', stringCount(brands)),
    brands,
    category: named('category', stringCount(categories)),
    categories,
    // As many groups as items, and none.
    group: named('group', itemCount + 1),
    ...(fusion.length === 0 ? {} : { fusion }),
    embeddings: {
      itemCount,
      dim: manifest.dim,
      paddedDim,
      codes,
      scales: unitScales(codes, paddedDim),
    },
    ...(encoder ? { encoder } : {}),
    viewedWith: neighbors('viewed'),
    viewedNext: neighbors('next'),
    alike: neighbors('alike'),
    boughtWith: neighbors('bought'),
    chunks: {
      offsets: perItem('chunkOffsets', offsets('chunkOffsets', u32('chunkOffsets'), chunkBytes.length), chunkCount + 1),
      lengths: chunkLengths,
      bytes: chunkBytes,
    },
  };
}

/**
 * Reads a file's header and the table of its sections, which must be those of the format, one right behind the other to the
 * end of the file, with zeros between them: no byte stands where nobody looks at it.
 *
 * @throws {WindowshopError} `snapshot_invalid`
 */
export function readSectionTable(role: Role, file: Uint8Array, itemCount: number): SectionEntry[] {
  const names = sectionsOf(role);
  const tableEnd = HEADER_BYTES + names.length * ENTRY_BYTES;
  const refuse = (problem: string): WindowshopError => invalidFile(role, problem);
  if (file.length < tableEnd) throw refuse(`only ${file.length} bytes`);
  if (file.byteOffset % 4 !== 0) throw refuse('bytes must start at a multiple of 4 in their buffer');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw refuse('not a windowshop file');
  if (view.getUint16(4, true) !== FORMAT_VERSION) throw refuse(`format version ${view.getUint16(4, true)}`);
  if (view.getUint16(6, true) !== ROLES.indexOf(role)) throw refuse('holds another role');
  if (view.getUint32(8, true) !== itemCount) throw refuse(`holds ${view.getUint32(8, true)} items, not ${itemCount}`);
  if (view.getUint32(12, true) !== names.length) throw refuse(`${view.getUint32(12, true)} sections`);

  let end = tableEnd;
  const entries = names.map((name, i) => {
    const entry = HEADER_BYTES + i * ENTRY_BYTES;
    const offset = view.getUint32(entry + 4, true);
    const bytes = view.getUint32(entry + 8, true);
    if (view.getUint32(entry, true) !== SECTIONS[name].id || view.getUint32(entry + 12, true) !== 0)
      throw invalid(name, 'not where it belongs');
    if (offset !== alignSection(end) || offset + bytes > file.length)
      throw invalid(name, `bytes ${offset} to ${offset + bytes} do not fit a file of ${file.length}`);
    if (hasBytes(file.subarray(end, offset))) throw invalid(name, 'bytes stand before it');
    if (bytes % ELEMENT_BYTES[SECTIONS[name].type] !== 0) throw invalid(name, `${bytes} bytes are no whole elements`);
    end = offset + bytes;
    return { name, offset, bytes, sha256: file.subarray(entry + 16, entry + ENTRY_BYTES) };
  });
  if (end !== file.length) throw refuse(`${file.length - end} bytes too many`);
  return entries;
}

const hasBytes = (gap: Uint8Array): boolean => gap.some((byte) => byte !== 0);

function readEncoder(gateCodes: Uint8Array, parameters: Float32Array, itemCount: number): SnapshotEncoder | undefined {
  if (gateCodes.length === 0 && parameters.length === 0) return undefined;
  if (gateCodes.length !== itemCount) throw invalid('gateCodes', `${gateCodes.length} gates for ${itemCount} items`);
  for (let i = 0; i < itemCount; i++) if (gateCodes[i] === 0) throw invalid('gateCodes', `0 is no gate, at ${i}`);
  const positions = parameters.subarray(2);
  if (positions.length === 0 || positions.length > MAX_POSITIONS)
    throw invalid('encoderParameters', `${positions.length} positions, not 1 to ${MAX_POSITIONS}`);
  numbers('encoderParameters', parameters.subarray(0, 1), MIN_TEMPERATURE, MAX_TEMPERATURE);
  numbers('encoderParameters', parameters.subarray(1, 2), 0, MAX_LOGIT);
  numbers('encoderParameters', positions, -MAX_LOGIT, MAX_LOGIT);
  return { temperature: parameters[0], positions, gateScale: parameters[1], gateCodes };
}

/** A column, unless nothing is known of any item. */
const known = <A extends { length: number }>(column: A): A | undefined => (column.length === 0 ? undefined : column);

function offsets(name: SectionName, values: Uint32Array, end: number): Uint32Array {
  if (values.length === 0 || values[0] !== 0) throw invalid(name, 'must start at 0');
  for (let i = 1; i < values.length; i++) if (values[i] < values[i - 1]) throw invalid(name, `descends at ${i}`);
  if (values[values.length - 1] !== end) throw invalid(name, `ends at ${values[values.length - 1]}, not at ${end}`);
  return values;
}

function indices<A extends Indices>(name: SectionName, values: A, count: number): A {
  // By index: in a start, where this runs once and unoptimised, an iterator costs several times as much.
  for (let i = 0; i < values.length; i++) if (values[i] >= count) throw invalid(name, `index ${values[i]} of ${count}`);
  return values;
}

/** The codes, each in a byte of its own: they are so in the file, or half as many bytes. */
function readCodes(codes: Uint8Array, count: number, place: (bytes: number) => Uint8Array): Uint8Array {
  if (codes.length === count) return checkCodes(codes);
  if (codes.length * 2 !== count) throw invalid('codes', `${codes.length} elements instead of ${count}`);
  const wide = place(count);
  if (!widenCodes(codes, wide)) throw invalid('codes', 'half a byte is 0');
  return wide;
}

/** Looks at four codes at once: a code is neither 0 nor above 127. */
function checkCodes(codes: Uint8Array): Uint8Array {
  const words = new Uint32Array(codes.buffer, codes.byteOffset, codes.length / 4);
  let bits = 0;
  // A borrow reaches the top bit of a byte that was 0.
  for (let i = 0; i < words.length; i++) bits |= words[i] | (words[i] - 0x01010101);
  if ((bits & 0x80808080) !== 0) throw invalid('codes', 'a code is not in 1…127');
  return codes;
}

function numbers(name: SectionName, values: Float32Array, min: number, max: number): Float32Array {
  // Written so that NaN fails too.
  for (let i = 0; i < values.length; i++)
    if (!(values[i] >= min && values[i] <= max)) throw invalid(name, `${values[i]} is out of range`);
  return values;
}

const invalid = (name: SectionName, problem: string): WindowshopError =>
  invalidFile(SECTIONS[name].role, `section ${name}: ${problem}`);

const invalidFile = (role: Role, problem: string): WindowshopError =>
  new WindowshopError('snapshot_invalid', `${role}: ${problem}`, {
    hint: 'Build the snapshot again and publish all of its files together.',
  });
