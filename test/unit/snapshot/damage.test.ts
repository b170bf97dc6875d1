import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJsBackend } from '../../../src/core/scoring/js-backend.js';
import { createRecommender } from '../../../src/core/scoring/recommender.js';
import { CatalogReader } from '../../../src/core/snapshot/catalog-chunks.js';
import { decodeSnapshot } from '../../../src/core/snapshot/decode-snapshot.js';
import { HEADER_BYTES, ROLES, type Role } from '../../../src/core/snapshot/layout.js';
import { type Manifest, parseManifest } from '../../../src/core/snapshot/manifest.js';
import { utf8Encode } from '../../../src/core/snapshot/utf8.js';
import { WindowshopError } from '../../../src/core/windowshop-error.js';
import { arbitraryContent } from '../../support/arbitrary-snapshot.js';
import { callOfViewer } from '../../support/scoring-calls.js';
import { encodeInMemory, filesByRole, nodeInflate } from '../../support/snapshot-in-memory.js';
import { encodeTentsAndTeapots } from '../../support/tents-and-teapots.js';

const sound = encodeTentsAndTeapots();

/** Either refused with the typed error, or so sound that scoring on it neither throws nor leaves the arrays. */
async function decodeAndScore(manifest: Manifest, files: Record<Role, Uint8Array>): Promise<'refused' | 'sound'> {
  try {
    const snapshot = decodeSnapshot(manifest, files);
    const catalog = new CatalogReader(snapshot, nodeInflate);
    const recommender = createRecommender(snapshot, createJsBackend(snapshot.embeddings), catalog);
    const [{ items }] = await recommender.recommend(callOfViewer(['item-1'], snapshot.itemCount));
    for (const { score } of items) expect(score).not.toBeNaN();
    return 'sound';
  } catch (error) {
    if (!(error instanceof WindowshopError)) throw error;
    expect(error.code).toBe('snapshot_invalid');
    return 'refused';
  }
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

test('damage at each single byte of the headers is refused or does no harm', async () => {
  for (const role of ROLES) {
    const file = filesByRole(sound)[role];
    for (let at = 0; at < Math.min(file.length, 600); at++) {
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
    ['another format version', { formatVersion: 1 }],
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
