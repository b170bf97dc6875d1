import { WindowshopError } from '../windowshop-error.js';
import {
  CHUNK_ITEMS,
  ELEMENT_BYTES,
  ENTRY_BYTES,
  FORMAT_VERSION,
  HEADER_BYTES,
  MAGIC,
  MAX_CHUNK_BYTES,
  NONE,
  ROLES,
  type Role,
  SECTION_ALIGNMENT,
  SECTIONS,
  type SectionName,
  sectionsOf,
} from './layout.js';
import type { Manifest } from './manifest.js';
import type { NeighborLists, Snapshot } from './snapshot.js';
import { compareStrings, type StringTable, stringCount } from './string-table.js';
import { padDim, padItems } from './tile.js';

/** Where a section stands in its file, and the hash its bytes must have. */
export interface SectionEntry {
  name: SectionName;
  offset: number;
  bytes: number;
  sha256: Uint8Array;
}

/** Largest length of a dequantised coordinate: rows have length 1, so anything beyond is a broken or hostile build. */
const MAX_SCALE = 1 / 60;

/**
 * Lays typed views over a snapshot's files and checks that every index, offset and number in them is sound.
 * Allocates nothing but the views. Hashes are the business of whoever fetched the bytes.
 *
 * @param files  The bytes of each role; each must start at a multiple of 4 in its buffer.
 * @throws {WindowshopError} `snapshot_invalid`, naming file and section.
 */
export function decodeSnapshot(manifest: Manifest, files: Readonly<Record<Role, Uint8Array>>): Snapshot {
  const itemCount = manifest.items;
  const sections = {} as Record<SectionName, Uint8Array>;
  for (const role of ROLES) {
    for (const { name, offset, bytes } of readSectionTable(role, files[role], itemCount))
      sections[name] = files[role].subarray(offset, offset + bytes);
  }
  const u8 = (name: SectionName): Uint8Array => sections[name];
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
  const strings = (offsetsName: SectionName, bytesName: SectionName): StringTable => ({
    offsets: offsets(offsetsName, u32(offsetsName), u8(bytesName).length),
    bytes: u8(bytesName),
  });
  const neighbors = (list: 'viewed' | 'bought'): NeighborLists => {
    const items = indices(`${list}Items`, u32(`${list}Items`), itemCount);
    const weights = perItem(`${list}Weights`, u8(`${list}Weights`), items.length);
    const scales = perItem(`${list}Scales`, numbers(`${list}Scales`, f32(`${list}Scales`), 0, 1e6));
    return {
      offsets: perItem(`${list}Offsets`, offsets(`${list}Offsets`, u32(`${list}Offsets`), items.length), itemCount + 1),
      items,
      weights,
      scales,
    };
  };

  const ids = strings('idOffsets', 'idBytes');
  perItem('idOffsets', ids.offsets, itemCount + 1);
  const idOrder = perItem('idOrder', indices('idOrder', u32('idOrder'), itemCount));
  for (let i = 1; i < itemCount; i++)
    if (compareStrings(ids, idOrder[i - 1], idOrder[i]) >= 0) throw invalid('idOrder', `not ascending at ${i}`);
  const aliases = strings('aliasOffsets', 'aliasBytes');
  const aliasCount = stringCount(aliases);
  for (let i = 1; i < aliasCount; i++)
    if (compareStrings(aliases, i - 1, i) >= 0) throw invalid('aliasBytes', `not ascending at ${i}`);
  const brands = strings('brandOffsets', 'brandBytes');
  const categories = strings('categoryOffsets', 'categoryBytes');
  const price = perItem('price', f32('price'));
  for (const value of price) if (value < 0 || value === Infinity) throw invalid('price', `${value} is no price`);
  const availability = perItem('availability', u8('availability'));
  for (const value of availability) if (value > 2) throw invalid('availability', `${value} is no availability`);

  const paddedDim = padDim(manifest.dim);
  const codes = checkCodes(perItem('codes', u8('codes'), padItems(itemCount) * paddedDim));

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
    aliasItems: perItem('aliasItems', indices('aliasItems', u32('aliasItems'), itemCount), aliasCount),
    popularity: perItem('popularity', numbers('popularity', f32('popularity'), 0, 1e12)),
    shoppers: perItem('shoppers', u32('shoppers')),
    price,
    availability,
    brand: perItem('brand', indices('brand', u32('brand'), stringCount(brands), NONE)),
    brands,
    category: perItem('category', indices('category', u32('category'), stringCount(categories), NONE)),
    categories,
    group: perItem('group', indices('group', u32('group'), itemCount, NONE)),
    embeddings: {
      itemCount,
      dim: manifest.dim,
      paddedDim,
      codes,
      scales: perItem('scales', numbers('scales', f32('scales'), 0, MAX_SCALE), padItems(itemCount)),
    },
    viewedWith: neighbors('viewed'),
    boughtWith: neighbors('bought'),
    chunks: {
      offsets: perItem('chunkOffsets', offsets('chunkOffsets', u32('chunkOffsets'), chunkBytes.length), chunkCount + 1),
      lengths: chunkLengths,
      bytes: chunkBytes,
    },
  };
}

/**
 * Reads a file's header and the table of its sections, which must be those of the format, in order and inside the file.
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
  return names.map((name, i) => {
    const entry = HEADER_BYTES + i * ENTRY_BYTES;
    const offset = view.getUint32(entry + 4, true);
    const bytes = view.getUint32(entry + 8, true);
    if (view.getUint32(entry, true) !== SECTIONS[name].id || view.getUint32(entry + 12, true) !== 0)
      throw invalid(name, 'not where it belongs');
    if (offset < end || offset % SECTION_ALIGNMENT !== 0 || offset + bytes > file.length)
      throw invalid(name, `bytes ${offset} to ${offset + bytes} do not fit a file of ${file.length}`);
    if (bytes % ELEMENT_BYTES[SECTIONS[name].type] !== 0) throw invalid(name, `${bytes} bytes are no whole elements`);
    end = offset + bytes;
    return { name, offset, bytes, sha256: file.subarray(entry + 16, entry + ENTRY_BYTES) };
  });
}

function offsets(name: SectionName, values: Uint32Array, end: number): Uint32Array {
  if (values.length === 0 || values[0] !== 0) throw invalid(name, 'must start at 0');
  for (let i = 1; i < values.length; i++) if (values[i] < values[i - 1]) throw invalid(name, `descends at ${i}`);
  if (values[values.length - 1] !== end) throw invalid(name, `ends at ${values[values.length - 1]}, not at ${end}`);
  return values;
}

function indices(name: SectionName, values: Uint32Array, count: number, allowed?: number): Uint32Array {
  // By index: in a start, where this runs once and unoptimised, an iterator costs several times as much.
  for (let i = 0; i < values.length; i++)
    if (values[i] >= count && values[i] !== allowed) throw invalid(name, `index ${values[i]} of ${count}`);
  return values;
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
