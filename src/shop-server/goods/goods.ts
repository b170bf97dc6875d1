import type { Product } from '../../core/product.js';
import { type CategoryNode, categoryTree } from './category-tree.js';
import { type SearchIndex, searchIndex } from './search-index.js';

/** Everything that the shop sells, as the snapshot tells it. */
export interface Goods {
  /** BCP 47 */
  locale: string;
  /** Most popular first. */
  products: Product[];
  byId: Map<string, Product>;
  /** The root of all categories. */
  root: CategoryNode;
  search: SearchIndex;
  /** Variants of one model, the product among them; alone when it has none. */
  variantsOf(product: Product): Product[];
}

export function goodsOf(products: Product[], locale: string): Goods {
  const groups = new Map<string, Product[]>();
  for (const product of products) {
    const group = product.groupId ?? product.id;
    const variants = groups.get(group);
    if (variants) variants.push(product);
    else groups.set(group, [product]);
  }
  return {
    locale,
    products,
    byId: new Map(products.map((product) => [product.id, product])),
    root: categoryTree(products),
    search: searchIndex(products),
    variantsOf: (product) => groups.get(product.groupId ?? product.id) ?? [product],
  };
}

/** One product of each model, the first that can be had; models that are sold out altogether come last. */
export function oneOfEachModel(products: readonly Product[]): Product[] {
  const chosen = new Map<string, Product>();
  const soldOut = (product: Product): boolean => product.available === false;
  for (const product of [...products].sort((a, b) => Number(soldOut(a)) - Number(soldOut(b)))) {
    const group = product.groupId ?? product.id;
    if (!chosen.has(group)) chosen.set(group, product);
  }
  return [...chosen.values()];
}
