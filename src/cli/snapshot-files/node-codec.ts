import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRawSync, inflateRaw } from 'node:zlib';
import type { Inflate } from '../../core/snapshot/catalog-chunks.js';
import type { Codec } from '../../core/snapshot/snapshot-content.js';

/** Node's digest and compression behind the interface of the snapshot format. */
export const nodeCodec: Codec = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  // Built once, unpacked by every shopper: the best level is worth its time.
  deflate: (bytes) => deflateRawSync(bytes, { level: 9 }),
};

const unpack = promisify(inflateRaw) as (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;

// zlib takes no limit of 0, and a chunk that unpacks to nothing is refused by its reader anyway.
export const nodeInflate: Inflate = (bytes, maxBytes) => unpack(bytes, { maxOutputLength: Math.max(1, maxBytes) });
