import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../../src/cli/run.js';
import { negotiate } from '../../../src/cli/server/content-coding.js';
import { temporaryFolder, windowshop } from './run-cli.js';

const folder = await temporaryFolder();
let out: string;
let url: string;
let end: () => void;
let ended: Promise<number>;

interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Asks for exactly this path, without the tidying that `fetch` does. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path, method, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }),
      );
    })
      .on('error', reject)
      .end();
  });

beforeAll(async () => {
  out = folder.out();
  const rows = Array.from({ length: 200 }, (_, i) => `i${i},Item number ${i}`);
  const catalog = await folder.file(`id,title\n${rows.join('\n')}\n`);
  await windowshop('build', '--catalog', catalog, '--out', out);
  const interrupted = new Promise<void>((resolve) => {
    end = resolve;
  });
  url = await new Promise((resolve) => {
    ended = run(['serve', out, '--port', '0', '--json'], {
      stdout: { write: (text) => resolve((JSON.parse(text) as { url: string }).url) },
      stderr: { write: () => {} },
      env: {},
      interrupted: () => interrupted,
    });
  });
});

afterAll(() => end());

describe('the snapshot', () => {
  test.each([
    ['manifest.sig', 'no-cache'],
    ['head-0123456789abcdef.bin', 'public, max-age=31536000, immutable'],
  ])('is served with its %s, where there is one', async (name, caching) => {
    expect((await ask(`/${name}`)).status).toBe(404);
    await writeFile(join(out, name), 'bytes');
    const { status, headers, body } = await ask(`/${name}`);
    expect([status, body.toString()]).toEqual([200, 'bytes']);
    expect(headers).toMatchObject({ 'content-type': 'application/octet-stream', 'cache-control': caching });
    await rm(join(out, name));
  });

  test('is served with its types, to any page, and with its hashed files for ever', async () => {
    const manifest = await ask('/manifest.json');
    expect(manifest.headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-cache',
      'access-control-allow-origin': '*',
    });
    for (const { name, bytes, sha256 } of JSON.parse(manifest.body.toString()).files) {
      const file = await ask(`/${name}`);
      expect(file.status).toBe(200);
      expect(file.headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'cache-control': 'public, max-age=31536000, immutable',
        'access-control-allow-origin': '*',
      });
      expect(file.body.length).toBe(bytes);
      expect(createHash('sha256').update(file.body).digest('hex')).toBe(sha256);
    }
  });

  test('is packed as the browser asks', async () => {
    const plain = await ask('/manifest.json');
    const brotli = await ask('/manifest.json', { 'accept-encoding': 'gzip, deflate, br' });
    const gzip = await ask('/manifest.json', { 'accept-encoding': 'gzip' });
    expect(brotli.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect(plain.headers).not.toHaveProperty('content-encoding');
  });

  test('is not sent again to who has it', async () => {
    const { headers } = await ask('/manifest.json');
    const again = await ask('/manifest.json', { 'if-none-match': String(headers.etag) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  test('can be asked about without being sent', async () => {
    const head = await ask('/manifest.json', {}, 'HEAD');
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect(Number(head.headers['content-length'])).toBeGreaterThan(0);
  });

  test.each([
    ['another name', '/nope.json', 404],
    ['a way out of the folder', '/../package.json', 404],
    ['a hidden way out', '/%2e%2e/package.json', 404],
    ['a broken escape', '/%zz', 404],
    ['a program for Node', '/ws/cli.js', 404],
  ])('is all that can be had: not %s', async (_, path, status) => {
    expect((await ask(path)).status).toBe(status);
  });

  test('cannot be written to', async () => {
    const { status, headers } = await ask('/manifest.json', {}, 'POST');
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

test('the page at / has a strict policy, and nothing inline but data', async () => {
  const { headers, body } = await ask('/');
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval';");
  const page = body.toString();
  expect(page).toContain('data-ws-snapshot="/manifest.json"');
  expect(page).not.toMatch(/<style|style=|<script(?![^>]*(src=|type="application\/json"))| on\w+=/);
  // The test runner leaves style sheets empty; that they arrive is all that can be seen here.
  expect((await ask('/playground/playground.css')).headers['content-type']).toContain('text/css');
  expect((await ask('/playground/playground.js')).body.toString()).toContain('window.windowshop');
  const items = JSON.parse((await ask('/playground/items.json')).body.toString());
  expect(items).toHaveLength(200);
});

test.each([
  ['br, gzip', 'br'],
  ['gzip;q=1, br;q=0', 'gzip'],
  ['*', 'br'],
  ['identity', 'identity'],
  ['', 'identity'],
  [undefined, 'identity'],
])('who accepts %j gets %s', (accepted, coding) => {
  expect(negotiate(accepted)).toBe(coding);
});

test('a taken port and a folder without a snapshot end with 1', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const taken = await windowshop('serve', out, '--port', String(port), '--json');
  other.close();
  expect([taken.code, taken.json.error?.code]).toEqual([1, 'port_taken']);
  const empty = await windowshop('serve', folder.out(), '--port', '0', '--json');
  expect([empty.code, empty.json.error?.code]).toEqual([1, 'snapshot_unreadable']);
});

test('an interrupt ends it with 0', async () => {
  end();
  expect(await ended).toBe(0);
  await expect(ask('/')).rejects.toThrow();
});
