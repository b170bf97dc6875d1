import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

/** One request as it left the browser. */
interface TappedRequest {
  method: string;
  /** Path and query on the test's own origin, else the whole address. */
  url: string;
  headers: string;
  body: string;
}

export interface TappedServer {
  /** `http://localhost:PORT`, a secure context. */
  origin: string;
  /** Everything asked for since {@link forget}, in order. */
  requests: TappedRequest[];
  forget(): void;
  /** Chromium flags that send every request of the browser through this server, whatever its host. */
  browserFlags: string[];
  close(): Promise<void>;
}

/** What a path answers with: text of a page, or a folder of files below the path. */
export type Site = Record<string, ({ html: string } | { folder: string }) & { headers?: Record<string, string> }>;

const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Hosts that Chromium asks for with an empty page too. */
export const BROWSERS_OWN = /(^|\.)(google|googleapis|gstatic|gvt1)\.com(:\d+)?$/;

/**
 * A web server that is also the browser's proxy: a request to any host at all arrives here, is written down, and is
 * refused unless it is for the site. That makes "nothing else was asked for" a statement about the whole network.
 */
export async function startTappedServer(site: Site): Promise<TappedServer> {
  const requests: TappedRequest[] = [];
  const server = createServer(async (request, response) => {
    const address = new URL(request.url ?? '/', origin());
    const isOwn = address.host === new URL(origin()).host;
    if (!BROWSERS_OWN.test(address.host))
      requests.push({
        method: request.method ?? '',
        url: isOwn ? address.pathname + address.search : address.href,
        headers: headersOf(request),
        body: await bodyOf(request),
      });
    const answer = isOwn ? await answerOf(site, address.pathname) : undefined;
    response.writeHead(answer ? 200 : 404, answer?.headers ?? { 'content-type': 'text/plain' });
    response.end(answer?.body ?? 'not here');
  });
  // A CONNECT would be an encrypted request to a foreign host: write it down, refuse it.
  server.on('connect', (request: IncomingMessage, socket) => {
    if (!BROWSERS_OWN.test(request.url ?? ''))
      requests.push({ method: 'CONNECT', url: request.url ?? '', headers: '', body: '' });
    // A browser that is closed meanwhile resets the connection; nobody waits for the answer then.
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    origin: origin(),
    requests,
    forget: () => {
      requests.length = 0;
    },
    browserFlags: [`--proxy-server=http://127.0.0.1:${portOf(server)}`, '--proxy-bypass-list=<-loopback>'],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };

  function origin(): string {
    return `http://localhost:${portOf(server)}`;
  }
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function answerOf(
  site: Site,
  path: string,
): Promise<{ body: string | Buffer; headers: Record<string, string> } | undefined> {
  const mount = Object.keys(site)
    .filter((prefix) => path === prefix || (prefix.endsWith('/') && path.startsWith(prefix)))
    .sort((a, b) => b.length - a.length)[0];
  if (mount === undefined) return undefined;
  const target = site[mount];
  if ('html' in target)
    return { body: target.html, headers: { 'content-type': 'text/html; charset=utf-8', ...target.headers } };
  const file = normalize(join(target.folder, path.slice(mount.length)));
  if (!file.startsWith(normalize(target.folder))) return undefined;
  try {
    const body = await readFile(file);
    return {
      body,
      headers: {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'cache-control': 'no-cache',
        ...target.headers,
      },
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const headersOf = (request: IncomingMessage): string =>
  request.rawHeaders.map((value, i) => (i % 2 ? `${value}\n` : `${value}: `)).join('');

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
