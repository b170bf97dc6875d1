import type { Product } from '../product.js';
import { WindowshopError } from '../windowshop-error.js';
import { decodeSnapshot } from './decode-snapshot.js';
import { alignSection, ROLES, type Role } from './layout.js';
import { type Manifest, parseManifest } from './manifest.js';
import type { WeightedNeighbors } from './quantize.js';
import type { Snapshot } from './snapshot.js';
import type { EncodedSnapshot, SnapshotContent } from './snapshot-content.js';
import { utf8Encode } from './utf8.js';

/**
 * The head of a snapshot: the most popular items as a small snapshot of its own, in one file that is fetched first. On
 * a slow network it answers long before the whole has arrived.
 *
 * ```
 *   file   u32 bytes of the manifest │ manifest │ items │ embeddings │ neighbors │ catalog      each at a multiple of 64
 * ```
 */

/** Items of a head: some 55 to 90 kB, half a second on a slow phone network. */
const HEAD_ITEMS = 256;
/** A smaller snapshot is hardly larger than its head would be. */
const MIN_ITEMS = 2048;

/** Where nothing can be had there is nothing to send ahead, and no snapshot is without items. */
export const deservesHead = (products: readonly Product[]): boolean =>
  products.length >= MIN_ITEMS && products.some(canBeHad);

const canBeHad = ({ available }: Product): boolean => available !== false;

/** The content of a head: the most popular items that can be had, best first; ties in the order of the catalogue. */
export function headContent(content: SnapshotContent): SnapshotContent {
  const { products, dim, embeddings, popularity, recentPopularity, shoppers, encoder } = content;
  const chosen = [...products.keys()]
    .filter((item) => canBeHad(products[item]))
    .sort((a, b) => popularity[b] - popularity[a] || a - b)
    .slice(0, HEAD_ITEMS);
  const rows = new Float32Array(chosen.length * dim);
  for (const [i, item] of chosen.entries()) rows.set(embeddings.subarray(item * dim, (item + 1) * dim), i * dim);
  const ofChosen = (column: Float32Array): Float32Array => Float32Array.from(chosen, (item) => column[item]);
  return {
    ...content,
    products: chosen.map((item) => products[item]),
    embeddings: rows,
    viewedWith: neighborsAmong(chosen, content.viewedWith),
    viewedNext: neighborsAmong(chosen, content.viewedNext),
    alike: neighborsAmong(chosen, content.alike),
    boughtWith: neighborsAmong(chosen, content.boughtWith),
    popularity: ofChosen(popularity),
    ...(recentPopularity ? { recentPopularity: ofChosen(recentPopularity) } : {}),
    shoppers: Uint32Array.from(chosen, (item) => shoppers[item]),
    ...(encoder ? { encoder: { ...encoder, gates: ofChosen(encoder.gates) } } : {}),
  };
}

function neighborsAmong(chosen: readonly number[], { offsets, items, weights }: WeightedNeighbors): WeightedNeighbors {
  const places = new Map(chosen.map((item, i) => [item, i]));
  const kept: { item: number; weight: number }[] = [];
  const keptOffsets = new Uint32Array(chosen.length + 1);
  for (const [i, item] of chosen.entries()) {
    for (let e = offsets[item]; e < offsets[item + 1]; e++) {
      const place = places.get(items[e]);
      if (place !== undefined) kept.push({ item: place, weight: weights[e] });
    }
    keptOffsets[i + 1] = kept.length;
  }
  return {
    offsets: keptOffsets,
    items: Uint32Array.from(kept, ({ item }) => item),
    weights: Float32Array.from(kept, ({ weight }) => weight),
  };
}

export function packHead({ manifest, files }: EncodedSnapshot): Uint8Array {
  const text = utf8Encode(JSON.stringify(manifest));
  const parts = [text, ...files.map(({ bytes }) => bytes)];
  const places: number[] = [];
  let length = 4;
  for (const { length: bytes } of parts) {
    places.push(places.length === 0 ? length : alignSection(length));
    length = (places.at(-1) as number) + bytes;
  }
  const packed = new Uint8Array(length);
  new DataView(packed.buffer).setUint32(0, text.length, true);
  for (const [i, part] of parts.entries()) packed.set(part, places[i]);
  return packed;
}

/** Lays a snapshot over the bytes of a head. @throws {WindowshopError} `snapshot_invalid` */
export function decodeHead(bytes: Uint8Array): Snapshot {
  const { manifest, files } = unpackHead(bytes);
  return decodeSnapshot(manifest, files);
}

/** @throws {WindowshopError} `snapshot_invalid` */
export function unpackHead(bytes: Uint8Array): { manifest: Manifest; files: Record<Role, Uint8Array> } {
  if (bytes.length < 4) throw invalid(`only ${bytes.length} bytes`);
  const manifestEnd = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (manifestEnd > bytes.length) throw invalid('its manifest does not fit');
  const manifest = parseManifest(bytes.subarray(4, manifestEnd));
  if (manifest.files.length !== ROLES.length) throw invalid('it has a head of its own');
  const files = {} as Record<Role, Uint8Array>;
  let end = manifestEnd;
  for (const [i, role] of ROLES.entries()) {
    const start = alignSection(end);
    end = start + manifest.files[i].bytes;
    if (end > bytes.length) throw invalid(`its ${role} do not fit`);
    files[role] = bytes.subarray(start, end);
  }
  if (end !== bytes.length) throw invalid(`${bytes.length - end} bytes too many`);
  return { manifest, files };
}

const invalid = (problem: string): WindowshopError =>
  new WindowshopError('snapshot_invalid', `head: ${problem}`, {
    hint: 'Build the snapshot again and publish all of its files together.',
  });
