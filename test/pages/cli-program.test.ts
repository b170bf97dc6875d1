import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../unit/cli/run-cli.js';

const folder = await temporaryFolder();

/** Runs the program itself, in a process of its own. */
const program = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['dist/cli.js', ...args], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });

test('the program hands its answer to stdout, the rest to stderr, and its exit code to the shell', async () => {
  const catalog = await folder.file('id,title\n1,Tent\n');
  const [built, refused] = await Promise.all([
    program('build', '--catalog', catalog, '--out', folder.out(), '--json'),
    program('build', '--catalog', catalog),
  ]);
  expect(built.code).toBe(0);
  expect(JSON.parse(built.stdout)).toMatchObject({ items: 1, files: 5 });
  expect(built.stderr).toContain('writing …');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
}, 30_000);
