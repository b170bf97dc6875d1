import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type ContentCoding = 'br' | 'gzip' | 'identity';

/** Bytes in every coding that was asked for so far; packed once, on first need. */
export class CodedBytes {
  readonly #plain: Buffer;
  readonly #coded = new Map<ContentCoding, Promise<Buffer>>();

  constructor(plain: Uint8Array) {
    this.#plain = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  }

  /** The bytes in the best coding the client takes; as they are where packing gains nothing. */
  async bestFor(acceptEncoding: string | undefined): Promise<{ bytes: Buffer; coding: ContentCoding }> {
    const coding = negotiate(acceptEncoding);
    const bytes = await this.#inCoding(coding);
    return bytes.length < this.#plain.length ? { bytes, coding } : { bytes: this.#plain, coding: 'identity' };
  }

  #inCoding(coding: ContentCoding): Promise<Buffer> {
    const known = this.#coded.get(coding) ?? pack(this.#plain, coding);
    this.#coded.set(coding, known);
    return known;
  }
}

/** Quick rather than small: whoever publishes a snapshot packs it better. */
const BROTLI_QUALITY = 5;

function pack(plain: Buffer, coding: ContentCoding): Promise<Buffer> {
  switch (coding) {
    case 'br':
      return promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
    case 'gzip':
      return promisify(gzip)(plain);
    default:
      return Promise.resolve(plain);
  }
}

/** Brotli before gzip before nothing, among what `Accept-Encoding` allows (`q=0` forbids). */
export function negotiate(acceptEncoding = ''): ContentCoding {
  const qualities = new Map(
    acceptEncoding.split(',').map((entry): [string, number] => {
      const [name, ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, quality === undefined ? 1 : Number(quality.slice(2))];
    }),
  );
  const accepts = (coding: string): boolean => (qualities.get(coding) ?? qualities.get('*') ?? 0) > 0;
  return accepts('br') ? 'br' : accepts('gzip') ? 'gzip' : 'identity';
}
