import { cleanCatalog } from '../../builder/clean/clean-catalog.js';
import type { CatalogItem } from '../../builder/collect/read-product.js';
import type { ItemVectors } from '../../builder/collect/vector-collector.js';
import { itemFeatures, likenessFeatures } from '../../builder/features/item-features.js';
import { alikeItems } from '../../builder/model/alike.js';
import { centeredVectors } from '../../builder/model/vector-block.js';
import type { ItemScores } from './method-input.js';

/** M */
const NEIGHBORS = 50;

/**
 * `content-based`: what is like the items of the input by its words, category and brand,
 *
 *   score[j] = Σ_i cos(t[i], t[j]) over the different items i of the input
 *
 * with t the TF-IDF of an item, and its vectors if there are any, kept as lists of the M = 50 items most alike. Behavior plays no part.
 *
 * @param locale  BCP 47, of the texts.
 */
export function contentBased(
  items: readonly CatalogItem[],
  locale: string,
  vectors: readonly ItemVectors[] = [],
): ItemScores {
  const features = likenessFeatures(itemFeatures(cleanCatalog(items).items, locale));
  const { offsets, items: neighbors, weights } = alikeItems(features, NEIGHBORS, vectors.map(centeredVectors));
  return (input) => {
    const scores = new Float64Array(items.length);
    for (const item of new Set(Array.from(input)))
      for (let e = offsets[item]; e < offsets[item + 1]; e++) scores[neighbors[e]] += weights[e];
    return scores;
  };
}
