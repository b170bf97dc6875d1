import type { Product } from '../../core/product.js';

/** Fewer prices than this make no scale of their own. */
const MIN_SCALE = 20;

/**
 * Where each price stands among the prices of its broadest category, so that "cheap" means cheap for a kettle; small
 * categories are measured by all prices.
 *
 * @returns  [N] share of prices below, ties counting half, in [0, 1]; NaN = not known.
 */
export function pricePositions(products: readonly Product[]): Float32Array {
  const prices = products.map(({ price }) => price ?? Number.NaN);
  const all = sortedScale(prices);
  const byCategory = new Map<string, number[]>();
  products.forEach(({ category }, item) => {
    if (category === undefined || Number.isNaN(prices[item])) return;
    const list = byCategory.get(category[0]) ?? [];
    byCategory.set(category[0], list);
    list.push(prices[item]);
  });
  const scales = new Map([...byCategory].map(([name, values]) => [name, sortedScale(values)]));
  return Float32Array.from(products, ({ category }, item) => {
    const scale = scales.get(category?.[0] ?? '');
    return positionIn(scale && scale.length >= MIN_SCALE ? scale : all, prices[item]);
  });
}

/**
 * How new each item is among all that name a date.
 *
 * @returns  [N] 0 = oldest … 1 = newest; NaN = not known.
 */
export function recencies(products: readonly Product[]): Float32Array {
  const moments = products.map(({ publishedAt }) => (publishedAt === undefined ? Number.NaN : Date.parse(publishedAt)));
  const scale = sortedScale(moments);
  return Float32Array.from(moments, (moment) => positionIn(scale, moment));
}

const sortedScale = (values: readonly number[]): Float64Array =>
  Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();

function positionIn(scale: Float64Array, value: number): number {
  if (Number.isNaN(value) || scale.length === 0) return Number.NaN;
  return (lowerBound(scale, value, false) + lowerBound(scale, value, true)) / 2 / scale.length;
}

/** Number of values below `value`, or at most `value` with `inclusive`. */
function lowerBound(scale: Float64Array, value: number, inclusive: boolean): number {
  let low = 0;
  let high = scale.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (scale[middle] < value || (inclusive && scale[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
