import { describe, expect, test } from 'vitest';
import {
  CHUNK_ITEMS,
  FORMAT_VERSION,
  MAX_CHUNK_BYTES,
  MAX_DIM,
  MAX_ITEMS,
  ROLES,
} from '../../../src/core/snapshot/layout.js';
import { fileName, MAX_MANIFEST_BYTES, type Manifest, parseManifest } from '../../../src/core/snapshot/manifest.js';
import { utf8Encode } from '../../../src/core/snapshot/utf8.js';
import { encodeManyItems } from '../../support/many-items.js';
import { problemOf } from '../../support/problem-of.js';
import { encodeTentsAndTeapots } from '../../support/tents-and-teapots.js';

const GOOD: Manifest = { ...encodeTentsAndTeapots().manifest, currency: 'EUR' };
const RELEASE = { shopId: 'tents', sequence: 3, expires: '2026-12-01T00:00:00Z' };

const parsed = (manifest: unknown): Manifest => parseManifest(utf8Encode(JSON.stringify(manifest)));

const withFile = (role: string, changes: object) => ({
  ...GOOD,
  files: GOOD.files.map((file) => (file.role === role ? { ...file, ...changes } : file)),
});

const problemWith = (manifest: unknown): string => problemOf(() => parsed(manifest));

test('is read as it was written, with and without what may be missing', () => {
  expect(parsed(GOOD)).toStrictEqual(GOOD);
  const { currency: _, ...bare } = GOOD;
  expect(parsed(bare)).toStrictEqual(bare);
  expect(parsed(encodeManyItems().manifest)).toStrictEqual(encodeManyItems().manifest);
  expect(parsed({ ...GOOD, ...RELEASE })).toStrictEqual({ ...GOOD, release: RELEASE });
  // What nobody knows is nothing to the page.
  expect(parsed({ ...GOOD, somethingNew: 1 })).toStrictEqual(GOOD);
});

test('as long as may be, or a byte longer', () => {
  const text = JSON.stringify(GOOD);
  const padded = (length: number) => utf8Encode(text + ' '.repeat(length - text.length));
  expect(parseManifest(padded(MAX_MANIFEST_BYTES))).toStrictEqual(GOOD);
  expect(() => parseManifest(padded(MAX_MANIFEST_BYTES + 1))).toThrow(/^manifest\.json: larger than 65536 bytes$/);
});

test.each([
  ['no JSON', utf8Encode('{')],
  ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
])('that is %s is refused, with the cause', (_, bytes) => {
  expect(() => parseManifest(bytes)).toThrow(
    expect.objectContaining({ message: 'manifest.json: not JSON in UTF-8', cause: expect.any(Error) }),
  );
});

test.each([null, 7, 'text', [], [GOOD]])('%j is no manifest', (value) => {
  expect(problemWith(value)).toBe('manifest.json: not an object');
});

test('names what it inherits as its own', () => {
  expect(() => parseManifest(utf8Encode(`{"__proto__": ${JSON.stringify(GOOD)}}`))).toThrow(
    /^manifest\.json: "__proto__" is no field of a manifest$/,
  );
});

const { format: _, ...formatless } = GOOD;

test.each<[field: string, manifest: unknown, problem: string]>([
  ['format', formatless, 'format must be "windowshop-snapshot", got undefined'],
  ['format', { ...GOOD, format: 'other' }, 'format must be "windowshop-snapshot", got "other"'],
  ['version of the format', { ...GOOD, formatVersion: 4 }, `formatVersion must be ${FORMAT_VERSION}, got 4`],
  ['version of the format', { ...GOOD, formatVersion: '5' }, `formatVersion must be ${FORMAT_VERSION}, got "5"`],
  ...[7, 'eur', 'EURO', 'xEUR', 'EU', null].map((currency): [string, unknown, string] => [
    'currency',
    { ...GOOD, currency },
    'currency must be an ISO 4217 code',
  ]),
  ...(['version', 'builtAt', 'locale'] as const).flatMap((field) =>
    [7, null, '', '-', {}].map((value): [string, unknown, string] => [
      field,
      { ...GOOD, [field]: value },
      `${field} must match /`,
    ]),
  ),
  ['version', { ...GOOD, version: `${GOOD.version}0` }, 'version must match /^[0-9a-f]{16}$/, got "'],
  ['version', { ...GOOD, version: `0${GOOD.version}` }, 'version must match'],
  ['version', { ...GOOD, version: GOOD.version.replace(/./, 'g') }, 'version must match'],
  ['moment', { ...GOOD, builtAt: '2026-01-01T00:00:00' }, 'builtAt must match'],
  ['moment', { ...GOOD, builtAt: '2026-01-01' }, 'builtAt must match'],
  ['moment', { ...GOOD, builtAt: 'x2026-01-01T00:00:00Z' }, 'builtAt must match'],
  ['moment', { ...GOOD, builtAt: '2026-01-01T00:00:00Zx' }, 'builtAt must match'],
  ['moment', { ...GOOD, builtAt: '2026-01-01T00:00:00.Z' }, 'builtAt must match'],
  ['locale', { ...GOOD, locale: 'd' }, 'locale must match'],
  ['locale', { ...GOOD, locale: 'germ' }, 'locale must match'],
  ['locale', { ...GOOD, locale: 'de-A' }, 'locale must match'],
  ['locale', { ...GOOD, locale: 'de-AT!' }, 'locale must match'],
  ['locale', { ...GOOD, locale: '!de' }, 'locale must match'],
  ['items', { ...GOOD, items: 0 }, `items must be a whole number from 1 to ${MAX_ITEMS}, got 0`],
  ['items', { ...GOOD, items: MAX_ITEMS + 1 }, `items must be a whole number from 1 to ${MAX_ITEMS}, got`],
  ['items', { ...GOOD, items: 1.5 }, 'items must be a whole number'],
  ['items', { ...GOOD, items: '3' }, 'items must be a whole number'],
  ['dimensions', { ...GOOD, dim: 0 }, `dim must be a whole number from 1 to ${MAX_DIM}, got 0`],
  ['dimensions', { ...GOOD, dim: MAX_DIM + 1 }, `dim must be a whole number from 1 to ${MAX_DIM}, got`],
  ['shoppers', { ...GOOD, minShoppers: 0 }, `minShoppers must be a whole number from 1 to ${2 ** 53 - 1}, got 0`],
  ['files', { ...GOOD, files: undefined }, 'files must list 4 files, got undefined'],
  ['files', { ...GOOD, files: {} }, 'files must list 4 files, got an object or a list'],
  ['files', { ...GOOD, files: GOOD.files.slice(1) }, 'files must list 4 files, got 3'],
  ['files', { ...GOOD, files: [...GOOD.files, GOOD.files[0]] }, 'files must list 4 files, got 5'],
  ['files', { ...GOOD, files: [{ role: 'head' }, ...GOOD.files.slice(1)] }, 'files must list 5 files, got 4'],
  ['a file', { ...GOOD, files: [null, ...GOOD.files.slice(1)] }, 'files: the entry of items is not an object'],
  ['a file', { ...GOOD, files: ['items', ...GOOD.files.slice(1)] }, 'files: the entry of items is not an object'],
  ['role', { ...GOOD, files: [...GOOD.files].reverse() }, 'files: expected the role items, got "catalog"'],
  ['hash', withFile('items', { sha256: 'A'.repeat(64) }), 'sha256 of items must match /^[0-9a-f]{64}$/, got "AAA'],
  ['hash', withFile('items', { sha256: 'a'.repeat(65) }), 'sha256 of items must match'],
  ['hash', withFile('items', { sha256: `${'a'.repeat(63)}g${'a'.repeat(64)}` }), 'sha256 of items must match'],
  ['name', withFile('items', { name: '../items.bin' }), `files: items must be named items-`],
  ['bytes', withFile('items', { bytes: 0 }), 'bytes of items must be a whole number from 1 to '],
  ['shop', { ...GOOD, ...RELEASE, shopId: '' }, 'shopId must match /^[\\w.-]{1,100}$/, got ""'],
  ['shop', { ...GOOD, ...RELEASE, shopId: 'a/b' }, 'shopId must match'],
  ['shop', { ...GOOD, ...RELEASE, shopId: 's'.repeat(101) }, 'shopId must match'],
  ['shop', { ...GOOD, ...RELEASE, shopId: undefined }, 'shopId must match'],
  ['sequence', { ...GOOD, ...RELEASE, sequence: 0 }, 'sequence must be a whole number from 1 to'],
  ['sequence', { ...GOOD, ...RELEASE, sequence: undefined }, 'sequence must be a whole number from 1 to'],
  ['expiry', { ...GOOD, ...RELEASE, expires: undefined }, 'expires must match'],
  ['expiry', { ...GOOD, ...RELEASE, expires: 'soon' }, 'expires must match'],
  [
    'expiry',
    { ...GOOD, ...RELEASE, expires: '2026-99-01T00:00:00Z' },
    'expires must be a date, got "2026-99-01T00:00:00Z"',
  ],
])('with another %s is refused', (_, manifest, problem) => {
  const said = problemWith(manifest);
  expect(said.startsWith(`manifest.json: ${problem}`) && said).toBe(said);
});

test('what may just be, may be', () => {
  const moments = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5Z', '2026-01-01T00:00:00.123456Z'];
  for (const builtAt of moments) expect(parsed({ ...GOOD, builtAt }).builtAt).toBe(builtAt);
  for (const locale of ['de', 'gsw', 'de-AT', 'zh_Hant_TW', 'de-1996', 'sl-rozaj-solba'])
    expect(parsed({ ...GOOD, locale }).locale).toBe(locale);
  expect(parsed({ ...GOOD, minShoppers: Number.MAX_SAFE_INTEGER }).minShoppers).toBe(Number.MAX_SAFE_INTEGER);
  const shopId = 's'.repeat(100);
  expect(parsed({ ...GOOD, ...RELEASE, shopId, sequence: 1 }).release).toStrictEqual({
    ...RELEASE,
    shopId,
    sequence: 1,
  });
});

describe('a file', () => {
  const most = (items: number): number => Math.ceil(items / CHUNK_ITEMS) * MAX_CHUNK_BYTES;

  test('may be as large as so many items can need', () => {
    expect(parsed(withFile('items', { bytes: most(GOOD.items) })).files[0].bytes).toBe(most(GOOD.items));
    expect(problemWith(withFile('items', { bytes: most(GOOD.items) + 1 }))).toContain(
      `from 1 to ${most(GOOD.items)}, got`,
    );
    const many = { ...GOOD, items: MAX_ITEMS, dim: 1 };
    expect(
      problemWith({ ...many, files: [{ ...GOOD.files[0], bytes: 2 ** 30 + 1 }, ...GOOD.files.slice(1)] }),
    ).toContain('bytes of items must be a whole number from 1 to 1073741824, got 1073741825');
  });

  test('of embeddings holds at least the codes of so many items', () => {
    // 20 items in two tiles of 16, two dimensions in a row of 16, two codes in a byte.
    const least = (2 * 16 * 16) / 2;
    expect(parsed(withFile('embeddings', { bytes: least })).files[1].bytes).toBe(least);
    expect(problemWith(withFile('embeddings', { bytes: least - 1 }))).toContain(
      `bytes of embeddings must be a whole number from ${least} to `,
    );
  });

  test('is named after its role and its hash', () => {
    expect(fileName('items', '0123456789abcdef0123')).toBe('items-0123456789abcdef.bin');
    expect(GOOD.files.map(({ role }) => role)).toEqual([...ROLES]);
  });
});

test('what is wrong is quoted, and no more of it than can be read', () => {
  expect(problemWith({ ...GOOD, format: 'x'.repeat(200) })).toBe(
    `manifest.json: format must be "windowshop-snapshot", got "${'x'.repeat(79)}`,
  );
  expect(problemWith({ ...GOOD, format: null })).toContain('got null');
  expect(problemWith({ ...GOOD, format: [1] })).toContain('got an object or a list');
});
