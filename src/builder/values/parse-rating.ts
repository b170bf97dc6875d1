import { parsePrice } from './parse-price.js';

/** 0…5 from `4.5`, `4,5` or `4.9 out of 5 stars`; undefined beyond that range. */
export function parseRating(text: string): number | undefined {
  const number = /^\D{0,20}?(\d+(?:[.,]\d+)?)/.exec(text);
  const rating = number ? Number(number[1].replace(',', '.')) : Number.NaN;
  return rating >= 0 && rating <= 5 ? rating : undefined;
}

/** A whole number from `1234`, `1,234` or `1.234 reviews`. */
export function parseCount(text: string): number | undefined {
  const value = parsePrice(text)?.amount;
  return value !== undefined && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? Math.round(value) : undefined;
}
