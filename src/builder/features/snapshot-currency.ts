import type { Product } from '../../core/product.js';

/** The currency that most priced products name, ties to the first of the alphabet; undefined when none does. */
export function snapshotCurrency(products: readonly Product[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { currency } of products)
    if (currency !== undefined) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

/** Leaves the currency on a product only where it differs from the snapshot's, which stands for all others. */
export function withoutCurrency(product: Product, currency: string | undefined): Product {
  if (product.currency === undefined || product.currency !== currency) return product;
  const { currency: _, ...rest } = product;
  return rest;
}
