import type { Product } from '../product.js';
import { WindowshopError } from '../windowshop-error.js';
import { CHUNK_ITEMS } from './layout.js';
import type { Snapshot } from './snapshot.js';
import { stringAt } from './string-table.js';
import { utf8DecodeStrict, utf8Encode } from './utf8.js';

/** Unpacks raw deflate. Must reject as soon as the output passes `maxBytes`. */
export type Inflate = (bytes: Uint8Array, maxBytes: number) => Promise<Uint8Array>;

/** Packs the products, {@link CHUNK_ITEMS} to a chunk; the id is left out, since the id table has it. */
export function encodeCatalog(products: Product[], deflate: (bytes: Uint8Array) => Uint8Array): Snapshot['chunks'] {
  const chunks: Uint8Array[] = [];
  const lengths: number[] = [];
  for (let start = 0; start < products.length; start += CHUNK_ITEMS) {
    const text = utf8Encode(
      JSON.stringify(products.slice(start, start + CHUNK_ITEMS).map(({ id: _, ...rest }) => rest)),
    );
    lengths.push(text.length);
    chunks.push(deflate(text));
  }
  const offsets = new Uint32Array(chunks.length + 1);
  chunks.forEach((chunk, i) => {
    offsets[i + 1] = offsets[i] + chunk.length;
  });
  const bytes = new Uint8Array(offsets[chunks.length]);
  for (const [i, chunk] of chunks.entries()) bytes.set(chunk, offsets[i]);
  return { offsets, lengths: Uint32Array.from(lengths), bytes };
}

/** Reads products out of a snapshot's packed catalogue, keeping the chunks last used. */
export class CatalogReader {
  #snapshot: Snapshot;
  #inflate: Inflate;
  #kept = new Map<number, Promise<unknown[]>>();
  #capacity: number;

  /** @param capacity  How many unpacked chunks to keep; a chunk of plain products is about 100 kB. */
  constructor(snapshot: Snapshot, inflate: Inflate, capacity = 64) {
    this.#snapshot = snapshot;
    this.#inflate = inflate;
    this.#capacity = capacity;
  }

  /** The products with these indices, in order. @throws {WindowshopError} `snapshot_invalid` on damaged chunks. */
  products(indices: readonly number[]): Promise<Product[]> {
    return Promise.all(indices.map((index) => this.product(index)));
  }

  async product(index: number): Promise<Product> {
    const { currency } = this.#snapshot.manifest;
    return readProduct(await this.#record(index), stringAt(this.#snapshot.ids, index), currency);
  }

  async title(index: number): Promise<string> {
    return titleIn(await this.#record(index)) ?? stringAt(this.#snapshot.ids, index);
  }

  async #record(index: number): Promise<unknown> {
    return (await this.#chunk(Math.floor(index / CHUNK_ITEMS)))[index % CHUNK_ITEMS];
  }

  #chunk(number: number): Promise<unknown[]> {
    const kept = this.#kept.get(number) ?? this.#unpack(number);
    // Deleting first moves the chunk to the end: a Map remembers the order of insertion, so the first is the stalest.
    this.#kept.delete(number);
    this.#kept.set(number, kept);
    if (this.#kept.size > this.#capacity) this.#kept.delete(this.#kept.keys().next().value as number);
    return kept;
  }

  async #unpack(number: number): Promise<unknown[]> {
    const { offsets, lengths, bytes } = this.#snapshot.chunks;
    const expectedRecords = Math.min(CHUNK_ITEMS, this.#snapshot.itemCount - number * CHUNK_ITEMS);
    try {
      const text = await this.#inflate(bytes.subarray(offsets[number], offsets[number + 1]), lengths[number]);
      if (text.length !== lengths[number]) throw new RangeError(`${text.length} bytes instead of ${lengths[number]}`);
      const records: unknown = JSON.parse(utf8DecodeStrict(text));
      if (!Array.isArray(records) || records.length !== expectedRecords)
        throw new RangeError(`expected a list of ${expectedRecords} products`);
      return records;
    } catch (cause) {
      this.#kept.delete(number);
      throw new WindowshopError('snapshot_invalid', `catalog: chunk ${number} cannot be read: ${messageOf(cause)}`, {
        cause,
        hint: 'Build the snapshot again and publish all of its files together.',
      });
    }
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const TEXT_FIELDS = ['groupId', 'brand', 'currency', 'publishedAt'] as const;
const NUMBER_FIELDS = ['price', 'listPrice', 'rating', 'ratingCount'] as const;
const ADDRESS_FIELDS = ['url', 'image'] as const;
const LIST_FIELDS = ['category', 'tags'] as const;

const fieldOf = (record: unknown, name: string): unknown =>
  typeof record === 'object' && record !== null && Object.hasOwn(record, name)
    ? (record as Record<string, unknown>)[name]
    : undefined;

function titleIn(record: unknown): string | undefined {
  const title = fieldOf(record, 'title');
  return typeof title === 'string' ? title : undefined;
}

/** Takes from a record what a product may hold and drops everything else: a snapshot is data from a network. */
function readProduct(record: unknown, id: string, currency?: string): Product {
  const own = (name: string): unknown => fieldOf(record, name);
  const product: Product = { id, title: titleIn(record) ?? id };
  if (currency !== undefined) product.currency = currency;
  for (const name of TEXT_FIELDS) {
    const value = own(name);
    if (typeof value === 'string') product[name] = value;
  }
  for (const name of NUMBER_FIELDS) {
    const value = own(name);
    if (typeof value === 'number' && Number.isFinite(value)) product[name] = value;
  }
  for (const name of ADDRESS_FIELDS) {
    const value = own(name);
    if (typeof value === 'string' && isSafeAddress(value)) product[name] = value;
  }
  for (const name of LIST_FIELDS) {
    const value = own(name);
    if (Array.isArray(value)) product[name] = value.filter((entry): entry is string => typeof entry === 'string');
  }
  const available = own('available');
  if (typeof available === 'boolean') product.available = available;
  const attributes = own('attributes');
  if (typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes))
    product.attributes = Object.fromEntries(Object.entries(attributes).filter(([, value]) => isScalar(value)));
  return product;
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** http(s) and relative addresses only: no `javascript:`, no `data:`. */
export function isSafeAddress(address: string): boolean {
  // Browsers drop tabs and line breaks inside a scheme and ignore leading control characters, so the check must too.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those characters are meant.
  const seen = address.replace(/^[\u0000-\u0020]+|[\t\n\r]/g, '');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(seen);
  return !scheme || /^https?$/i.test(scheme[1]);
}
