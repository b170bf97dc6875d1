import type { InitOptions } from '../api/sdk.js';
import { isRecord, own } from '../core/journey/check-value.js';
import type { Product } from '../core/product.js';
import type { RankedItem } from '../core/recommendation.js';
import { within } from './waiting.js';

/** A price that comes later than this would change under the shopper's eyes. */
const LIVE_LIMIT_MS = 300;

/**
 * The items with prices and stock as the shop knows them now. Items that are sold out are left out, but in
 * `recently-viewed`. What does not come in time, or makes no sense, changes nothing.
 */
export async function withLivePrices(
  items: readonly RankedItem[],
  live: NonNullable<InitOptions['live']>,
  onError: (error: unknown) => void,
): Promise<readonly RankedItem[]> {
  if (items.length === 0) return items;
  const asking = (async () => live(items.map(({ id }) => id)))();
  const answer: unknown = await within(asking, LIVE_LIMIT_MS).catch(onError);
  if (!isRecord(answer)) return items;
  return items
    .map((item) => ({ ...item, product: { ...item.product, ...readLive(own(answer, item.id)) } }))
    .filter(({ product, strategy }) => product.available !== false || strategy === 'recently-viewed');
}

function readLive(value: unknown): Pick<Product, 'price' | 'listPrice' | 'available'> {
  if (!isRecord(value)) return {};
  const read: Pick<Product, 'price' | 'listPrice' | 'available'> = {};
  for (const field of ['price', 'listPrice'] as const) {
    const price = own(value, field);
    if (typeof price === 'number' && Number.isFinite(price) && price >= 0) read[field] = price;
  }
  const available = own(value, 'available');
  if (typeof available === 'boolean') read.available = available;
  return read;
}
