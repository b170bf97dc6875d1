import { createPrivateKey, createPublicKey, verify as verifyBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder, windowshop } from './run-cli.js';

const folder = await temporaryFolder();
const DAY_MS = 86_400_000;
const TOMORROW = new Date(Date.now() + DAY_MS).toISOString();
const keyFile = folder.path('key.pem');
let publicKey: string;
let catalog: string;

beforeAll(async () => {
  publicKey = (await windowshop('keys', keyFile, '--json')).json.publicKey as string;
  catalog = await folder.file('id,title\na,Red tent\nb,Blue tent\n');
});

async function built(): Promise<string> {
  const out = folder.out();
  expect((await windowshop('build', '--catalog', catalog, '--out', out)).code).toBe(0);
  return out;
}

const release = (sequence = 1, expires = TOMORROW): string[] => [
  ...['--shop', 'tents', '--sequence', `${sequence}`, '--expires', expires],
];

async function signed(): Promise<string> {
  const out = await built();
  expect((await windowshop('sign', out, '--key', keyFile, ...release())).code).toBe(0);
  return out;
}

describe('keys', () => {
  test('makes a private key that only its owner can read, and tells the public one', async () => {
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    expect(publicKey).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect((await windowshop('keys', keyFile, '--show')).stdout).toBe(`${publicKey}\n`);
  });

  test('never writes over a file', async () => {
    const before = await readFile(keyFile, 'utf8');
    expect((await windowshop('keys', keyFile, '--json')).json.error?.code).toBe('write_failed');
    expect(await readFile(keyFile, 'utf8')).toBe(before);
  });

  test('tells what is wrong with a file that holds no key', async () => {
    const { code, json } = await windowshop('keys', catalog, '--show', '--json');
    expect(code).toBe(1);
    expect(json.error?.code).toBe('file_unreadable');
  });
});

describe('sign', () => {
  test('adds shop, sequence and expiry, and signs the very bytes of the manifest', async () => {
    const out = await signed();
    const bytes = await readFile(join(out, 'manifest.json'));
    expect(JSON.parse(bytes.toString())).toMatchObject({ shopId: 'tents', sequence: 1, expires: TOMORROW });
    const signature = await readFile(join(out, 'manifest.sig'));
    const key = createPublicKey(createPrivateKey(await readFile(keyFile)));
    expect(verifyBytes(null, bytes, key, signature)).toBe(true);
  });

  test('signs once with a key that is given twice', async () => {
    const out = await built();
    const copy = await folder.file(await readFile(keyFile));
    const { code, json } = await windowshop('sign', out, '--key', keyFile, '--key', copy, ...release(), '--json');
    expect(code).toBe(0);
    expect(json.keys).toEqual([publicKey]);
    expect((await windowshop('verify', out, '--trust', publicKey)).code).toBe(0);
  });

  test('leaves the snapshot what it was', async () => {
    const out = await built();
    const before = (await windowshop('verify', out, '--json')).json;
    await windowshop('sign', out, '--key', keyFile, ...release(7));
    const after = (await windowshop('verify', out, '--json')).json;
    expect(after).toMatchObject({ ok: true, version: before.version, files: before.files, signed: true });
    expect(before.signed).toBe(false);
  });

  test('may be done again, with a later sequence', async () => {
    const out = await signed();
    expect((await windowshop('sign', out, '--key', keyFile, ...release(2))).code).toBe(0);
    expect(JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')).sequence).toBe(2);
    expect((await windowshop('verify', out, '--trust', publicKey)).code).toBe(0);
  });

  test('may be done again for the same release, with another key', async () => {
    const out = await signed();
    const other = folder.path('second.pem');
    const otherKey = (await windowshop('keys', other, '--json')).json.publicKey as string;
    expect((await windowshop('sign', out, '--key', keyFile, '--key', other, ...release())).code).toBe(0);
    expect((await windowshop('verify', out, '--trust', otherKey)).code).toBe(0);
  });

  test.each([
    ['sequence', ['--sequence', '6', '--shop', 'tents'], '--sequence 7 or higher'],
    ['shop', ['--sequence', '8', '--shop', 'teapots'], '--shop tents'],
  ])('refuses a %s that pages would not take after the release that is there', async (_, options, advice) => {
    const out = await built();
    await windowshop('sign', out, '--key', keyFile, ...release(7));
    const before = await readFile(join(out, 'manifest.json'));
    const again = ['sign', out, '--key', keyFile, ...options, '--expires', TOMORROW, '--json'];
    const { code, json } = await windowshop(...again);
    expect(code).toBe(1);
    expect(json.error?.code).toBe('release_refused');
    expect(json.error?.message).toContain(advice);
    expect(await readFile(join(out, 'manifest.json'))).toEqual(before);
  });

  test('a build takes the signature away that is no longer true', async () => {
    const out = await signed();
    await windowshop('build', '--catalog', catalog, '--out', out);
    expect((await windowshop('verify', out, '--json')).json.signed).toBe(false);
  });

  test.each([
    ['no shop', ['--sequence', '1', '--expires', TOMORROW]],
    ['a shop with a slash', ['--shop', 'a/b', '--sequence', '1', '--expires', TOMORROW]],
    ['a sequence of 0', release(0)],
    ['a date that is over', release(1, '2020-01-01')],
    ['no date', release(1, 'soon')],
    ['a day that there is not', release(1, '2999-02-29')],
    ['an hour of such a day', release(1, '2999-02-30T10:00:00Z')],
  ])('refuses %s as bad usage', async (_, options) => {
    const { code, json } = await windowshop('sign', 'dir', '--key', keyFile, ...options, '--json');
    expect(code).toBe(2);
    expect(json.error?.code).toBe('bad_usage');
  });
});

describe('verify --trust', () => {
  const problemsOf = async (out: string, ...keys: string[]) =>
    (await windowshop('verify', out, ...keys.flatMap((key) => ['--trust', key]), '--json')).json.problems;

  test('is content with any of the keys that have signed', async () => {
    const other = folder.path('other.pem');
    const otherKey = (await windowshop('keys', other, '--json')).json.publicKey as string;
    const out = await built();
    await windowshop('sign', out, '--key', keyFile, '--key', other, ...release());
    expect(await problemsOf(out, publicKey)).toEqual([]);
    expect(await problemsOf(out, otherKey)).toEqual([]);
    expect(await problemsOf(await signed(), otherKey, publicKey)).toEqual([]);
    expect(await problemsOf(await signed(), otherKey)).toMatchObject([{ file: 'manifest.sig', code: 'signature' }]);
  });

  test('finds a manifest that was changed, and one without a signature', async () => {
    const changed = await signed();
    const path = join(changed, 'manifest.json');
    await writeFile(path, `${await readFile(path, 'utf8')} `);
    expect(await problemsOf(changed, publicKey)).toMatchObject([{ file: 'manifest.sig', code: 'signature' }]);
    expect(await problemsOf(await built(), publicKey)).toMatchObject([{ file: 'manifest.sig', code: 'missing' }]);
  });

  test('says without a key that the signature was not checked', async () => {
    const out = await signed();
    expect((await windowshop('verify', out)).stdout).toContain('its signature was not checked: that needs --trust KEY');
    for (const args of [[out, '--trust', publicKey], [await built()]])
      expect((await windowshop('verify', ...args)).stdout).toMatch(/is sound, 5 files, \d+ bytes\n$/);
  });

  test.each([0, 63, 65, 9 * 64])('finds without a key that %d bytes are no signatures', async (length) => {
    const out = await signed();
    await writeFile(join(out, 'manifest.sig'), Buffer.alloc(length));
    expect((await windowshop('verify', out)).code).toBe(1);
    expect(await problemsOf(out)).toMatchObject([{ file: 'manifest.sig', code: 'signature' }]);
  });

  test('finds without a key that a release has expired', async () => {
    const out = await signed();
    const path = join(out, 'manifest.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace(TOMORROW, '2020-01-01T00:00:00.000Z'));
    expect(await problemsOf(out)).toMatchObject([
      { file: 'manifest.json', code: 'signature', message: expect.stringContaining('sign it again with a later') },
    ]);
  });

  test('refuses what is no key as bad usage', async () => {
    expect((await windowshop('verify', await built(), '--trust', 'sesame')).code).toBe(2);
  });
});
