import type { Product } from '../../core/product.js';

export interface CategoryNode {
  name: string;
  /** Slugs from the department down to this category; empty for the root. */
  slugs: string[];
  /** Names along the same way. */
  names: string[];
  /** By name of the child's slug, largest first. */
  children: Map<string, CategoryNode>;
  /** Everything in it and below, most popular first. */
  products: Product[];
}

/** Where products without a category are found. */
const UNSORTED = 'Everything Else';

/** Sorts products into their categories; they must come most popular first. */
export function categoryTree(products: readonly Product[]): CategoryNode {
  const root = newNode('', undefined, '');
  for (const product of products) {
    let node = root;
    node.products.push(product);
    for (const level of product.category?.length ? product.category : [UNSORTED]) {
      node = childNamed(node, level);
      node.products.push(product);
    }
  }
  sortChildren(root);
  return root;
}

export function findCategory(root: CategoryNode, slugs: readonly string[]): CategoryNode | undefined {
  let node: CategoryNode | undefined = root;
  for (const slug of slugs) node = node?.children.get(slug);
  return node;
}

/** From the department down to the category of a product. */
export function trailOf(root: CategoryNode, product: Product): CategoryNode[] {
  const trail: CategoryNode[] = [];
  let node: CategoryNode | undefined = root;
  for (const level of product.category?.length ? product.category : [UNSORTED]) {
    node = [...(node?.children.values() ?? [])].find((child) => child.name === level);
    if (node) trail.push(node);
  }
  return trail;
}

const newNode = (name: string, parent: CategoryNode | undefined, slug: string): CategoryNode => ({
  name,
  slugs: parent ? [...parent.slugs, slug] : [],
  names: parent ? [...parent.names, name] : [],
  children: new Map(),
  products: [],
});

function childNamed(parent: CategoryNode, name: string): CategoryNode {
  const wanted = slugOf(name);
  // Different names may shorten to one slug; the later ones are numbered.
  for (let number = 1; ; number++) {
    const slug = number === 1 ? wanted : `${wanted}-${number}`;
    const child = parent.children.get(slug);
    if (child?.name === name) return child;
    if (child) continue;
    const created = newNode(name, parent, slug);
    parent.children.set(slug, created);
    return created;
  }
}

function sortChildren(node: CategoryNode): void {
  const bySize = [...node.children].sort(([, a], [, b]) => b.products.length - a.products.length);
  node.children = new Map(bySize);
  for (const [, child] of bySize) sortChildren(child);
}

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '') || '-';
