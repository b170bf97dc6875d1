import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FOREVER, REVALIDATE, type Resource, resourceOf } from './resource.js';

const ENTRIES = ['auto.js', 'auto.mjs', 'index.js', 'element.js', 'worker.js', 'worker-gpu.js'];
/** A worker from a file takes its policy from that file. */
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** The package's own files that browsers load, by path below `/ws/`. Programs for Node are not among them. */
export async function browserResources(folder: string): Promise<ReadonlyMap<string, Resource>> {
  const chunks = (await readdir(join(folder, 'chunks'))).filter(
    (name) => /\.m?js$/.test(name) && !name.startsWith('node-'),
  );
  const present = new Set(await readdir(folder));
  const paths = [...ENTRIES.filter((name) => present.has(name)), ...chunks.map((name) => `chunks/${name}`)];
  return new Map(
    await Promise.all(
      paths.map(async (path): Promise<[string, Resource]> => {
        const headers = {
          'cache-control': path.startsWith('chunks/') ? FOREVER : REVALIDATE,
          ...(path.startsWith('worker') ? { 'content-security-policy': WORKER_POLICY } : {}),
        };
        return [path, resourceOf(path, await readFile(join(folder, path)), headers)];
      }),
    ),
  );
}
