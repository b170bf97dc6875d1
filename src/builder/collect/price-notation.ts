import type { Product } from '../../core/product.js';
import type { ReadField } from '../fields/catalog-fields.js';
import type { FieldValues } from '../fields/column-map.js';
import { decimalSigns, isThousandsOrDecimals } from '../values/decimal-sign.js';
import { hasThreeDecimals, parseCurrency } from '../values/parse-currency.js';
import { parsePrice } from '../values/parse-price.js';
import { scalarText } from '../values/scalar.js';
import { PRICE_FIELDS, readPrices } from './read-product.js';

/** Prices that were read with a decimal point, though nothing in the feed says that it is one. */
export interface DoubtfulPrices {
  count: number;
  /** The first of them, as it stands in the feed. */
  example: string;
}

/**
 * Learns from all prices of a feed how it writes decimals. A `1.299` without a currency is what a program writes for a
 * little more than one, and what a German spreadsheet writes for more than a thousand; a `49,90` beside it tells.
 */
export class PriceNotation {
  readonly #signs = new Set<'.' | ','>();
  readonly #open: { product: Product; values: FieldValues<ReadField> }[] = [];
  #doubtful: DoubtfulPrices | undefined;

  /**
   * @param product  What was read from `values`, with each dot a decimal point.
   * @param values   What holds of the row: a sale price that does not tells how prices are written all the same.
   */
  add(product: Product, row: FieldValues<ReadField>, values: FieldValues<ReadField>): void {
    for (const price of writtenPrices(row)) for (const sign of decimalSigns(price)) this.#signs.add(sign);
    const open = writtenPrices(values).filter(isThousandsOrDecimals);
    if (open.length === 0 || hasThreeDecimals(parseCurrency(scalarText(values.currency) ?? ''))) return;
    this.#doubtful = {
      count: (this.#doubtful?.count ?? 0) + open.length,
      example: this.#doubtful?.example ?? open[0].trim(),
    };
    this.#open.push({ product, values: Object.fromEntries(PRICE_FIELDS.map((field) => [field, values[field]])) });
  }

  /** Reads anew what a feed with decimal commas meant as thousands. @returns  What nothing tells about. */
  settle(): DoubtfulPrices | undefined {
    if (!this.#signs.has(',')) return this.#signs.has('.') ? undefined : this.#doubtful;
    if (this.#signs.has('.')) return this.#doubtful;
    for (const { product, values } of this.#open) {
      const { price, listPrice } = readPrices((field) => parsePrice(withoutThousands(scalarText(values[field]) ?? '')));
      Object.assign(product, price && { price: price.amount }, listPrice && { listPrice: listPrice.amount });
    }
    return undefined;
  }
}

/** Numbers of JSON are written one way only, and tell nothing about texts. */
const writtenPrices = (values: FieldValues<ReadField>): string[] =>
  PRICE_FIELDS.map((field) => values[field]).filter((value) => typeof value === 'string');

const withoutThousands = (text: string): string => (isThousandsOrDecimals(text) ? text.replace('.', '') : text);
