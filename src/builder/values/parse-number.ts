/**
 * A decimal number in the notation of any country: `1,299.00`, `1.299,00`, `1 299,00`, `1'299.00`, `1,00,000`.
 * One separator alone groups thousands when exactly three digits follow it, as in `1,299` and `1.299`.
 *
 * @param text          Digits and separators only, with an optional sign.
 * @param isDecimalDot  One dot alone is the decimal point, whatever follows it.
 * @returns             undefined when the text is no number.
 */
export function parseDecimal(text: string, isDecimalDot = false): number | undefined {
  const match = /^([+\-−]?)(\d[\d.,'’٬٫\s]*|[.,]\d+)$/u.exec(text.trim());
  if (!match) return undefined;
  const digits = match[2].replace(/[\s'’٬]/gu, '').replace('٫', '.');
  const plain = withDecimalDot(digits, isDecimalDot);
  if (plain === undefined) return undefined;
  const value = Number(plain);
  if (!Number.isFinite(value)) return undefined;
  return match[1] === '-' || match[1] === '−' ? -value : value;
}

function withDecimalDot(digits: string, isDecimalDot: boolean): string | undefined {
  const lastDot = digits.lastIndexOf('.');
  const lastComma = digits.lastIndexOf(',');
  if (lastDot < 0 && lastComma < 0) return digits;
  const separator = lastDot > lastComma ? '.' : ',';
  const other = separator === '.' ? ',' : '.';
  const [whole, ...rest] = digits.split(separator);
  const fraction = rest.at(-1) ?? '';
  // Repeated, or three digits behind it and none of the other kind before: it groups thousands.
  const repeats = rest.length > 1;
  const isEither = fraction.length === 3 && !digits.includes(other) && /^[1-9]\d{0,2}$/.test(whole);
  const groups = repeats || (isEither && !(isDecimalDot && separator === '.'));
  if (repeats && (digits.includes(other) || !rest.every((group) => group.length === 2 || group.length === 3)))
    return undefined;
  if (groups) return digits.replaceAll(separator, '');
  const grouped = whole.split(other);
  if (grouped.length > 1 && !grouped.slice(1).every((group) => group.length === 2 || group.length === 3))
    return undefined;
  return `${grouped.join('') || '0'}.${fraction}`;
}
