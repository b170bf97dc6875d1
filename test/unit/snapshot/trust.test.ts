import { describe, expect, test } from 'vitest';
import { parseManifest, type Release } from '../../../src/core/snapshot/manifest.js';
import { acceptRelease, type Floor } from '../../../src/core/snapshot/trust.js';
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

test.each<[string, Partial<Release>, Floor | undefined]>([
  ['a release below the page’s own minimum', { sequence: 2 }, undefined],
  ['a release older than the one taken', { sequence: 4 }, floor],
  ['another snapshot of the same sequence', {}, { ...floor, version: '0123456789abcdef' }],
  ['the release of another shop', { shopId: 'teapots', sequence: 9 }, floor],
  ['a release at the moment it expires', { expires: '2026-06-01T00:00:00Z' }, undefined],
  ['a release long expired', { expires: '2026-01-01T00:00:00Z' }, floor],
])('%s is refused', (_, fields, before) => {
  expect(() => accept(fields, before)).toThrow(
    expect.objectContaining({ code: 'snapshot_invalid', hint: expect.stringMatching(/./) }),
  );
});

test('a manifest without a release is refused', () => {
  expect(() => acceptRelease(unsigned, 'k1', { trust, now: NOW })).toThrow(/not trusted/);
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
