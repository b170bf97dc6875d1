import type { Product } from '../../src/core/product.js';
import type { EncodedSnapshot } from '../../src/core/snapshot/snapshot-content.js';
import { encodeInMemory, snapshotContent } from './snapshot-in-memory.js';

export const TENTS_AND_TEAPOTS = 20;

/**
 * A checkerboard: even items are teapots, odd ones tents, and nothing connects the two; teapot 0 is the most popular.
 *
 * @param more  Further fields of an item.
 */
export function encodeTentsAndTeapots(
  title = '',
  more: (item: number) => Partial<Product> = () => ({}),
): EncodedSnapshot {
  const products: Product[] = Array.from({ length: TENTS_AND_TEAPOTS }, (_, item) => ({
    id: `item-${item}`,
    title: `${item % 2 ? 'Tent' : 'Teapot'} ${item}${title}`,
    category: [item % 2 ? 'Tents' : 'Teapots'],
    ...more(item),
  }));
  return encodeInMemory(
    snapshotContent(products, {
      dim: 2,
      embeddings: Float32Array.from(products.flatMap((_, item) => (item % 2 ? [0, 1] : [1, 0]))),
      popularity: Float32Array.from(products, (_, item) => TENTS_AND_TEAPOTS - item),
    }),
  );
}
