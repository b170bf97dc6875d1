import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { describe, expect, test } from 'vitest';

/** Every script of the package that a browser may load. */
async function browserScripts(): Promise<string[]> {
  const names = await readdir('dist', { recursive: true });
  return names
    .filter((name) => /^(?!types|cli|shop|chunks\/node-).*\.m?js$/.test(name))
    .map((name) => join('dist', name));
}

const chunk = async (name: string): Promise<string> =>
  join('dist/chunks', (await readdir('dist/chunks')).find((file) => file.startsWith(`${name}-`)) as string);

describe('the files of the package', () => {
  test('run under a policy without unsafe-eval', async () => {
    const scripts = await browserScripts();
    expect(scripts.length).toBeGreaterThan(5);
    for (const script of scripts)
      expect(await readFile(script, 'utf8'), script).not.toMatch(
        /\beval\s*\(|\bnew Function\b|\bFunction\s*\(\s*["'`]/,
      );
  });

  test.each(['auto', 'worker', 'worker-gpu'])('%s.js is a classic script', async (name) => {
    const source = await readFile(`dist/${name}.js`, 'utf8');
    expect(() => new Script(source)).not.toThrow();
  });

  test.each(['worker', 'gpu'])('the %s chunk carries one function without outside references', async (name) => {
    const program: { default: () => void } = await import(/* @vite-ignore */ pathToFileURL(await chunk(name)).href);
    expect(Object.keys(program)).toEqual(['default']);
    const source = `(${program.default})`;
    expect(source).not.toMatch(/\bimport\b\s*[("'{]|\brequire\(/);
    // A scope that holds nothing: whatever the function needs, it must bring or find in a worker's own scope.
    expect(new Script(source).runInNewContext({})).toBeTypeOf('function');
  });

  test('auto.js asks for what it loads by addresses of its own folder', async () => {
    const source = await readFile('dist/auto.js', 'utf8');
    expect(source).toMatch(/import\(/);
    expect(source).not.toMatch(/chunks\//);
  });
});
