import { hasThreeDecimals, parseCurrency } from './parse-currency.js';
import { parseDecimal } from './parse-number.js';

export interface Price {
  amount: number;
  /** ISO 4217, where the text names one. */
  currency?: string;
}

/** A number with its separators; blanks and apostrophes only between groups of three. */
const AMOUNT = /[-−]?\s?(?:\d{1,3}(?:[\s'’]\d{3})+(?!\d)|\d)(?:[\d.,]*\d)?|(?<!\p{L})[-−]?[.,]\d+/gu;
const LONGEST_PRICE = 200;

/**
 * Reads a price: `£3.42`, `12,99 EUR`, `1.234,56`, `USD 1,299`. Of a range (`12.50 – 15.00`) the lowest counts.
 * Negative amounts are read as they stand, so that cleaning can count them.
 */
export function parsePrice(text: string): Price | undefined {
  if (text.length > LONGEST_PRICE) return undefined;
  const bare = parseBare(text);
  if (bare !== undefined) return { amount: bare };
  const amounts = [...text.matchAll(AMOUNT)].map((match) => ({
    // A dash behind another number is the one of a range.
    text: isRangeDash(text, match.index) ? match[0].slice(1) : match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  if (amounts.length === 0) return undefined;
  const currency = currencyAround(text, amounts);
  const isDecimalDot = hasThreeDecimals(currency);
  const values = amounts
    .map((amount) => parseDecimal(amount.text, isDecimalDot))
    .filter((value) => value !== undefined);
  if (values.length === 0 || values.length > 2) return undefined;
  const sign = /^\s*[-−]\s*\D/u.test(text) && values.length === 1 ? -1 : 1;
  return { amount: sign * Math.min(...values), ...(currency === undefined ? {} : { currency }) };
}

/** What programs write: a dot is the decimal point, however many digits follow. */
const parseBare = (text: string): number | undefined =>
  /^\s*[-+]?\d+(\.\d+)?(e[-+]?\d{1,2})?\s*$/i.test(text) ? Number(text) : undefined;

const isRangeDash = (text: string, at: number): boolean =>
  /^[-−]/.test(text.slice(at, at + 1)) &&
  /[\d\p{Sc}\p{L}]\s?$/u.test(text.slice(0, at)) &&
  /\d/.test(text.slice(0, at));

function currencyAround(text: string, amounts: { start: number; end: number }[]): string | undefined {
  const outside = [text.slice(0, amounts[0].start)];
  amounts.forEach(({ end }, i) => {
    outside.push(text.slice(end, amounts[i + 1]?.start));
  });
  for (const piece of outside) {
    for (const word of piece.match(/[\p{L}]{0,3}\p{Sc}|[\p{L}]+\.?/gu) ?? []) {
      const currency = parseCurrency(word) ?? parseCurrency(word.slice(-1));
      if (currency !== undefined) return currency;
    }
  }
  return undefined;
}
