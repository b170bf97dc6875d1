import type { Product } from '../product.js';
import type { TasteDescription } from '../scoring-protocol.js';
import type { Interaction } from '../shopper.js';
import { resolveItem } from '../snapshot/resolve-item.js';
import type { Snapshot } from '../snapshot/snapshot.js';

/** Tastes beyond these say nothing that a shopper would recognise. */
const MAX_TASTES = 12;
/** Interactions whose products are read for the description. */
const MAX_INTERACTIONS = 100;

/**
 * Says in the catalogue's words what interactions tell about taste. The weight of a brand or category is the share of
 * positive interaction weight that falls on it.
 */
export async function describeTaste(
  interactions: readonly Interaction[],
  snapshot: Snapshot,
  productsOf: (items: number[]) => Promise<Product[]>,
): Promise<TasteDescription> {
  const liked = interactions
    .map(({ itemId, weight }) => ({ item: resolveItem(snapshot, itemId), weight }))
    .filter(({ item, weight }) => item >= 0 && weight > 0)
    .slice(0, MAX_INTERACTIONS);
  const products = await productsOf(liked.map(({ item }) => item));
  const total = liked.reduce((sum, { weight }) => sum + weight, 0);
  const shares = new Map<string, TasteDescription['tastes'][number]>();
  for (const [i, { brand, category }] of products.entries()) {
    const share = liked[i].weight / total;
    if (brand) addShare('brand', brand, share);
    if (category && category.length > 0) addShare('category', category.join(' > '), share);
  }
  const tastes = [...shares.values()].sort((a, b) => b.weight - a.weight).slice(0, MAX_TASTES);
  const price = quartiles(products.flatMap((product) => (product.price === undefined ? [] : [product.price])));
  const currency = snapshot.manifest.currency;
  return { tastes, ...(price && currency ? { price: { ...price, currency } } : {}) };

  function addShare(field: 'brand' | 'category', value: string, share: number): void {
    const key = `${field} ${value}`;
    shares.set(key, { field, value, weight: Math.min(1, (shares.get(key)?.weight ?? 0) + share) });
  }
}

/** Lower quartile, median and upper quartile, interpolated linearly between neighbours. */
function quartiles(values: readonly number[]): { low: number; middle: number; high: number } | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => {
    const position = share * (sorted.length - 1);
    const below = Math.floor(position);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  };
  return { low: at(0.25), middle: at(0.5), high: at(0.75) };
}
