/** Whether a price is a bare number with one dot and three digits behind it, which thousands and decimals both have. */
export const isThousandsOrDecimals = (text: string): boolean => /^\s*[-+]?[1-9]\d{0,2}\.\d{3}\s*$/.test(text);

/** The signs that part decimals in a text's numbers beyond doubt: `49,90` has a comma, `1,299` may have any. */
export function decimalSigns(text: string): ('.' | ',')[] {
  return (text.match(/\d*(?:[.,]\d+)+/g) ?? []).flatMap((number) => {
    const separators = number.replace(/\d/g, '');
    const last = separators.at(-1) === '.' ? '.' : ',';
    // One kind that repeats groups thousands, so that decimals have the other.
    if (separators.length > 1 && separators === last.repeat(separators.length)) return [last === '.' ? ',' : '.'];
    if (separators.length === 1 && /^[1-9]\d{0,2}[.,]\d{3}$/.test(number)) return [];
    return separators.indexOf(last) === separators.length - 1 ? [last] : [];
  });
}
