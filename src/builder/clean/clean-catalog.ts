import type { CatalogItem } from '../collect/read-product.js';

export interface CatalogCleaning {
  /** Prices and list prices no shop asks: zero, negative, or a placeholder such as 999999. */
  impossiblePrices: number;
  /** Brands that say there is none, such as "Unknown". */
  placeholderBrands: number;
}

/** How far above the median a price may lie; between a spare part and a machine it is a factor of a few hundred. */
const MAX_TIMES_MEDIAN = 1000;
/** Fewer prices than this say nothing about what is usual. */
const MIN_PRICES = 20;
const HIGHEST_PRICE = 1e8;

const PLACEHOLDER_BRANDS = new Set(
  [
    ...['unknown', 'n/a', 'na', 'none', 'null', 'nil', 'undefined', 'unbranded', 'no brand', 'nobrand', 'no-brand'],
    ...['not specified', 'not available', 'not applicable', 'does not apply', 'generic', 'other', 'various', 'brand'],
    ...['-', '--', '—', '?', '.', 'tbd', 'unbekannt', 'ohne marke', 'sans marque', 'sin marca', '无', '无品牌', '其他'],
  ].map((name) => name.toLowerCase()),
);

/** Takes out of each product what cannot be true or says nothing. Changes nothing it was given. */
export function cleanCatalog(items: readonly CatalogItem[]): { items: CatalogItem[]; cleaning: CatalogCleaning } {
  const cleaning: CatalogCleaning = { impossiblePrices: 0, placeholderBrands: 0 };
  const highest = highestCrediblePrice(items);
  const isCredible = (price: number): boolean => price > 0 && price <= highest;
  const cleaned = items.map(({ product, description }) => {
    const { price, listPrice, currency, brand, ...rest } = product;
    if (brand !== undefined && PLACEHOLDER_BRANDS.has(brand.toLowerCase())) cleaning.placeholderBrands++;
    else if (brand !== undefined) Object.assign(rest, { brand });
    if (price !== undefined && isCredible(price)) Object.assign(rest, { price }, currency && { currency });
    else if (price !== undefined) cleaning.impossiblePrices++;
    if (listPrice !== undefined && isCredible(listPrice)) Object.assign(rest, { listPrice });
    else if (listPrice !== undefined) cleaning.impossiblePrices++;
    return { product: rest, description };
  });
  return { items: cleaned, cleaning };
}

function highestCrediblePrice(items: readonly CatalogItem[]): number {
  const prices = items.map(({ product }) => product.price ?? 0).filter((price) => price > 0);
  if (prices.length < MIN_PRICES) return HIGHEST_PRICE;
  const median = prices.sort((a, b) => a - b)[Math.floor(prices.length / 2)];
  return Math.min(HIGHEST_PRICE, median * MAX_TIMES_MEDIAN);
}
