import type { Product } from '../../core/product.js';

export interface SearchIndex {
  /** Products that hold every word of the query, those with most words in the title first, then the more popular. */
  find(query: string): Product[];
}

/** A plain word match, as a small shop would have it; products must come most popular first. */
export function searchIndex(products: readonly Product[]): SearchIndex {
  const entries = products.map((product) => ({
    product,
    title: ` ${wordsOf(product.title).join(' ')}`,
    text: ` ${wordsOf(textOf(product)).join(' ')}`,
  }));
  return {
    find(query) {
      const words = wordsOf(query).map((word) => ` ${stem(word)}`);
      if (words.length === 0) return [];
      return entries
        .filter(({ text }) => words.every((word) => text.includes(word)))
        .map(({ product, title }) => ({ product, hits: words.filter((word) => title.includes(word)).length }))
        .sort((a, b) => b.hits - a.hits)
        .map(({ product }) => product);
    },
  };
}

const textOf = ({ title, brand, category, tags, attributes }: Product): string =>
  [title, brand, ...(category ?? []), ...(tags ?? []), ...Object.values(attributes ?? {})].join(' ');

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .match(/[\p{Letter}\p{Number}]+/gu) ?? [];

/** Enough for "mugs" to find a mug: words match by their beginning. */
const stem = (word: string): string => (word.length > 3 ? word.replace(/(?<=(s|x|sh|ch))es$|(?<!s)s$/, '') : word);
