/**
 * Numbers ≥ 0 in two bytes, 6 bits of exponent and 10 of fraction:
 *
 *   value = (1024 + fraction) · 2^(exponent − 33)        exponent 1…63: 2^−22 to 2^41, and whole numbers up to 2,048
 *   value = fraction · 2^−32                             exponent 0
 *
 * Every code stands for a number, and codes sort as their numbers do. Rounding costs 2^−11 of a number at most.
 */
const FRACTION_BITS = 10;
const ONE = 1 << FRACTION_BITS;
const LARGEST = 0xffff;
/** Exponent of a number whose code has exponent 0, counted from its last bit. */
const BIAS = 33;

/** The number that a code stands for. */
export function fromShortFloat(code: number): number {
  const exponent = code >>> FRACTION_BITS;
  const fraction = code & (ONE - 1);
  return exponent === 0 ? fraction * 2 ** (1 - BIAS) : (ONE + fraction) * 2 ** (exponent - BIAS);
}

/**
 * The code of the nearest number. What is positive never becomes 0, what is too large becomes the largest.
 *
 * @throws RangeError for what is no finite number ≥ 0.
 */
export function toShortFloat(value: number): number {
  if (!(value >= 0 && value < Infinity)) throw new RangeError(`toShortFloat: ${value} is no finite number ≥ 0`);
  if (value === 0) return 0;
  const exponent = Math.max(1, Math.floor(Math.log2(value)) + BIAS - FRACTION_BITS);
  // An exponent that is one too small, by a logarithm not quite exact, or a fraction rounded up carries over by itself.
  const code = (exponent - 1) * ONE + Math.round(value / 2 ** (exponent - BIAS));
  return Math.max(1, Math.min(LARGEST, code));
}

export const toShortFloats = (values: Float32Array): Uint16Array => Uint16Array.from(values, toShortFloat);
