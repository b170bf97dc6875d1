import type { Product } from '../../core/product.js';
import { LEVEL_SEPARATOR } from '../../core/snapshot/layout.js';
import type { CatalogItem } from '../collect/read-product.js';
import { type FeatureBlock, FeatureBlockBuilder } from './feature-block.js';
import { pricePositions, recencies } from './positions.js';
import { createTokenizer, type Tokenizer } from './tokens.js';

/** How much each kind of term says about what an item is like. Measured on real catalogues: see the builder's tests. */
const WEIGHTS = { words: 1, pieces: 0.6, category: 0.45, brand: 0.3, price: 0.1, recency: 0.05 } as const;
/** How much a word counts by the field it stands in. */
const FIELD_WEIGHTS = { title: 1, tags: 0.7, category: 0.5, brand: 0.3, attributes: 0.3, description: 0.3 } as const;

/** Columns for word pieces: few collisions at a hundred thousand titles, and a bound on memory. */
const PIECE_BUCKETS = 1 << 15;
const PRICE_BINS = 8;
const RECENCY_BINS = 4;

type Term = readonly [term: string, weight: number];

/** What the embeddings are made from: one block of weighted terms for each kind of fact. */
export function itemFeatures(items: readonly CatalogItem[], locale: string): FeatureBlock[] {
  const tokenizer = createTokenizer(locale);
  const products = items.map(({ product }) => product);
  const prices = pricePositions(products);
  const ages = recencies(products);
  const words = new FeatureBlockBuilder(WEIGHTS.words);
  const pieces = new FeatureBlockBuilder(WEIGHTS.pieces, PIECE_BUCKETS);
  const category = new FeatureBlockBuilder(WEIGHTS.category);
  const brand = new FeatureBlockBuilder(WEIGHTS.brand);
  const price = new FeatureBlockBuilder(WEIGHTS.price, PRICE_BINS);
  const recency = new FeatureBlockBuilder(WEIGHTS.recency, RECENCY_BINS);
  items.forEach((item, n) => {
    const { product } = item;
    words.addItem(wordTerms(item, tokenizer));
    pieces.addItem(tokenizer.pieces(`${product.title} ${product.brand ?? ''}`).map((piece): Term => [piece, 1]));
    category.addItem(categoryTerms(product));
    brand.addItem(product.brand === undefined ? [] : [[product.brand.toLowerCase(), 1]]);
    price.addItem(softBin(prices[n], PRICE_BINS));
    recency.addItem(softBin(ages[n], RECENCY_BINS));
  });
  return [words, pieces, category, brand, price, recency].map((block) => block.finish());
}

/** Of the features those that people would name when they call two items alike: words, category and brand. */
export const likenessFeatures = ([words, , category, brand]: readonly FeatureBlock[]): FeatureBlock[] => [
  words,
  category,
  brand,
];

function wordTerms({ product, description }: CatalogItem, tokenizer: Tokenizer): Term[] {
  const weighted = (text: string, weight: number): Term[] => tokenizer.words(text).map((word) => [word, weight]);
  const attributes = Object.values(product.attributes ?? {}).filter((value) => typeof value === 'string');
  return [
    ...weighted(product.title, FIELD_WEIGHTS.title),
    ...weighted((product.tags ?? []).join(' '), FIELD_WEIGHTS.tags),
    ...weighted((product.category ?? []).join(' '), FIELD_WEIGHTS.category),
    ...weighted(product.brand ?? '', FIELD_WEIGHTS.brand),
    ...weighted(attributes.join(' '), FIELD_WEIGHTS.attributes),
    ...damped(weighted(description, FIELD_WEIGHTS.description)),
  ];
}

/** Long texts repeat themselves: n times the same word counts log2(1 + n) times. */
function damped(terms: Term[]): Term[] {
  const counts = new Map<string, { weight: number; count: number }>();
  for (const [word, weight] of terms) counts.set(word, { weight, count: (counts.get(word)?.count ?? 0) + 1 });
  return [...counts].map(([word, { weight, count }]) => [word, weight * Math.log2(1 + count)]);
}

/** Every level with its path: two shelves called "Accessories" are two. */
const categoryTerms = ({ category = [] }: Product): Term[] =>
  category.map((_, level) => [
    category
      .slice(0, level + 1)
      .join(LEVEL_SEPARATOR)
      .toLowerCase(),
    1,
  ]);

/** A position in [0, 1] shared between the two nearest of evenly spaced bins, so that near positions have near rows. */
function softBin(position: number, bins: number): Term[] {
  if (Number.isNaN(position)) return [];
  const place = position * (bins - 1);
  const low = Math.min(bins - 2, Math.floor(place));
  return [
    [String(low), 1 - (place - low)],
    [String(low + 1), place - low],
  ];
}
