import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export interface Answer {
  status?: number;
  type: string;
  body: string | Uint8Array;
  /** Kept by browsers for a year; only for addresses that change with their contents. */
  isImmutable?: boolean;
  headers?: Record<string, string>;
}

const COMPRESSIBLE = /^(text\/|application\/(json|octet-stream)|image\/svg)/;
const SMALLEST_WORTH_IT = 600;

/** Writes answers, packed with the best method that the browser takes. */
export class AnswerWriter {
  /** Packed bodies of files, which do not change while the shop is open. */
  #packed = new WeakMap<Uint8Array, Map<string, Promise<Uint8Array>>>();

  async write(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
    const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
    const encoding = this.#encodingFor(request, answer, body);
    const packed = encoding ? await this.#pack(body, encoding, typeof answer.body !== 'string') : body;
    response.writeHead(answer.status ?? 200, {
      'content-type': answer.type,
      'content-length': packed.length,
      'cache-control': answer.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
      ...(encoding ? { 'content-encoding': encoding } : {}),
      ...answer.headers,
    });
    response.end(request.method === 'HEAD' ? undefined : packed);
  }

  #encodingFor(request: IncomingMessage, { type }: Answer, body: Uint8Array): 'br' | 'gzip' | undefined {
    if (body.length < SMALLEST_WORTH_IT || !COMPRESSIBLE.test(type)) return undefined;
    const accepted = String(request.headers['accept-encoding'] ?? '');
    return /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
  }

  #pack(body: Uint8Array, encoding: 'br' | 'gzip', isFile: boolean): Promise<Uint8Array> {
    if (!isFile) return pack(body, encoding, 4);
    const known = this.#packed.get(body) ?? new Map<string, Promise<Uint8Array>>();
    this.#packed.set(body, known);
    const packed = known.get(encoding) ?? pack(body, encoding, 9);
    known.set(encoding, packed);
    return packed;
  }
}

const pack = (body: Uint8Array, encoding: 'br' | 'gzip', quality: number): Promise<Uint8Array> =>
  encoding === 'br'
    ? promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } })
    : promisify(gzip)(body, { level: quality });
