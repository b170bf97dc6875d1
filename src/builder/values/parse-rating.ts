import { isThousandsOrDecimals } from './decimal-sign.js';
import { parseDecimal } from './parse-number.js';
import { parsePrice } from './parse-price.js';

/** The first number; none of which a sign, a power or a unit in front or behind makes another one: `-1`, `1e9`, `1k`. */
const RATING = /^\D{0,20}?(?<![-−.,])(\d+(?:[.,]\d+)?)(?![.,]?\d|e[-+]?\d|\s?%|\s?[km]\b)/iu;

/** 0…5 from `4.5`, `4,5` or `4.9 out of 5 stars`; undefined beyond that range. */
export function parseRating(text: string): number | undefined {
  const number = RATING.exec(text);
  const rating = number ? Number(number[1].replace(',', '.')) : Number.NaN;
  return rating >= 0 && rating <= 5 ? rating : undefined;
}

/** A whole number from `1234`, `1,234` or `1.234 reviews`; undefined when a unit makes it another one, as in `1k`. */
export function parseCount(text: string): number | undefined {
  if (/\d\s?(?:[kmb]|mio|tsd|mil)\b|\d\s?%/i.test(text)) return undefined;
  // A count has no decimals, so that a dot before three digits groups them.
  const value = isThousandsOrDecimals(text) ? parseDecimal(text) : parsePrice(text)?.amount;
  return value !== undefined && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? Math.round(value) : undefined;
}
