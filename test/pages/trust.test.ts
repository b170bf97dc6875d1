import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeManyItems } from '../support/many-items.js';
import { openShopOfManyItems, type ShopOfManyItems } from '../support/shop-of-many-items.js';
import { openPage, recommend, view } from '../support/shop-page.js';
import { writeSnapshot } from '../support/write-snapshot.js';

const run = promisify(execFile);
const windowshop = async (...args: string[]): Promise<string> =>
  (await run(process.execPath, ['dist/cli.js', ...args])).stdout;

const files = await mkdtemp(join(tmpdir(), 'windowshop-trust-'));
afterAll(() => rm(files, { recursive: true }));
const keyFile = join(files, 'key.pem');
const MINUTE_MS = 60_000;

describe('a page that names the keys it trusts', () => {
  let shop: ShopOfManyItems;
  let pages: Page[] = [];

  beforeAll(async () => {
    const publicKey = (await windowshop('keys', keyFile)).trim();
    shop = await openShopOfManyItems(`data-ws-capture="off" data-ws-trust="${publicKey}" data-ws-min-version="2"`);
  }, MINUTE_MS);

  afterAll(() => shop?.close());

  beforeEach(async () => {
    for (const page of pages) await page.close();
    pages = [];
    const page = await visit();
    await page.evaluate(async () => {
      await withSdk((sdk) => sdk.profile.clear());
      // Nothing but the browser erases what was taken last: here every test begins with a shopper who was never here.
      const root = await navigator.storage.getDirectory();
      for await (const name of root.keys()) await root.removeEntry(name, { recursive: true }).catch(() => {});
    });
    await page.close();
    await publish(5);
  });

  async function publish(sequence: number, expires = Date.now() + MINUTE_MS, builtAt = '2026-01-01T00:00:00Z') {
    await writeSnapshot(shop.folder, encodeManyItems(builtAt));
    const when = ['--sequence', `${sequence}`, '--expires', new Date(expires).toISOString()];
    await windowshop('sign', shop.folder, '--key', keyFile, '--shop', 'many', ...when);
  }

  async function visit(prepare: () => void = () => {}): Promise<Page> {
    const { page } = await openPage(shop.context, 'about:blank');
    await page.addInitScript(prepare);
    await page.addInitScript(() => {
      window.windowshop = [(sdk) => sdk.on('error', ({ code, message }) => window.told.push(`${code} ${message}`))];
      window.told = [];
    });
    await page.goto(shop.server.origin);
    pages.push(page);
    return page;
  }

  const stateOf = (page: Page) =>
    page.evaluate(() =>
      withSdk(async (sdk) => {
        await sdk.ready;
        const { version, stale } = sdk.snapshot.info() ?? {};
        return { version, stale, told: window.told };
      }),
    );

  /** Takes the release that is published, as the shopper's first one. */
  async function firstVisit(): Promise<{ page: Page; version: string }> {
    const page = await visit();
    await view(page, ['item-7']);
    const { version, told } = await stateOf(page);
    expect(told).toEqual([]);
    await expect.poll(() => page.evaluate(namesKept)).toContain('windowshop-floor.json');
    return { page, version: version as string };
  }

  test('takes what one of them has signed', async () => {
    const { page } = await firstVisit();
    expect((await recommend(page)).source).toBe('personal');
  });

  test('takes it in a browser too that does not know the algorithm', async () => {
    const page = await visit(() => {
      const { importKey } = SubtleCrypto.prototype;
      SubtleCrypto.prototype.importKey = function (this: SubtleCrypto, ...call: Parameters<typeof importKey>) {
        return call[2] === 'Ed25519'
          ? Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
          : importKey.apply(this, call);
      } as typeof importKey;
    });
    expect(await stateOf(page)).toMatchObject({ stale: false, told: [] });
  });

  test.each<[string, () => Promise<void>, RegExp]>([
    ['without a signature', () => rm(join(shop.folder, 'manifest.sig')), /manifest\.sig: HTTP status 404/],
    ['with one byte more', () => change('manifest.json', (text) => `${text} `), /not signed by a key/],
    ['with a signature that was changed', () => flip('manifest.sig'), /not signed by a key/],
    [
      'with a signature that is cut off',
      () => writeFile(join(shop.folder, 'manifest.sig'), 'short'),
      /not signed by a key/,
    ],
    ['of a lower sequence than the page asks for', () => publish(1), /older than 2/],
    ['of another shop’s key', signByAnother, /not signed by a key/],
  ])('takes no manifest %s, and tells why', async (_, spoil, why) => {
    await spoil();
    const { version, told } = await stateOf(await visit());
    expect(version).toBeUndefined();
    expect(told).toEqual([expect.stringMatching(why)]);
  });

  test('takes no release that has expired', async () => {
    // A busy machine takes its time to sign, and what has expired before is refused there.
    const expires = Date.now() + 4000;
    await publish(5, expires);
    await new Promise((resolve) => setTimeout(resolve, expires + 100 - Date.now()));
    expect((await stateOf(await visit())).told).toEqual([expect.stringMatching(/expired/)]);
  });

  test('goes on with what it has when an older release is served, in this page and in later ones', async () => {
    const { page, version } = await firstVisit();
    await publish(4, Date.now() + MINUTE_MS, '2025-01-01T00:00:00Z');
    await page.evaluate(() => withSdk((sdk) => sdk.snapshot.refresh()));
    expect(await stateOf(page)).toEqual({ version, stale: true, told: [expect.stringMatching(/older than 5/)] });
    const later = await stateOf(await visit());
    expect(later).toEqual({ version, stale: true, told: [expect.stringMatching(/older than 5/)] });
  });

  test('remembers the latest release even when all else was erased', async () => {
    const { page } = await firstVisit();
    await page.evaluate(() => withSdk((sdk) => sdk.profile.clear()));
    await publish(4, Date.now() + MINUTE_MS, '2025-01-01T00:00:00Z');
    expect(await page.evaluate(namesKept)).toEqual(['windowshop-floor.json']);
    // Nothing is read before consent, which the erasing has kept.
    const { version, told } = await stateOf(await visit());
    expect(version).toBeUndefined();
    expect(told).toEqual([expect.stringMatching(/older than 5/)]);
  });

  test('takes the next release', async () => {
    const { page, version } = await firstVisit();
    await publish(6, Date.now() + MINUTE_MS, '2026-02-01T00:00:00Z');
    await page.evaluate(() => withSdk((sdk) => sdk.snapshot.refresh()));
    const after = await stateOf(page);
    expect(after).toMatchObject({ stale: false, told: [] });
    expect(after.version).not.toBe(version);
  });

  async function change(name: string, edit: (text: string) => string): Promise<void> {
    const path = join(shop.folder, name);
    await writeFile(path, edit(await readFile(path, 'utf8')));
  }

  async function flip(name: string): Promise<void> {
    const path = join(shop.folder, name);
    const bytes = await readFile(path);
    bytes[0] ^= 1;
    await writeFile(path, bytes);
  }

  async function signByAnother(): Promise<void> {
    const other = join(files, 'other.pem');
    await windowshop('keys', other);
    const release = ['--shop', 'many', '--sequence', '9', '--expires', new Date(Date.now() + MINUTE_MS).toISOString()];
    await windowshop('sign', shop.folder, '--key', other, ...release);
  }
});

test.each(['', 'sesame', 'a b'])('a page whose data-ws-trust is "%s" trusts nothing', async (keys) => {
  const shop = await openShopOfManyItems(`data-ws-trust="${keys}"`);
  try {
    const { page } = await openPage(shop.context, shop.server.origin);
    await page.waitForTimeout(500);
    expect(shop.server.requests.map(({ url }) => url).filter((url) => url.startsWith('/snapshot/'))).toEqual([]);
    await page.close();
  } finally {
    await shop.close();
  }
});

/** Runs in the page: what the origin private file system holds at its top. */
async function namesKept(): Promise<string[]> {
  const names: string[] = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
  return names;
}

declare global {
  interface Window {
    told: string[];
  }
}
