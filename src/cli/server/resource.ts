import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedBytes } from './content-coding.js';

/** Something that can be asked for: bytes, and how browsers may treat them. */
export interface Resource {
  bytes: CodedBytes;
  etag: string;
  headers: Readonly<Record<string, string>>;
}

/** Under a name that carries the hash of the contents: never asked for twice. */
export const FOREVER = 'public, max-age=31536000, immutable';
/** Under a name that stays while the contents change: asked about every time. */
export const REVALIDATE = 'no-cache';

const TYPES: Readonly<Record<string, string>> = {
  bin: 'application/octet-stream',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  mjs: 'text/javascript; charset=utf-8',
  ndjson: 'application/x-ndjson',
};

/** @param name  Tells the type by its ending. */
export function resourceOf(name: string, bytes: Uint8Array, headers: Readonly<Record<string, string>>): Resource {
  return {
    bytes: new CodedBytes(bytes),
    etag: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
    headers: {
      'content-type': TYPES[name.split('.').pop() ?? ''] ?? 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  };
}

export async function respond(request: IncomingMessage, response: ServerResponse, resource: Resource): Promise<void> {
  const { bytes, coding } = await resource.bytes.bestFor(request.headers['accept-encoding']);
  // Bytes in another coding are other bytes, and so have another tag.
  const etag = `"${resource.etag}${coding === 'identity' ? '' : `-${coding}`}"`;
  const headers = { ...resource.headers, etag, vary: 'accept-encoding' };
  if (request.headers['if-none-match']?.includes(etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
    'content-length': bytes.length,
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

export function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}
