import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumFlags, chromiumPath } from '../support/chromium.js';
import { type Site, startTappedServer, type TappedServer } from '../support/tapped-server.js';
import { encodeTentsAndTeapots } from '../support/tents-and-teapots.js';
import { writeSnapshot } from '../support/write-snapshot.js';

const FROM_ANYWHERE = { 'access-control-allow-origin': '*' };
/** Files that are changed on their way, one at a time. */
const CHANGED = ['auto.js', 'index.js', 'worker'];

let folder: string;
let cdn: TappedServer;
let shop: TappedServer;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'windowshop-tag-'));
  await writeSnapshot(join(folder, 'snapshot'), encodeTentsAndTeapots());
  const site: Site = {
    '/whole/': { folder: resolve('dist'), headers: FROM_ANYWHERE },
    '/snapshot/': { folder: join(folder, 'snapshot'), headers: FROM_ANYWHERE },
  };
  for (const name of CHANGED) {
    site[`/${name}/`] = { folder: join(folder, name), headers: FROM_ANYWHERE };
    await cp('dist', join(folder, name), { recursive: true, filter: (path) => !/dist\/(types|shop)/.test(path) });
    const chunk = (await readdir(join(folder, name, 'chunks'))).find((file) => file.startsWith(`${name}-`));
    const path = join(folder, name, chunk === undefined ? name : join('chunks', chunk));
    await writeFile(path, `${await readFile(path, 'utf8')}\nwindow.isChangedCodeRun = true;`);
  }
  cdn = await startTappedServer(site);
  const pages: Site = {};
  for (const name of ['whole', ...CHANGED]) {
    const { html, policy } = await tag(`${cdn.origin}/${name}/`, `${cdn.origin}/snapshot/manifest.json`);
    pages[`/${name}`] = {
      html: `<!doctype html><html lang="en"><title>shop</title><link rel="icon" href="data:,">${html}`,
      headers: { 'content-security-policy': policy },
    };
  }
  shop = await startTappedServer(pages);
  browser = await chromium.launch({ ...(chromiumPath ? { executablePath: chromiumPath } : {}), args: chromiumFlags });
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([cdn?.close(), shop?.close()]);
  await rm(folder, { recursive: true, force: true });
});

/** What the command says, as a shop would copy it. */
async function tag(address: string, snapshot: string): Promise<{ html: string; policy: string }> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['dist/cli.js', 'tag', address, '--snapshot', snapshot, '--json'],
  ]);
  return JSON.parse(stdout);
}

test('the tag and the policy do as they are printed, without a violation', async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${shop.origin}/whole`);
  const { items, device } = await page.evaluate(
    () =>
      new Promise<{ items: number; device: { worker: boolean; name: string } }>((resolve) => {
        window.windowshop ??= [];
        window.windowshop.push(async (sdk) => {
          await sdk.ready;
          resolve({ items: (await sdk.recommend({ limit: 4 })).items.length, device: sdk.device });
        });
      }),
  );
  expect(items).toBe(4);
  expect(device).toMatchObject({ worker: true, name: 'wasm' });
  expect(complaints).toEqual([]);
  await page.close();
});

test.each(CHANGED)('a change of %s is not run, and the page goes on', async (name) => {
  const page = await browser.newPage();
  const refused = page.waitForEvent('console', (message) => /integrity/.test(message.text()));
  await page.goto(`${shop.origin}/${name}`);
  await refused;
  expect(await page.evaluate(() => 'isChangedCodeRun' in window)).toBe(false);
  expect(await page.title()).toBe('shop');
  await page.close();
});
