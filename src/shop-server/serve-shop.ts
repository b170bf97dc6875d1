import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Product } from '../core/product.js';
import { type Answer, AnswerWriter } from './answer.js';
import type { Frame } from './frame.js';
import type { Goods } from './goods/goods.js';
import { decodedSegments, pageFor, queryOf } from './pages/page-for.js';

export interface Shop {
  goods: Goods;
  frame: Frame;
  /** Fixed files by address. */
  files: Map<string, Answer>;
  drawPicture(product: Product): string;
}

/** Nothing but this shop's own files may run or be asked for; pictures may come from the makers' own servers. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "img-src 'self' data: http: https:",
  "style-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function serveShop(shop: Shop): Server {
  const writer = new AnswerWriter();
  return createServer((request, response) => {
    Promise.resolve()
      .then(() => writer.write(request, response, answerTo(shop, request)))
      .catch((error: unknown) => {
        console.error(error);
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
        response.end('The shop had an accident.');
      });
  });
}

function answerTo(shop: Shop, request: IncomingMessage): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { status: 405, type: 'text/plain', body: 'Only GET', headers: { allow: 'GET, HEAD' } };
  const url = addressOf(request);
  if (!url) return { status: 400, type: 'text/plain', body: 'Not an address' };
  return shop.files.get(url.pathname) ?? pictureAt(shop, url) ?? pageAt(shop, url);
}

function addressOf({ url = '/', headers }: IncomingMessage): URL | undefined {
  try {
    return new URL(url, `http://${headers.host ?? 'localhost'}`);
  } catch {
    // Whatever was asked for, it is no address.
    return undefined;
  }
}

function pictureAt({ goods, drawPicture }: Shop, { pathname }: URL): Answer | undefined {
  const [folder, file, ...rest] = decodedSegments(pathname) ?? [];
  if (folder !== 'pictures' || !file?.endsWith('.svg') || rest.length > 0) return undefined;
  const product = goods.byId.get(file.slice(0, -'.svg'.length));
  return product && { type: 'image/svg+xml; charset=utf-8', body: drawPicture(product), headers: PICTURE_HEADERS };
}

const PICTURE_HEADERS = { 'cache-control': 'public, max-age=3600' };

function pageAt({ goods, frame }: Shop, url: URL): Answer {
  const page = pageFor(goods, url);
  return {
    status: page.status ?? 200,
    type: 'text/html; charset=utf-8',
    body: frame(page, queryOf(url)),
    headers: { 'content-security-policy': PAGE_POLICY, 'referrer-policy': 'same-origin' },
  };
}
