import type { Product } from '../product.js';
import { pathOf } from './address.js';
import { encodeCatalog } from './catalog-chunks.js';
import { deservesHead, headContent, packHead } from './head.js';
import {
  alignSection,
  ENTRY_BYTES,
  type FileRole,
  FORMAT,
  FORMAT_VERSION,
  HEADER_BYTES,
  type Indices,
  LEVEL_SEPARATOR,
  MAGIC,
  MAX_FUSION,
  MAX_POSITIONS,
  ROLES,
  type Role,
  SCORING_ROLES,
  SECTIONS,
  type SectionName,
  sectionsOf,
  UNNAMED,
} from './layout.js';
import { packLengths } from './lengths.js';
import { fileName, type Manifest } from './manifest.js';
import { narrowCodes } from './narrow-codes.js';
import { packNeighbors } from './neighbor-lists.js';
import { quantizeGates, quantizeRows } from './quantize.js';
import { toShortFloats } from './short-float.js';
import { NEIGHBOR_LISTS } from './snapshot.js';
import type { Codec, EncodedSnapshot, EncoderContent, SnapshotContent } from './snapshot-content.js';
import { compareStrings, encodeStrings } from './string-table.js';
import { utf8Encode } from './utf8.js';

type SectionData = Uint8Array | Uint16Array | Uint32Array | Float32Array;

/** Indices of so many fit into two bytes. */
const MAX_NARROW = 0x10000;
/** Most shoppers that are told apart. */
const MAX_SHOPPERS = 0xffff;

/**
 * Writes a snapshot's files. The same content, codec and moment give the same bytes.
 *
 * @param builtAt  ISO 8601 in UTC.
 * @throws RangeError when the parts disagree about the number of items, or hold what the format cannot.
 */
export function encodeSnapshot(content: SnapshotContent, codec: Codec, builtAt: string): EncodedSnapshot {
  const sections = collectSections(content, codec);
  const encoded: { role: FileRole; bytes: Uint8Array }[] = ROLES.map((role) => ({
    role,
    bytes: encodeFile(role, content.products.length, sections, codec),
  }));
  if (deservesHead(content.products))
    encoded.unshift({ role: 'head', bytes: packHead(encodeSnapshot(headContent(content), codec, builtAt)) });
  const described = encoded.map(({ role, bytes }) => {
    const sha256 = toHex(codec.sha256(bytes));
    return { role, name: fileName(role, sha256), bytes: bytes.length, sha256 };
  });
  const facts = {
    builtAt,
    locale: content.locale,
    ...(content.currency === undefined ? {} : { currency: content.currency }),
    items: content.products.length,
    dim: content.dim,
    minShoppers: content.minShoppers,
    files: described,
  };
  const version = toHex(codec.sha256(utf8Encode(JSON.stringify(facts)))).slice(0, 16);
  const manifest: Manifest = { format: FORMAT, formatVersion: FORMAT_VERSION, version, ...facts };
  return { manifest, files: described.map(({ name }, i) => ({ name, bytes: encoded[i].bytes })) };
}

/**
 * How many bytes of a snapshot scoring needs: all files but `catalog`, which holds texts to show, and `head`, which holds
 * copies.
 */
export const scoringBytesOf = ({ files }: Manifest): number =>
  files.reduce((sum, { role, bytes }) => sum + ((SCORING_ROLES as readonly string[]).includes(role) ? bytes : 0), 0);

/** {@link scoringBytesOf} a snapshot that is not encoded yet. */
export function scoringBytes(content: SnapshotContent): number {
  const sections = collectSections(content, { deflate: () => new Uint8Array() });
  return SCORING_ROLES.reduce((sum, role) => sum + placeSections(role, sections).length, 0);
}

function collectSections(content: SnapshotContent, codec: Pick<Codec, 'deflate'>): Record<SectionName, SectionData> {
  const { products, dim } = content;
  const itemCount = products.length;
  requireLength('embeddings', content.embeddings.length, itemCount * dim);
  requireLength('popularity', content.popularity.length, itemCount);
  requireLength('shoppers', content.shoppers.length, itemCount);
  for (const list of NEIGHBOR_LISTS) requireLength(`${list}.offsets`, content[list].offsets.length, itemCount + 1);
  const { recentPopularity, encoder, fusion = new Float32Array() } = content;
  if (recentPopularity) requireLength('recentPopularity', recentPopularity.length, itemCount);
  if (encoder) requireLength('encoder.gates', encoder.gates.length, itemCount);
  requireAtMost('fusion', fusion.length, MAX_FUSION);

  const ids = encodeStrings(products.map((product) => product.id));
  const aliases = collectAliases(products);
  const aliasTable = encodeStrings(aliases.map(([alias]) => alias));
  const brands = numberDistinct(products.map((product) => product.brand));
  const categories = numberDistinct(products.map((product) => product.category?.join(LEVEL_SEPARATOR)));
  const brandTable = encodeStrings(brands.distinct);
  const categoryTable = encodeStrings(categories.distinct);
  const { codes } = quantizeRows(content.embeddings, dim, content.codeBits);
  const viewed = packNeighbors('viewedWith', content.viewedWith);
  const next = packNeighbors('viewedNext', content.viewedNext);
  const alike = packNeighbors('alike', content.alike);
  const bought = packNeighbors('boughtWith', content.boughtWith);
  const chunks = encodeCatalog(products, codec.deflate);
  return {
    idLengths: packLengths(ids.offsets),
    idBytes: ids.bytes,
    idOrder: narrowed(
      Uint32Array.from(products.keys()).sort((a, b) => compareStrings(ids, a, b)),
      itemCount,
    ),
    aliasLengths: packLengths(aliasTable.offsets),
    aliasBytes: aliasTable.bytes,
    aliasItems: narrowed(
      Uint32Array.from(aliases, ([, item]) => item),
      itemCount,
    ),
    popularity: toShortFloats(content.popularity),
    recentPopularity: unlessUnknown(toShortFloats(recentPopularity ?? new Float32Array()), 0),
    shoppers: Uint16Array.from(content.shoppers, (count) => Math.min(MAX_SHOPPERS, count)),
    price: unlessUnknown(
      Float32Array.from(products, (product) => product.price ?? Number.NaN),
      Number.NaN,
    ),
    availability: unlessUnknown(
      Uint8Array.from(products, ({ available }) => (available === undefined ? 0 : available ? 1 : 2)),
      0,
    ),
    brand: unlessUnknown(brands.numbers, UNNAMED),
    brandLengths: packLengths(brandTable.offsets),
    brandBytes: brandTable.bytes,
    category: unlessUnknown(categories.numbers, UNNAMED),
    categoryLengths: packLengths(categoryTable.offsets),
    categoryBytes: categoryTable.bytes,
    group: unlessUnknown(numberDistinct(products.map((product) => product.groupId)).numbers, UNNAMED),
    fusionWeights: fusion,
    codes: content.codeBits === 4 ? narrowCodes(codes) : codes,
    ...encoderSections(encoder),
    viewedLengths: packLengths(viewed.offsets),
    viewedEntries: viewed.entries,
    nextLengths: packLengths(next.offsets),
    nextEntries: next.entries,
    alikeLengths: packLengths(alike.offsets),
    alikeEntries: alike.entries,
    boughtLengths: packLengths(bought.offsets),
    boughtEntries: bought.entries,
    chunkOffsets: chunks.offsets,
    chunkLengths: chunks.lengths,
    chunkBytes: chunks.bytes,
  };
}

/** A column, or an empty one where it says `unknown` of every item. */
const unlessUnknown = (column: SectionData, unknown: number): SectionData =>
  column.every((value) => Object.is(value, unknown)) ? column.subarray(0, 0) : column;

function encoderSections(encoder: EncoderContent | undefined) {
  if (!encoder) return { gateCodes: new Uint8Array(), encoderParameters: new Float32Array() };
  const { temperature, positions, gates } = encoder;
  requireAtMost('encoder.positions', positions.length, MAX_POSITIONS);
  const { gateCodes, gateScale } = quantizeGates(gates);
  return { gateCodes, encoderParameters: Float32Array.of(temperature, gateScale, ...positions) };
}

function encodeFile(
  role: Role,
  itemCount: number,
  sections: Record<SectionName, SectionData>,
  codec: Codec,
): Uint8Array {
  const { placed, length } = placeSections(role, sections);
  const file = new Uint8Array(length);
  const view = new DataView(file.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, FORMAT_VERSION, true);
  view.setUint16(6, ROLES.indexOf(role), true);
  view.setUint32(8, itemCount, true);
  view.setUint32(12, placed.length, true);
  placed.forEach(({ name, offset, bytes }, i) => {
    const entry = HEADER_BYTES + i * ENTRY_BYTES;
    view.setUint32(entry, SECTIONS[name].id, true);
    view.setUint32(entry + 4, offset, true);
    view.setUint32(entry + 8, bytes.length, true);
    file.set(codec.sha256(bytes), entry + 16);
    file.set(bytes, offset);
  });
  return file;
}

/** Where the sections of a role stand in its file, and how long that is. */
function placeSections(role: Role, sections: Record<SectionName, SectionData>) {
  const names = sectionsOf(role);
  let length = HEADER_BYTES + names.length * ENTRY_BYTES;
  const placed = names.map((name) => {
    const data = sections[name];
    const offset = alignSection(length);
    length = offset + data.byteLength;
    return { name, offset, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  });
  return { placed, length };
}

/** Group ids and addresses under which an item is also known, sorted; the first item of the catalogue wins. */
function collectAliases(products: Product[]): [alias: string, item: number][] {
  const aliases = new Map<string, number>();
  products.forEach(({ groupId, url }, item) => {
    for (const alias of [groupId && `group:${groupId}`, url && `path:${pathOf(url)}`])
      if (alias && !aliases.has(alias)) aliases.set(alias, item);
  });
  const entries = [...aliases];
  const table = encodeStrings(entries.map(([alias]) => alias));
  return [...entries.keys()].sort((a, b) => compareStrings(table, a, b)).map((i) => entries[i]);
}

/** Gives equal texts equal numbers, in order of first appearance; the first is the empty text, and so what is absent. */
function numberDistinct(texts: (string | undefined)[]): { numbers: Indices; distinct: string[] } {
  const known = new Map<string, number>([['', UNNAMED]]);
  const numbers = Uint32Array.from(texts, (text = '') => {
    const number = known.get(text) ?? known.size;
    known.set(text, number);
    return number;
  });
  return { numbers: narrowed(numbers, known.size), distinct: [...known.keys()] };
}

/** The same in two bytes each, where that is enough for indices of so many. */
const narrowed = (indices: Uint32Array, count: number): Indices =>
  count <= MAX_NARROW ? Uint16Array.from(indices) : indices;

function requireLength(part: string, actual: number, expected: number): void {
  if (actual !== expected)
    throw new RangeError(`encodeSnapshot: ${part} must have ${expected} elements, got ${actual}`);
}

function requireAtMost(part: string, actual: number, most: number): void {
  if (actual > most) throw new RangeError(`encodeSnapshot: ${part} must have at most ${most} elements, got ${actual}`);
}

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
