/**
 * Makes `dist/`.
 *
 *   npm run build                            everything, types included
 *   tsx src/packaging/build.ts --without-types       what runs, without the type declarations
 *   tsx src/packaging/build.ts --if-stale …          only when a source is newer than the last build
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { build } from 'vite';

const { values: options } = parseArgs({
  options: { 'if-stale': { type: 'boolean', default: false }, 'without-types': { type: 'boolean', default: false } },
});

/** Everything that the outcome depends on. */
const SOURCES = ['src', 'workers', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];
const STAMP = 'dist/.sources';

const sources = await describeSources();
if (options['if-stale'] && (await readStamp()) === sources) process.exit(0);

const started = performance.now();
await clean();
const types = options['without-types'] ? undefined : compileTypes();
for (const mode of ['library', 'script', 'node', 'shop']) await build({ mode, logLevel: 'warn' });
await chmod('dist/cli.js', 0o755);
await types;
await writeFile(STAMP, sources);
console.error(`built dist in ${((performance.now() - started) / 1000).toFixed(1)} s`);

/** Removes what earlier builds left, but not the types: `tsc` renews those that changed. */
async function clean(): Promise<void> {
  await mkdir('dist', { recursive: true });
  for (const name of await readdir('dist')) if (name !== 'types') await rm(join('dist', name), { recursive: true });
}

async function compileTypes(): Promise<void> {
  try {
    await promisify(execFile)('npx', ['tsc', '--build']);
  } catch (error) {
    console.error((error as { stdout: string }).stdout);
    process.exitCode = 1;
  }
}

/** Path, size and time of change of every source, one per line. */
async function describeSources(): Promise<string> {
  const lines: string[] = [];
  for (const source of SOURCES) {
    for (const path of await filesBelow(source)) {
      const { size, mtimeMs } = await stat(path);
      lines.push(`${path} ${size} ${mtimeMs}`);
    }
  }
  return lines.join('\n');
}

async function filesBelow(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') return [path];
    if (code === 'ENOENT') return [];
    throw error;
  }
}

async function readStamp(): Promise<string | undefined> {
  try {
    return await readFile(STAMP, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
