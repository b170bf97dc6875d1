/**
 * Snapshot format 5: the one place that says where every byte of a snapshot stands.
 *
 * A snapshot is `manifest.json` beside four binary files, one per role, and before them the head of a large one; always
 * fetched all and in this order, so that what is fetched says nothing about who fetches. All numbers are little-endian.
 *
 * ```
 *   file     header │ entry × S │ section │ section │ …        each section starts at the next multiple of 64
 *   header   0 u32 magic 'WSHP'   4 u16 format version   6 u16 role   8 u32 N items   12 u32 S sections
 *   entry    0 u32 section id     4 u32 offset   8 u32 byte length   12 u32 zero   16 u8[32] SHA-256
 * ```
 *
 * Typed arrays are laid over the bytes as they are; every engine that runs the product is little-endian.
 */

export const FORMAT = 'windowshop-snapshot';
export const FORMAT_VERSION = 5;

/** 'WSHP' read as a little-endian u32. */
export const MAGIC = 0x50485357;
export const HEADER_BYTES = 16;
export const ENTRY_BYTES = 48;
export const SECTION_ALIGNMENT = 64;

/** Most items and dimensions a reader accepts; checked before anything is allocated. */
export const MAX_ITEMS = 5_000_000;
export const MAX_DIM = 512;

/** Number of the brand, category or group of an item that has none: their tables begin with the empty text. */
export const UNNAMED = 0;

/** Most positions that the encoder tells apart, and most numbers of the fusion. */
export const MAX_POSITIONS = 64;
export const MAX_FUSION = 65_536;

export const ROLES = ['items', 'embeddings', 'neighbors', 'catalog'] as const;
export type Role = (typeof ROLES)[number];
/** What scoring reads: `catalog` holds texts to show. */
export const SCORING_ROLES = ['items', 'embeddings', 'neighbors'] as const satisfies readonly Role[];
/** What a file is: one of the four, or the head of a large snapshot (`head.ts`), which comes first. */
export type FileRole = Role | 'head';

/** `index` is u16 where 65,536 numbers are enough, else u32; how long the section is tells which. */
export type ElementType = 'u8' | 'u16' | 'u32' | 'f32' | 'index';
/** A section of indices. */
export type Indices = Uint16Array | Uint32Array;
export const ELEMENT_BYTES: Record<ElementType, number> = { u8: 1, u16: 2, u32: 4, f32: 4, index: 2 };

/**
 * Every section: its id, element type and length in elements. N items, D dimensions, `P(x)` = x padded as `tile.ts`
 * says, with zeros. Where the parts of a section begin is told by the lengths named before it, see `lengths.ts`. What
 * stands in brackets with `or 0` is empty where nothing is known of any item.
 */
export const SECTIONS = {
  // items: who they are …
  idLengths: { role: 'items', id: 1, type: 'u8' }, //          of N ids
  idBytes: { role: 'items', id: 2, type: 'u8' }, //            UTF-8
  idOrder: { role: 'items', id: 3, type: 'index' }, //         [N] item indices sorted by the bytes of their id
  aliasLengths: { role: 'items', id: 4, type: 'u8' }, //       of A aliases
  aliasBytes: { role: 'items', id: 5, type: 'u8' }, //         UTF-8, sorted: `group:ID` and `path:/address`
  aliasItems: { role: 'items', id: 6, type: 'index' }, //      [A] item index
  // … what everybody thinks of them …
  popularity: { role: 'items', id: 7, type: 'u16' }, //        [N] short floats ≥ 0, higher = more popular
  recentPopularity: { role: 'items', id: 18, type: 'u16' }, // [N or 0] short floats ≥ 0, of late
  shoppers: { role: 'items', id: 8, type: 'u16' }, //          [N] distinct shoppers, 0 below the minimum, at most 65,535
  // … the facts that scoring and rules ask for most …
  price: { role: 'items', id: 9, type: 'f32' }, //             [N or 0] NaN = not known
  availability: { role: 'items', id: 10, type: 'u8' }, //      [N or 0] 0 not known, 1 available, 2 not available
  brand: { role: 'items', id: 11, type: 'index' }, //          [N or 0] index into brands, of which the first is none
  brandLengths: { role: 'items', id: 12, type: 'u8' },
  brandBytes: { role: 'items', id: 13, type: 'u8' },
  category: { role: 'items', id: 14, type: 'index' }, //       [N or 0] index into categories, of which the first is none
  categoryLengths: { role: 'items', id: 15, type: 'u8' },
  categoryBytes: { role: 'items', id: 16, type: 'u8' }, //     levels joined by U+001F
  group: { role: 'items', id: 17, type: 'index' }, //          [N or 0] number of the variant group, 0 = none
  // … and how what is known is put together
  fusionWeights: { role: 'items', id: 19, type: 'f32' }, //    [≤ 65,536]
  // embeddings: rows of length 1, or 0: x̂[n] = (codes[n] − 64) / ‖codes[n] − 64‖
  // [P(N), P(D)] in tiles, 1…127, see `tile.ts`; in half as many bytes two in one, see `narrow-codes.ts`
  codes: { role: 'embeddings', id: 32, type: 'u8' },
  // the encoder of journeys: gate[n] = (gateCodes[n] − 128) · gateScale
  gateCodes: { role: 'embeddings', id: 34, type: 'u8' }, //    [N or 0] 1…255
  encoderParameters: { role: 'embeddings', id: 35, type: 'f32' }, // [2 + L or 0] temperature, gateScale, positions
  // neighbor lists, see `neighbor-lists.ts`: bytes, since the lists are most of what is neither embedding nor text
  viewedLengths: { role: 'neighbors', id: 48, type: 'u8' }, //   of N lists, or 0
  viewedEntries: { role: 'neighbors', id: 49, type: 'u8' },
  nextLengths: { role: 'neighbors', id: 52, type: 'u8' },
  nextEntries: { role: 'neighbors', id: 53, type: 'u8' },
  alikeLengths: { role: 'neighbors', id: 56, type: 'u8' },
  alikeEntries: { role: 'neighbors', id: 57, type: 'u8' },
  boughtLengths: { role: 'neighbors', id: 60, type: 'u8' },
  boughtEntries: { role: 'neighbors', id: 61, type: 'u8' },
  // catalog: JSON arrays of products, CHUNK_ITEMS each, deflated one by one
  chunkOffsets: { role: 'catalog', id: 64, type: 'u32' }, //    [C + 1] into chunkBytes
  chunkLengths: { role: 'catalog', id: 65, type: 'u32' }, //    [C] bytes when unpacked
  chunkBytes: { role: 'catalog', id: 66, type: 'u8' }, //       raw deflate (RFC 1951)
} as const satisfies Record<string, { role: Role; id: number; type: ElementType }>;

export type SectionName = keyof typeof SECTIONS;

/** Items per catalogue chunk: small enough to unpack for one shelf, large enough to compress well. */
export const CHUNK_ITEMS = 256;
/** A chunk that claims to unpack to more than this is refused. */
export const MAX_CHUNK_BYTES = 16 * 1024 * 1024;

/** Separates the levels of a category path inside its string. */
export const LEVEL_SEPARATOR = '\u001f';

/** The folder of the origin private file system that holds the copy of a snapshot, and nothing else. */
export const COPY_FOLDER = 'windowshop-snapshot';

/** The sections of one role in the order in which they stand in its file. */
export const sectionsOf = (role: Role): SectionName[] =>
  (Object.keys(SECTIONS) as SectionName[]).filter((name) => SECTIONS[name].role === role);

export const alignSection = (offset: number): number => Math.ceil(offset / SECTION_ALIGNMENT) * SECTION_ALIGNMENT;
