import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'windowshop-program-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the program itself, in a process of its own. */
const program = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['dist/cli.js', ...args], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });

test('the program hands its answer to stdout, the rest to stderr, and its exit code to the shell', async () => {
  const catalog = join(folder, 'catalog.csv');
  await writeFile(catalog, 'id,title\n1,Tent\n');
  const [built, refused] = await Promise.all([
    program('build', '--catalog', catalog, '--out', join(folder, 'snapshot'), '--json'),
    program('build', '--catalog', catalog),
  ]);
  expect(built.code).toBe(0);
  expect(JSON.parse(built.stdout)).toMatchObject({ items: 1, files: 5 });
  expect(built.stderr).toContain('writing …');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
}, 30_000);
