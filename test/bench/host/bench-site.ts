import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { build } from 'vite';

interface Program {
  entry: string;
  /** tfjs hands its threads their program as source text, which must not lean on names given by a minifier. */
  minify: boolean;
}

/** What runs in the page and its workers; each is one bundle, so that none waits for the imports of another. */
const PROGRAMS = {
  scan: { entry: 'test/bench/scan/scan.worker.ts', minify: false },
  'cold-start': { entry: 'test/bench/cold-start/cold-start.page.ts', minify: true },
  'start-empty-worker': { entry: 'test/bench/cold-start/start-empty-worker.worker.ts', minify: true },
  'start-fetching-worker': { entry: 'test/bench/cold-start/start-fetching-worker.worker.ts', minify: true },
  'start-windowshop-wasm': { entry: 'test/bench/cold-start/start-windowshop-wasm.worker.ts', minify: true },
  'start-plain-js': { entry: 'test/bench/cold-start/start-plain-js.worker.ts', minify: true },
  'start-tfjs-wasm': { entry: 'test/bench/cold-start/start-tfjs-wasm.worker.ts', minify: true },
  'start-tfjs-webgpu': { entry: 'test/bench/cold-start/start-tfjs-webgpu.worker.ts', minify: true },
  query: { entry: 'test/bench/query/query.worker.ts', minify: true },
  history: { entry: 'test/bench/history/history.worker.ts', minify: true },
} as const satisfies Record<string, Program>;

export type ProgramName = keyof typeof PROGRAMS;

/** Peers that fetch files of their own, as published; everything else is bundled. */
const PEERS = {
  'tfjs-backend-wasm': 'node_modules/@tensorflow/tfjs-backend-wasm/dist',
  'onnxruntime-web': 'node_modules/onnxruntime-web/dist',
};

const PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>bench</title>';

const SHOP = '/shop';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** Cross-origin isolation: threads for the peers, and a clock in steps of 5 µs. */
const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
};

export interface BenchSite {
  /** An empty page, cross-origin isolated. */
  isolated: string;
  /** An empty page as shops have them: not isolated. */
  shop: string;
  /** Bundles a program on first need, and tells where it is served. */
  addressOf(program: ProgramName): Promise<string>;
  /**
   * Serves a folder from now on.
   *
   * @param prefix  `/name/`
   */
  mount(prefix: string, folder: string, headers?: Record<string, string>): void;
  close(): Promise<void>;
}

/** Serves what the benchmark runs, as a production build. */
export async function startBenchSite(): Promise<BenchSite> {
  const bundles = await mkdtemp(join(tmpdir(), 'windowshop-bench-'));
  const bundled = new Map<ProgramName, Promise<void>>();
  const mounts = new Map<string, { folder: string; headers?: Record<string, string> | undefined }>([
    ['/programs/', { folder: bundles }],
    ...Object.entries(PEERS).map(([name, folder]): [string, { folder: string }] => [`/peers/${name}/`, { folder }]),
  ]);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== SHOP) for (const [name, value] of Object.entries(ISOLATION)) response.setHeader(name, value);
    if (pathname === '/' || pathname === SHOP) return response.setHeader('content-type', 'text/html').end(PAGE);
    const [prefix, mount] = [...mounts].find(([start]) => pathname.startsWith(start)) ?? ['', undefined];
    if (mount === undefined) return response.writeHead(404).end();
    for (const [name, value] of Object.entries(mount.headers ?? {})) response.setHeader(name, value);
    await sendFile(response, mount.folder, pathname.slice(prefix.length));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    isolated: `${origin}/`,
    shop: origin + SHOP,
    async addressOf(program) {
      const bundling = bundled.get(program) ?? bundle(PROGRAMS[program], join(bundles, program));
      bundled.set(program, bundling);
      await bundling;
      return `${origin}/programs/${program}/main.js`;
    },
    mount: (prefix, folder, headers) => void mounts.set(prefix, { folder, headers }),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await rm(bundles, { recursive: true, force: true });
    },
  };
}

async function bundle({ entry, minify }: Program, outDir: string): Promise<void> {
  await build({
    // The plugins of the workers, see vite.config.ts.
    mode: 'bench',
    logLevel: 'error',
    build: {
      outDir,
      target: 'es2022',
      modulePreload: false,
      minify,
      rolldownOptions: {
        input: { main: resolve(entry) },
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
}

async function sendFile(response: ServerResponse, folder: string, path: string): Promise<void> {
  const file = normalize(join(folder, path));
  const found = file.startsWith(normalize(folder + sep)) ? await stat(file).catch(() => undefined) : undefined;
  if (!found?.isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
  response.setHeader('content-length', found.size);
  createReadStream(file).pipe(response);
}
