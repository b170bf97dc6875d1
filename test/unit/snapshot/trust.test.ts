import { describe, expect, test } from 'vitest';
import { parseManifest, type Release } from '../../../src/core/snapshot/manifest.js';
import { acceptRelease, type Floor, PUBLIC_KEY, signaturesIn } from '../../../src/core/snapshot/trust.js';
import { utf8Encode } from '../../../src/core/snapshot/utf8.js';
import { encodeTentsAndTeapots } from '../../support/tents-and-teapots.js';

const { manifest: unsigned } = encodeTentsAndTeapots();
const NOW = Date.parse('2026-06-01T00:00:00Z');
const release: Release = { shopId: 'tents', sequence: 5, expires: '2026-07-01T00:00:00.000Z' };
const floor: Floor = { shopId: 'tents', sequence: 5, version: unsigned.version, key: 'k1' };
const trust = { keys: ['k1', 'k2'], minVersion: 3 };

const manifestOf = (fields: object) => parseManifest(utf8Encode(JSON.stringify({ ...unsigned, ...fields })));
const accept = (fields: Partial<Release> = {}, before?: Floor, key = 'k1', now: number | null = NOW) =>
  acceptRelease(manifestOf({ ...release, ...fields }), key, { trust, floor: before, now: now ?? undefined });

describe('a release that is taken', () => {
  test('is the floor for those to come', () => {
    expect(accept()).toEqual(floor);
    expect(accept({ sequence: 6 }, floor, 'k2')).toEqual({ ...floor, sequence: 6, key: 'k2' });
  });

  test('is taken again', () => {
    expect(accept({}, floor)).toEqual(floor);
  });

  test('may be past its time where it was taken before', () => {
    expect(accept({ expires: '2020-01-01T00:00:00Z' }, floor, 'k1', null)).toEqual(floor);
  });

  test('may be older than one that a key had signed which is not trusted any more', () => {
    expect(accept({ sequence: 4 }, { ...floor, sequence: 2 ** 53 - 1, key: 'stolen' }).sequence).toBe(4);
  });
});

const PUBLISH = 'Publish the latest signed release.';
const SIGN_AGAIN = 'Sign it again with a later --expires.';

test.each<[what: string, fields: Partial<Release>, before: Floor | undefined, problem: string, hint: string]>([
  [
    'a release below the page’s own minimum',
    { sequence: 2 },
    undefined,
    'release 2 is older than 3, the lowest that is taken',
    PUBLISH,
  ],
  ['a release older than the one taken', { sequence: 4 }, floor, 'release 4 is older than 5, which was taken', PUBLISH],
  [
    'another snapshot of the same sequence',
    {},
    { ...floor, version: '0123456789abcdef' },
    'there is another snapshot with the sequence 5',
    'Sign each release with a sequence of its own.',
  ],
  [
    'the release of another shop',
    { shopId: 'teapots', sequence: 9 },
    floor,
    'it is of the shop "teapots", not of "tents"',
    PUBLISH,
  ],
  [
    'a release at the moment it expires',
    { expires: '2026-06-01T00:00:00Z' },
    undefined,
    'release 5 expired on 2026-06-01T00:00:00Z',
    SIGN_AGAIN,
  ],
  [
    'a release long expired',
    { expires: '2026-01-01T00:00:00Z' },
    floor,
    'release 5 expired on 2026-01-01T00:00:00Z',
    SIGN_AGAIN,
  ],
])('%s is refused', (_, fields, before, problem, hint) => {
  expect(() => accept(fields, before)).toThrow(
    expect.objectContaining({ code: 'snapshot_invalid', message: `manifest.json: not trusted: ${problem}`, hint }),
  );
});

test('a release of the lowest sequence is taken, and of any where the page names none', () => {
  expect(accept({ sequence: 3 }).sequence).toBe(3);
  const manifest = manifestOf({ ...release, sequence: 1 });
  expect(acceptRelease(manifest, 'k1', { trust: { keys: ['k1'] }, now: NOW }).sequence).toBe(1);
});

test('a manifest without a release is refused', () => {
  expect(() => acceptRelease(unsigned, 'k1', { trust, now: NOW })).toThrow(
    expect.objectContaining({
      message: 'manifest.json: not trusted: it has no shopId, sequence and expires',
      hint: 'Sign it with `windowshop sign`.',
    }),
  );
});

test('signatures are whole ones, each once, and eight at most', () => {
  const bytes = (count: number, length = 64 * count): Uint8Array<ArrayBuffer> =>
    Uint8Array.from({ length }, (_, i) => 1 + Math.floor(i / 64));
  expect(signaturesIn(bytes(2)).map((signature) => [signature.length, signature[0], signature[63]])).toEqual([
    [64, 1, 1],
    [64, 2, 2],
  ]);
  expect(signaturesIn(bytes(8))).toHaveLength(8);
  for (const none of [bytes(9), bytes(2, 100), new Uint8Array(128), new Uint8Array()])
    expect(signaturesIn(none)).toEqual([]);
});

test('a public key is 32 bytes in base64', () => {
  const key = `${'A'.repeat(43)}=`;
  expect(PUBLIC_KEY.test(key)).toBe(true);
  for (const other of [`A${key}`, `${key}=`, key.replace('A', '-'), 'A'.repeat(44)])
    expect(PUBLIC_KEY.test(other)).toBe(false);
});

test.each([
  ['one field alone', { shopId: 'tents' }],
  ['a sequence of zero', { ...release, sequence: 0 }],
  ['a negative sequence', { ...release, sequence: -1 }],
  ['a sequence in words', { ...release, sequence: '9' }],
  ['a sequence of 2^53', { ...release, sequence: 2 ** 53 }],
  ['an expiry that is no date', { ...release, expires: '2026-99-99T00:00:00Z' }],
  ['a shop with a path in its name', { ...release, shopId: '../other' }],
])('a manifest with %s is invalid', (_, fields) => {
  expect(() => manifestOf(fields)).toThrow(expect.objectContaining({ code: 'snapshot_invalid' }));
});
