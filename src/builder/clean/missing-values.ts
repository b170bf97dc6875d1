import type { Product } from '../../core/product.js';

/** What shelves show and scoring uses most; an item without does less well. */
const EXPECTED = ['url', 'image', 'price', 'available', 'brand', 'category', 'rating'] as const;

/** How many products lack each of the values that a shop would expect them to have. */
export function missingValues(products: readonly Product[]): Record<(typeof EXPECTED)[number], number> {
  const count = (field: keyof Product): number => products.filter((product) => product[field] === undefined).length;
  return Object.fromEntries(EXPECTED.map((field) => [field, count(field)])) as ReturnType<typeof missingValues>;
}
