import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goodsOf } from '../../../src/shop-server/goods/goods.js';
import { serveShop } from '../../../src/shop-server/serve-shop.js';

const SCRIPT = 'export const shop = 1;\n'.repeat(100);
let server: Server;

beforeAll(async () => {
  server = serveShop({
    goods: goodsOf([{ id: 'a/b', title: 'Pot' }], 'en'),
    frame: ({ title, main }) => `<title>${title}</title>${main.markup}`,
    files: new Map([
      ['/ws/auto.js', { type: 'text/javascript', body: Buffer.from(SCRIPT) }],
      ['/snapshot/items-1.bin', { type: 'application/octet-stream', body: Buffer.alloc(2000), isImmutable: true }],
    ]),
    drawPicture: ({ title }) => `<svg><title>${title}</title></svg>`,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => server.close());

const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init);

test('sends pages under a policy that allows this shop alone, to be asked for anew each time', async () => {
  const { headers } = await ask('/p/a%2Fb');
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';.*connect-src 'self'/,
  );
  expect(headers.get('content-security-policy')).not.toMatch(/'unsafe-/);
  expect(headers.get('cache-control')).toBe('no-cache');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('packs files as the browser likes them best, and the same way the next time', async () => {
  for (const [accepted, encoding] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
    ['gzip', 'gzip'],
  ] as const) {
    const answer = await ask('/ws/auto.js', { headers: { 'accept-encoding': accepted } });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(await answer.text()).toBe(SCRIPT);
  }
});

test('lets browsers keep what is named by its contents', async () => {
  const { headers } = await ask('/snapshot/items-1.bin');
  expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});

test('draws the picture of any product, whatever its id holds', async () => {
  const picture = await ask('/pictures/a%2Fb.svg');
  expect(picture.headers.get('content-type')).toContain('image/svg+xml');
  expect(await picture.text()).toContain('Pot');
  expect((await ask('/pictures/c.svg')).status).toBe(404);
});

test.each([
  ['POST', '/', 405],
  ['GET', '/ws/cli.js', 404],
  ['GET', '/snapshot/../package.json', 404],
  ['GET', '/%', 404],
  ['HEAD', '/', 200],
])('answers %s %s with %i', async (method, path, status) => {
  const answer = await ask(path, { method });
  expect(answer.status).toBe(status);
  if (method === 'HEAD') expect(await answer.text()).toBe('');
});
