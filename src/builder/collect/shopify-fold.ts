import { parseAvailability } from '../values/parse-availability.js';
import { parsePrice } from '../values/parse-price.js';

/** One product of a Shopify export, folded from its rows, and the line of the first. */
export interface FoldedProduct {
  line: number;
  record: Record<string, string>;
}

interface Variant {
  price: string;
  amount: number;
  compareAt: string;
}

/**
 * Folds the rows of a Shopify product export: one row per variant and picture, all of a product under one Handle. The
 * product has the first value of each column, the price of its cheapest variant, and is available if any variant is.
 */
export class ShopifyFold {
  readonly #products = new Map<string, FoldedProduct & { cheapest?: Variant; available?: boolean }>();

  /** @returns  false when the row has no handle. */
  add(row: Record<string, string>, line: number): boolean {
    const handle = (row.Handle ?? '').trim();
    if (handle === '') return false;
    const known = this.#products.get(handle);
    const product = known ?? { line, record: { ...row } };
    if (!known) this.#products.set(handle, product);
    for (const [column, value] of Object.entries(row)) if (!product.record[column]) product.record[column] = value;

    const variant = variantOf(row);
    if (variant && !(product.cheapest && product.cheapest.amount <= variant.amount)) product.cheapest = variant;
    const available = variant && isAvailable(row);
    if (available !== undefined) product.available = available || product.available === true;
    return true;
  }

  /** The products in order of their first rows. */
  finish(): FoldedProduct[] {
    return [...this.#products].map(([handle, { line, record, cheapest, available }]) => {
      const isPublished =
        !/^(false|no)$/i.test(record.Published ?? '') && !/^(draft|archived)$/i.test(record.Status ?? '');
      const isOnSale = cheapest && (parsePrice(cheapest.compareAt)?.amount ?? 0) > cheapest.amount;
      return {
        line,
        record: {
          ...record,
          id: handle,
          // Shopify serves every product there.
          url: `/products/${encodeURI(handle)}`,
          price: cheapest?.price ?? '',
          list_price: isOnSale ? cheapest.compareAt : '',
          availability: isPublished ? (available === undefined ? '' : String(available)) : 'false',
        },
      };
    });
  }
}

/** Rows that only add a picture have no price. */
function variantOf(row: Record<string, string>): Variant | undefined {
  const price = row['Variant Price'] ?? '';
  const amount = parsePrice(price)?.amount;
  return amount === undefined ? undefined : { price, amount, compareAt: row['Variant Compare At Price'] ?? '' };
}

/** In stock, sold beyond the stock, or not counted at all. */
function isAvailable(row: Record<string, string>): boolean | undefined {
  if (row['Variant Inventory Policy']?.trim().toLowerCase() === 'continue') return true;
  if (row['Variant Inventory Tracker']?.trim() === '') return true;
  return parseAvailability(row['Variant Inventory Qty'] ?? '');
}
