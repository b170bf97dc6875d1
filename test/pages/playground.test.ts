import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright';
import { describe, expect, onTestFinished, test } from 'vitest';
import type {} from '../../src/element/index.js';
import { chromiumFlags, chromiumPath } from '../support/chromium.js';

describe.skipIf(!chromiumPath)('the playground of `windowshop serve`', () => {
  test('shows as recently viewed what was viewed, and nothing before', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'windowshop-playground-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const catalog = join(folder, 'catalog.csv');
    // Enough for all shelves of the page, each without the items of the others.
    const others = Array.from({ length: 60 }, (_, i) => `${i},Kettle ${i}`);
    await writeFile(catalog, ['id,title', 't1,Tent', 't2,Teapot', ...others].join('\n'));
    const snapshot = join(folder, 'snapshot');
    await promisify(execFile)(process.execPath, ['dist/cli.js', 'build', '--catalog', catalog, '--out', snapshot]);
    const server = spawn(process.execPath, ['dist/cli.js', 'serve', snapshot, '--port', '0', '--json']);
    onTestFinished(() => void server.kill());
    const url = await new Promise<string>((resolve) =>
      server.stdout.once('data', (text: Buffer) => resolve((JSON.parse(text.toString()) as { url: string }).url)),
    );
    const browser = await chromium.launch({
      ...(chromiumPath ? { executablePath: chromiumPath } : {}),
      args: chromiumFlags,
    });
    onTestFinished(() => browser.close());

    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(url);
    const recent = page.locator('window-shop[placement=recent]');
    await page.locator('window-shop[strategy=for-you][state=ready]').waitFor();
    await recent.and(page.locator('[state=empty]')).waitFor({ state: 'attached' });

    const find = page.getByRole('searchbox');
    for (const title of ['Tent', 'Teapot']) {
      await find.fill(title);
      await page.getByRole('button', { name: title, exact: true }).click();
    }
    await recent.getByRole('heading', { name: 'Recently viewed' }).waitFor();
    await expect.poll(() => recent.locator('[part=title]').allTextContents()).toContain('Tent');
    expect(complaints).toEqual([]);
  });
});
