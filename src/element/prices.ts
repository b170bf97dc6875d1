import type { Product } from '../index.js';

/**
 * The price as the shopper's language writes it, and the one before a reduction, as far as there are any.
 *
 * @param locale  BCP 47
 */
export function pricesOf({ price, listPrice, currency }: Product, locale: string): (string | undefined)[] {
  const isReduced = price !== undefined && listPrice !== undefined && listPrice > price;
  return [price, isReduced ? listPrice : undefined].map((amount) => {
    try {
      return amount?.toLocaleString(locale, currency ? { style: 'currency', currency } : TWO_DIGITS);
    } catch {
      // RangeError: a locale or currency that is none must not cost the shopper the price.
      return amount?.toFixed(2);
    }
  });
}

const TWO_DIGITS: Intl.NumberFormatOptions = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
