import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { CatalogReader } from '../../core/snapshot/catalog-chunks.js';
import { decodeSnapshot } from '../../core/snapshot/decode-snapshot.js';
import { CHUNK_ITEMS, type FileRole, type Role } from '../../core/snapshot/layout.js';
import { parseManifest } from '../../core/snapshot/manifest.js';
import { type Goods, goodsOf } from './goods.js';

/** Reads the catalogue back out of a built snapshot: the shop sells exactly what the browser knows of. */
export async function readGoods(snapshotDir: string): Promise<Goods> {
  const manifest = parseManifest(await readFile(join(snapshotDir, 'manifest.json')));
  const files: Partial<Record<FileRole, Uint8Array>> = {};
  for (const { role, name } of manifest.files) files[role] = aligned(await readFile(join(snapshotDir, name)));
  const snapshot = decodeSnapshot(manifest, files as Record<Role, Uint8Array>);
  const unpack = (bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> =>
    promisify(inflateRaw)(bytes, { maxOutputLength: maxBytes });
  // Popularity jumps about between chunks, so all of them stay unpacked until every product is read.
  const reader = new CatalogReader(snapshot, unpack, Math.ceil(manifest.items / CHUNK_ITEMS));
  const { popularityCodes: codes } = snapshot;
  const byPopularity = Array.from(codes.keys()).sort((a, b) => codes[b] - codes[a] || a - b);
  return goodsOf(await reader.products(byPopularity), manifest.locale.replace('_', '-'));
}

/** Bytes at the start of a buffer of their own, since small files come out of Node's shared pool at any offset. */
const aligned = (bytes: Uint8Array): Uint8Array => (bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes));
