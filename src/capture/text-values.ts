/** Longer values are not names or ids but something that went wrong. */
const MAX_LENGTH = 500;

/** One line of text, or undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return undefined;
  return value.replace(/\s+/g, ' ').trim() || undefined;
}

/**
 * Reads `12.5`, `€ 1.234,56`, `1,234.56` and `12,99`; of a range, the lower end. The last separator is the decimal one
 * unless it groups three digits; a lone point never groups, as structured data writes `12.500` for twelve and a half.
 */
export function priceOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  const text = /\d(?:[\d.,'’\s]*\d)?/.exec(textOf(value) ?? '')?.[0].replace(/['’\s]/g, '');
  if (!text) return undefined;
  const isDecimal = /^\d+\.\d+$|[.,](\d{1,2}|\d{4,})$/.test(text);
  const point = isDecimal ? Math.max(text.lastIndexOf('.'), text.lastIndexOf(',')) : text.length;
  return Number(`${text.slice(0, point).replace(/[.,]/g, '')}.${text.slice(point + 1) || 0}`);
}

/** ISO 4217. */
export function currencyOf(value: unknown): string | undefined {
  const text = textOf(value)?.toUpperCase();
  return text && /^[A-Z]{3}$/.test(text) ? text : undefined;
}
