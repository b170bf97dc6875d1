import type { Product } from '../../core/product.js';
import type { ReadField } from '../fields/catalog-fields.js';
import type { FieldValues } from '../fields/column-map.js';
import { parseAddress } from '../values/parse-address.js';
import { parseAvailability } from '../values/parse-availability.js';
import { parseCurrency } from '../values/parse-currency.js';
import { listEntries, parseCategory, parseTags } from '../values/parse-list.js';
import { type Period, parsePeriod } from '../values/parse-period.js';
import { type Price, parsePrice } from '../values/parse-price.js';
import { parseCount, parseRating } from '../values/parse-rating.js';
import { parseTimestamp } from '../values/parse-timestamp.js';
import { plainText } from '../values/plain-text.js';
import { scalarText } from '../values/scalar.js';

/**
 * Longest texts that enter a snapshot, in UTF-16 units; what is longer is cut. Together with the limits below they keep
 * a product under 64 kB of UTF-8, and so a chunk of 256 under what a reader unpacks.
 */
export const TEXT_LIMITS = { title: 500, brand: 200, level: 200, tag: 100, attribute: 200, description: 5000 } as const;
const MAX_LEVELS = 10;
const MAX_TAGS = 30;
const MAX_ATTRIBUTES = 30;
const MAX_ATTRIBUTE_NAME = 60;
/** A group id is a key, which cannot be cut; a longer one is left out. */
const MAX_GROUP_ID = 500;

export const PRICE_FIELDS = ['sale_price', 'price', 'list_price'] as const;

/** A product and what is known about it beyond what is shown. */
export interface CatalogItem {
  product: Product;
  /** Feeds the embeddings only; empty when there is none. */
  description: string;
}

export type ReadResult = { item: CatalogItem; unreadable: ReadField[] } | { missing: 'id' | 'title'; item?: undefined };

/** Makes a product of a row's fields. Without id or title there is none; an unreadable optional value is left out. */
export function readProduct(values: FieldValues<ReadField>): ReadResult {
  const id = scalarText(values.id);
  if (id === undefined) return { missing: 'id' };
  const title = textOf(values.title, TEXT_LIMITS.title);
  if (title === undefined) return { missing: 'title' };

  const unreadable: ReadField[] = [];
  /** Reads an optional field and notes when something stands there that cannot be read. */
  const read = <T>(field: ReadField, parse: (text: string) => T | undefined): T | undefined => {
    const text = scalarText(values[field]);
    const value = text === undefined ? undefined : parse(text);
    if (text !== undefined && value === undefined) unreadable.push(field);
    return value;
  };
  const brand = textOf(values.brand, TEXT_LIMITS.brand);
  const { price, listPrice } = readPrices((field) => read(field, parsePrice));
  // `rowAsOf` has acted on it; here it is noted.
  if (!salePeriod(values)) unreadable.push('sale_period');
  const groupId = read('group_id', (text) => (text.length <= MAX_GROUP_ID ? text : undefined));
  const publishedMs = read('published_at', parseMoment);
  const optional: { [K in keyof Product]?: Product[K] | undefined } = {
    groupId: groupId === id ? undefined : groupId,
    url: read('url', parseAddress),
    image: read('image', parseAddress),
    price: price?.amount,
    listPrice: listPrice?.amount,
    currency: price && (read('currency', parseCurrency) ?? price.currency),
    available: read('availability', parseAvailability),
    brand,
    category: nonEmpty(readCategory(values, brand)),
    tags: nonEmpty(readTags(values.tags)),
    rating: read('rating', parseRating),
    ratingCount: read('rating_count', parseCount),
    publishedAt: publishedMs === undefined ? undefined : new Date(publishedMs).toISOString(),
    attributes: readAttributes(values.attributes),
  };
  const product: Product = { id, title };
  Object.assign(product, Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)));
  return {
    item: { product, description: plainText(listEntries(values.description).join(' '), TEXT_LIMITS.description) },
    unreadable,
  };
}

/**
 * What holds of a row: not its sale price before the sale and after it, nor where nobody can read when that is, as a page
 * must not promise what the till does not keep.
 *
 * @param nowMs  Epoch ms.
 */
export function rowAsOf(row: FieldValues<ReadField>, nowMs: number): FieldValues<ReadField> {
  const period = salePeriod(row);
  return period && period.fromMs <= nowMs && nowMs < period.toMs ? row : { ...row, sale_price: undefined };
}

const ALWAYS: Period = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

/** When a sale price holds: always where nothing is said of it; undefined where nobody can read what is. */
function salePeriod({ sale_period: said }: FieldValues<ReadField>): Period | undefined {
  const isSaid = typeof said === 'string' ? said.trim() !== '' : said !== undefined && said !== null;
  return isSaid ? parsePeriod(scalarText(said) ?? '') : ALWAYS;
}

/** A reduced price is the price, and the regular one becomes the list price; see Google's `sale_price`. */
export function readPrices(read: (field: (typeof PRICE_FIELDS)[number]) => Price | undefined): {
  price: Price | undefined;
  listPrice: Price | undefined;
} {
  const [sale, regular, list] = PRICE_FIELDS.map(read);
  if (sale === undefined || sale.amount <= 0) return { price: regular, listPrice: list };
  return { price: sale, listPrice: regular ?? list };
}

/** Levels as a shopper reads them. Feeds that put the brand first say it twice; as a category it would part shelves. */
function readCategory(values: FieldValues<ReadField>, brand: string | undefined): string[] {
  const own = cleanLevels(values.category);
  // Google allows the number of a category in place of its path; a number tells nobody anything.
  const levels = own.length > 0 ? own : cleanLevels(values.google_category).filter((level) => !/^\d+$/.test(level));
  return brand !== undefined && levels[0]?.toLowerCase() === brand.toLowerCase() ? levels.slice(1) : levels;
}

const cleanLevels = (value: unknown): string[] =>
  parseCategory(value)
    .slice(0, MAX_LEVELS)
    .map((level) => plainText(level, TEXT_LIMITS.level))
    .filter((level) => level !== '');

const readTags = (value: unknown): string[] => [
  ...new Set(
    parseTags(value)
      .slice(0, MAX_TAGS)
      .map((tag) => plainText(tag, TEXT_LIMITS.tag))
      .filter((tag) => tag !== ''),
  ),
];

function readAttributes(values: unknown): Product['attributes'] | undefined {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return undefined;
  const attributes: [string, string | number | boolean][] = [];
  for (const [name, value] of Object.entries(values)) {
    if (name.length > MAX_ATTRIBUTE_NAME || attributes.length === MAX_ATTRIBUTES) continue;
    if (typeof value === 'number' && Number.isFinite(value)) attributes.push([name, value]);
    else if (typeof value === 'boolean') attributes.push([name, value]);
    else {
      const text = textOf(value, TEXT_LIMITS.attribute);
      if (text !== undefined) attributes.push([name, text]);
    }
  }
  return attributes.length > 0 ? Object.fromEntries(attributes) : undefined;
}

function textOf(value: unknown, maxLength: number): string | undefined {
  const text = plainText(scalarText(value) ?? '', maxLength);
  return text === '' ? undefined : text;
}

/** Feeds in RSS also write dates in words, `Tue, 01 Jan 2019 00:00:00 GMT`; those name their zone. */
function parseMoment(text: string): number | undefined {
  const moment = parseTimestamp(text);
  if (moment !== undefined || !/^[a-z]{3}, .*(GMT|UTC|Z|[+-]\d{4})$/i.test(text)) return moment;
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? undefined : parsed;
}

const nonEmpty = (list: string[]): string[] | undefined => (list.length > 0 ? list : undefined);
