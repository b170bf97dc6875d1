import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ELEMENT_BYTES, SECTIONS, type SectionName } from '../../../src/core/snapshot/layout.js';
import { packLengths, unpackLengths } from '../../../src/core/snapshot/lengths.js';
import { encodeStrings, stringAt, stringCount } from '../../../src/core/snapshot/string-table.js';
import type { Draft, DraftFile, DraftSection, Served } from '../../support/snapshot-draft.js';
import type { Chance } from './chance.js';

/** A lie of whoever builds the snapshot: all hashes agree with it. */
export type Lie = (draft: Draft, chance: Chance) => void;
/** What whoever carries the bytes can do: change them, and no hash. */
export type Damage = (served: Served, chance: Chance) => void;

const SPECIAL_FLOATS = [
  Number.NaN,
  Infinity,
  -Infinity,
  1e30,
  -1e30,
  3.4e38,
  -1,
  -0,
  1.4e-45,
  1e-40,
  1,
  2,
  0.016,
  1000,
] as const;
const SPECIAL_WORDS = [0, 1, 2, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff] as const;

/** Text that is not UTF-8: overlong, a surrogate, cut off, beyond the last character. */
const MALFORMED = [
  [0xc0, 0xaf],
  [0xe0, 0x80, 0xaf],
  [0xf0, 0x80, 0x80, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x82],
  [0x80],
  [0xff],
].map((bytes) => Uint8Array.from(bytes));

const anyFile = ({ files, head }: Draft, chance: Chance): DraftFile =>
  chance.one(head && chance.below(2) === 0 ? head.files : files);
const anySection = (draft: Draft, chance: Chance): DraftSection => chance.one(anyFile(draft, chance).sections);
const fileOf = ({ files, head }: Draft, chance: Chance, name: SectionName): DraftFile =>
  (head && chance.below(2) === 0 ? head.files : files).find(({ role }) => role === SECTIONS[name].role) as DraftFile;
const sectionOf = (draft: Draft, chance: Chance, name: SectionName): DraftSection =>
  fileOf(draft, chance, name).sections.find((section) => section.name === name) as DraftSection;
const viewOf = ({ bytes }: DraftSection): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
/** Nothing where the section is too short. */
function atElement(section: DraftSection, size: number, chance: Chance, write: (view: DataView, at: number) => void) {
  const count = Math.floor(section.bytes.length / size);
  if (count > 0) write(viewOf(section), chance.below(count) * size);
}
const namesOfType = (...types: string[]): SectionName[] =>
  (Object.keys(SECTIONS) as SectionName[]).filter((name) => types.includes(SECTIONS[name].type));
const FLOATS = namesOfType('f32');
const INDICES = namesOfType('index', 'u16');
const OFFSETS = namesOfType('u32');
const LENGTHS = [
  'idLengths',
  'aliasLengths',
  'brandLengths',
  'categoryLengths',
  'viewedLengths',
  'nextLengths',
  'alikeLengths',
  'boughtLengths',
] as const;
const TEXTS = ['idBytes', 'aliasBytes', 'brandBytes', 'categoryBytes'] as const;
const LISTS = ['viewedEntries', 'nextEntries', 'alikeEntries', 'boughtEntries'] as const;

/** Replaces the text of one chunk of the catalogue. */
function withChunk(draft: Draft, chance: Chance, change: (text: Buffer) => Uint8Array): void {
  const { sections } = fileOf(draft, chance, 'chunkBytes');
  const [offsets, lengths, packed] = sections;
  const count = lengths.bytes.length / 4;
  const chunk = chance.below(count);
  const from = viewOf(offsets).getUint32(chunk * 4, true);
  const to = viewOf(offsets).getUint32(chunk * 4 + 4, true);
  const text = change(inflateRawSync(packed.bytes.subarray(from, to)));
  const deflated = deflateRawSync(text);
  packed.bytes = Buffer.concat([packed.bytes.subarray(0, from), deflated, packed.bytes.subarray(to)]);
  viewOf(lengths).setUint32(chunk * 4, text.length, true);
  for (let i = chunk + 1; i <= count; i++) {
    const offset = viewOf(offsets).getUint32(i * 4, true);
    viewOf(offsets).setUint32(i * 4, offset - (to - from) + deflated.length, true);
  }
}

/** Changes the products of one chunk. */
const withProducts = (draft: Draft, chance: Chance, change: (products: Record<string, unknown>[]) => string): void =>
  withChunk(draft, chance, (text) => Buffer.from(change(JSON.parse(text.toString()))));

const withProduct = (draft: Draft, chance: Chance, fields: object): void =>
  withProducts(draft, chance, (products) => {
    const at = chance.below(products.length);
    products[at] = { ...products[at], ...fields };
    return JSON.stringify(products);
  });

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

export const LIES: Readonly<Record<string, Lie>> = {
  'bits of a section': (draft, chance) => {
    const { bytes } = anySection(draft, chance);
    for (let i = chance.below(8); i >= 0 && bytes.length > 0; i--)
      bytes[chance.below(bytes.length)] ^= 1 << chance.below(8);
  },
  'a section cut short': (draft, chance) => {
    const section = anySection(draft, chance);
    section.bytes = section.bytes.slice(0, chance.below(section.bytes.length + 1));
  },
  'a section cut by an element': (draft, chance) => {
    const section = anySection(draft, chance);
    section.bytes = section.bytes.slice(0, -ELEMENT_BYTES[SECTIONS[section.name].type] || undefined);
  },
  'a section too long': (draft, chance) => {
    const section = anySection(draft, chance);
    section.bytes = Buffer.concat([section.bytes, chance.bytes(1 + chance.below(64))]);
  },
  'an empty section': (draft, chance) => {
    anySection(draft, chance).bytes = new Uint8Array();
  },
  'sections swapped': (draft, chance) => {
    const { sections } = anyFile(draft, chance);
    const [a, b] = [chance.one(sections), chance.one(sections)];
    [a.bytes, b.bytes] = [b.bytes, a.bytes];
  },
  'sections in another order': (draft, chance) => {
    const { sections } = anyFile(draft, chance);
    sections.push(...sections.splice(chance.below(sections.length), 1));
  },
  'a section missing or twice': (draft, chance) => {
    const { sections } = anyFile(draft, chance);
    const at = chance.below(sections.length);
    if (chance.below(2) === 0) sections.splice(at, 1);
    else sections.splice(at, 0, sections[at]);
  },
  'a lying offset': (draft, chance) => {
    const section = anySection(draft, chance);
    section.lie.offset = chance.one([...SPECIAL_WORDS, 64, 65, 128, 1 << 20, chance.below(1 << 16)]);
  },
  'a lying length': (draft, chance) => {
    const section = anySection(draft, chance);
    section.lie.length = chance.one([...SPECIAL_WORDS, section.bytes.length + 4, chance.below(1 << 16)]);
  },
  'a lying section id': (draft, chance) => {
    anySection(draft, chance).id = chance.one([...SPECIAL_WORDS, chance.below(80)]);
  },
  'a lying header': (draft, chance) => {
    const { header } = anyFile(draft, chance);
    header[chance.one(['magic', 'version', 'role', 'items', 'sections'] as const)] = chance.one(SPECIAL_WORDS);
  },
  'bytes behind the last section': (draft, chance) => {
    anyFile(draft, chance).tail = chance.bytes(1 + chance.below(100));
  },
  'bytes between sections': (draft, chance) => {
    anySection(draft, chance).gap = 64 * (1 + chance.below(3));
  },
  'numbers that are none, endless, huge, negative, denormal': (draft, chance) =>
    atElement(sectionOf(draft, chance, chance.one(FLOATS)), 4, chance, (view, at) =>
      view.setFloat32(at, chance.one(SPECIAL_FLOATS), true),
    ),
  'a whole column of such a number': (draft, chance) => {
    const section = sectionOf(draft, chance, chance.one(FLOATS));
    const value = chance.one(SPECIAL_FLOATS);
    for (let at = 0; at + 4 <= section.bytes.length; at += 4) viewOf(section).setFloat32(at, value, true);
  },
  'offsets that lie': (draft, chance) =>
    atElement(sectionOf(draft, chance, chance.one(OFFSETS)), 4, chance, (view, at) =>
      view.setUint32(at, chance.one([...SPECIAL_WORDS, view.getUint32(at, true) + 1]), true),
    ),
  'lengths that lie': (draft, chance) =>
    atElement(sectionOf(draft, chance, chance.one(LENGTHS)), 1, chance, (view, at) =>
      view.setUint8(at, chance.one([0, 1, 127, 128, 129, 255, (view.getUint8(at) + 1) & 255])),
    ),
  'lengths that part things elsewhere': (draft, chance) => {
    const { bytes } = sectionOf(draft, chance, chance.one(LENGTHS));
    if (bytes.length < 2) return;
    const at = chance.below(bytes.length - 1);
    bytes[at]++;
    bytes[at + 1]--;
  },
  'indices beyond the last': (draft, chance) =>
    atElement(sectionOf(draft, chance, chance.one(INDICES)), 2, chance, (view, at) =>
      view.setUint16(at, chance.one([0, 1, 19, 20, 21, 255, 0x7fff, 0xffff]), true),
    ),
  'ids twice': (draft, chance) => {
    const [lengths, bytes] = fileOf(draft, chance, 'idBytes').sections;
    const offsets = unpackLengths(lengths.bytes, bytes.bytes.length);
    if (!offsets || offsets.length < 3) return;
    const table = { offsets, bytes: bytes.bytes };
    const ids = Array.from({ length: stringCount(table) }, (_, i) => stringAt(table, i));
    const from = chance.below(ids.length);
    ids[(from + 1 + chance.below(ids.length - 1)) % ids.length] = ids[from];
    const changed = encodeStrings(ids);
    lengths.bytes = packLengths(changed.offsets);
    bytes.bytes = changed.bytes;
  },
  'text that is not UTF-8': (draft, chance) => {
    const { bytes } = sectionOf(draft, chance, chance.one(TEXTS));
    const text = chance.one(MALFORMED);
    if (bytes.length >= text.length) bytes.set(text, chance.below(bytes.length - text.length + 1));
  },
  'an order of ids that is none': (draft, chance) => {
    const section = sectionOf(draft, chance, 'idOrder');
    atElement(section, 2, chance, (view, at) =>
      atElement(section, 2, chance, (_, other) => {
        const value = view.getUint16(at, true);
        view.setUint16(at, view.getUint16(other, true), true);
        view.setUint16(other, value, true);
      }),
    );
  },
  'rows of zeros': (draft, chance) => {
    const { bytes } = sectionOf(draft, chance, 'codes');
    const from = chance.below(bytes.length + 1);
    bytes.fill(64, from, from + 64 * (1 + chance.below(16)));
  },
  'rows as long as codes allow': (draft, chance) => {
    sectionOf(draft, chance, 'codes').bytes.fill(chance.one([1, 127]));
  },
  'codes that are none': (draft, chance) =>
    atElement(sectionOf(draft, chance, 'codes'), 1, chance, (view, at) =>
      view.setUint8(at, chance.one([0, 128, 129, 255])),
    ),
  'neighbors of no sense': (draft, chance) => {
    const { bytes } = sectionOf(draft, chance, chance.one(LISTS));
    const from = chance.below(bytes.length + 1);
    bytes.set(chance.bytes(Math.min(bytes.length - from, 1 + chance.below(12))), from);
  },
  'neighbors without an end': (draft, chance) => {
    sectionOf(draft, chance, chance.one(LISTS)).bytes.fill(chance.one([0x80, 0xff]));
  },
  'deep JSON': (draft, chance) =>
    withProducts(draft, chance, (products) => {
      const at = chance.below(products.length);
      const field = chance.one(['title', 'attributes', 'category', 'extra']);
      return JSON.stringify(products.map((product, i) => (i === at ? { ...product, [field]: '@' } : product))).replace(
        '"@"',
        deep(chance.one([10, 1000, 100_000])),
      );
    }),
  '__proto__ and constructor': (draft, chance) =>
    withProducts(draft, chance, (products) =>
      JSON.stringify(products).replaceAll(
        chance.one(['"title"', '"price"', '"brand"']),
        chance.one(['"__proto__"', '"constructor"', '"__proto__":{"polluted":1},"title"']),
      ),
    ),
  'fields of another type': (draft, chance) =>
    withProduct(draft, chance, {
      [chance.one(['title', 'price', 'brand', 'category', 'tags', 'url', 'image', 'available', 'attributes'])]:
        chance.one([null, 1e308, -1, 'x', true, [], {}, [null, {}, 7], { a: { b: 1 } }, 'y'.repeat(9999)]),
    }),
  'scripts in addresses and texts': (draft, chance) =>
    withProduct(draft, chance, {
      [chance.one(['url', 'image', 'title', 'brand'])]: chance.one([
        'javascript:alert(1)',
        ' java\nscript:alert(1)',
        'data:text/html,<script>alert(1)</script>',
        'vbscript:x',
        '<img src=x onerror=alert(1)>',
        'file:///etc/passwd',
      ]),
    }),
  'numbers beyond JSON': (draft, chance) =>
    withProducts(draft, chance, (products) =>
      JSON.stringify(products).replaceAll(
        /"price":[\d.]+/g,
        `"price":${chance.one(['1e999', '-1e999', '1e-999', '-0'])}`,
      ),
    ),
  'a chunk that is no list of its products': (draft, chance) =>
    withChunk(draft, chance, () =>
      Buffer.from(
        chance.one(['', '{}', '[]', 'null', '[null]', '"x"', '{"length":20}', '[1,2', deep(50_000), '\ufeff[]']),
      ),
    ),
  'a chunk that is not UTF-8': (draft, chance) =>
    withChunk(draft, chance, (text) => {
      const from = chance.below(text.length);
      return Buffer.concat([text.subarray(0, from), chance.one(MALFORMED), text.subarray(from)]);
    }),
  'a chunk that unpacks to more than it says': (draft, chance) => {
    const lengths = sectionOf(draft, chance, 'chunkLengths');
    withChunk(draft, chance, () => Buffer.alloc(chance.one([1 << 16, 1 << 21]), 32));
    atElement(lengths, 4, chance, (view, at) => view.setUint32(at, chance.one([0, 1, 1000]), true));
  },
  'lies about items and dimensions': (draft, chance) => {
    const target = draft.head && chance.below(2) === 0 ? draft.head : draft;
    target.fields[chance.one(['items', 'dim', 'minShoppers'])] = chance.one([
      0,
      1,
      2,
      16,
      17,
      19,
      21,
      512,
      513,
      5_000_000,
      5_000_001,
      -1,
      1.5,
      1e308,
      2 ** 53,
      '20',
      null,
      [],
      {},
      true,
    ]);
  },
  'fields of the manifest that are none': (draft, chance) => {
    draft.fields[
      chance.one([
        'format',
        'formatVersion',
        'version',
        'builtAt',
        'locale',
        'currency',
        'shopId',
        'sequence',
        'expires',
      ])
    ] = chance.one([null, '', 'x', 0, 3, 4, -1, '<script>', '../..', {}, [], 'a'.repeat(5000), JSON.parse(deep(500))]);
  },
};

const anyName = ({ files }: Served, chance: Chance): string => chance.one([...files.keys()]);

/** Changes the text of the manifest. */
const inManifest = (served: Served, change: (text: string) => string): void => {
  served.manifest = Buffer.from(change(Buffer.from(served.manifest).toString()));
};

export const DAMAGES: Readonly<Record<string, Damage>> = {
  'bits of a file': (served, chance) => {
    const name = anyName(served, chance);
    const bytes = (served.files.get(name) as Uint8Array).slice();
    bytes[chance.below(bytes.length)] ^= 1 << chance.below(8);
    served.files.set(name, bytes);
  },
  'a file cut short': (served, chance) => {
    const name = anyName(served, chance);
    const bytes = served.files.get(name) as Uint8Array;
    served.files.set(name, bytes.slice(0, chance.below(bytes.length)));
  },
  'a file too long': (served, chance) => {
    const name = anyName(served, chance);
    served.files.set(name, Buffer.concat([served.files.get(name) as Uint8Array, chance.bytes(1 + chance.below(9))]));
  },
  'a file missing': (served, chance) => {
    served.files.delete(anyName(served, chance));
  },
  'files swapped': (served, chance) => {
    const [a, b] = [anyName(served, chance), anyName(served, chance)];
    const [first, second] = [served.files.get(a) as Uint8Array, served.files.get(b) as Uint8Array];
    served.files.set(a, second).set(b, first);
  },
  'bits of the manifest': (served, chance) => {
    served.manifest = served.manifest.slice();
    served.manifest[chance.below(served.manifest.length)] ^= 1 << chance.below(8);
  },
  'a manifest cut short': (served, chance) => {
    served.manifest = served.manifest.slice(0, chance.below(served.manifest.length));
  },
  'a manifest with bytes that are not UTF-8': (served, chance) => {
    const from = chance.below(served.manifest.length);
    served.manifest = Buffer.concat([
      served.manifest.subarray(0, from),
      chance.one(MALFORMED),
      served.manifest.subarray(from),
    ]);
  },
  'a manifest with lengths that lie': (served, chance) =>
    inManifest(served, (text) =>
      text.replace(
        /"bytes":\d+/,
        `"bytes":${chance.one([0, 1, -1, 2 ** 24, 2 ** 30, 2 ** 31, 2 ** 53, 1e308, '"9"'])}`,
      ),
    ),
  'a manifest with deep JSON': (served, chance) =>
    inManifest(served, (text) => {
      const field = chance.one(['"format":', '"locale":', '"files":', '"role":', '"items":', '"name":', '"sha256":']);
      return text.replace(field, `${field}${deep(chance.one([100, 20_000]))},"x":`);
    }),
  'a manifest with __proto__': (served, chance) =>
    inManifest(served, (text) =>
      chance.below(2) === 0
        ? `{"__proto__":${text}}`
        : text.replace(chance.one(['"role":', '"items":', '"files":']), '"__proto__":'),
    ),
  'a manifest with its files in another order': (served, chance) =>
    inManifest(served, (text) => {
      const manifest = JSON.parse(text);
      manifest.files.splice(chance.below(manifest.files.length), 0, ...manifest.files.splice(chance.below(4), 1));
      return JSON.stringify(manifest);
    }),
  'a manifest with a file twice, missing, or of another folder': (served, chance) =>
    inManifest(served, (text) => {
      const manifest = JSON.parse(text);
      const at = chance.below(manifest.files.length);
      const [file] = manifest.files.splice(at, 1);
      if (chance.below(3) > 0) manifest.files.splice(at, 0, file, file);
      if (chance.below(3) > 0) manifest.files[0] = { ...file, name: `../${file.name}` };
      return JSON.stringify(manifest);
    }),
};
