import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { Answer } from './answer.js';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.bin': 'application/octet-stream',
};

/** A worker from a file obeys the policy of that file, not that of the page. */
const WORKER_POLICY = {
  'content-security-policy': "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
};

/** Programs for Node, which stand beside the browser's files in `dist`. */
const NODE_PROGRAM = /^(cli|shop-server)\.js$|^chunks\/node-/;
const BROWSER_PROGRAM = /^(chunks\/)?[\w.-]+\.m?js$/;

/** Every file that the shop serves, by address. Read once: nothing changes while the shop is open. */
export async function loadShopFiles(distDir: string, snapshotDir: string): Promise<Map<string, Answer>> {
  const files = new Map<string, Answer>();
  for (const path of await filesBelow(join(distDir, 'shop'))) {
    if (path === 'index.html') continue;
    files.set(`/${path}`, await fileAnswer(join(distDir, 'shop', path), path.startsWith('assets/')));
  }
  for (const path of await filesBelow(distDir)) {
    if (!BROWSER_PROGRAM.test(path) || NODE_PROGRAM.test(path)) continue;
    const answer = await fileAnswer(join(distDir, path), path.startsWith('chunks/'));
    files.set(`/ws/${path}`, /^worker/.test(path) ? { ...answer, headers: WORKER_POLICY } : answer);
  }
  for (const path of await filesBelow(snapshotDir))
    if (path === 'manifest.json' || path.endsWith('.bin'))
      files.set(`/snapshot/${path}`, await fileAnswer(join(snapshotDir, path), path.endsWith('.bin')));
  return files;
}

async function fileAnswer(file: string, isImmutable: boolean): Promise<Answer> {
  return { type: TYPES[extname(file)] ?? 'application/octet-stream', body: await readFile(file), isImmutable };
}

/** Paths with forward slashes, relative to the folder. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    );
}
