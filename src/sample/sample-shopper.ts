import type { BrandName } from './brands.js';
import { pickWeighted, type Random, shuffled } from './chance.js';
import { departments } from './departments/departments.js';

/** A shopper with tastes that their events can be checked against. */
export interface SampleShopper {
  user: string;
  /** One or two departments; the first is the favourite. */
  departments: string[];
  /** Brands they look for, all sold in those departments. */
  brands: BrandName[];
  leaning: 'value' | 'middle' | 'premium';
}

export function drawShopper(user: string, random: Random): SampleShopper {
  const chosen = shuffled(random, departments).slice(0, random() < 0.6 ? 2 : 1);
  const sold = chosen.flatMap(({ categories }) =>
    categories.flatMap(({ ranges }) => ranges.flatMap((range) => range.brands)),
  );
  const liked = shuffled(random, [...new Set(sold)]).slice(0, 3);
  const leaning = pickWeighted(random, ['value', 'middle', 'premium'] as const, (name) => (name === 'middle' ? 2 : 1));
  return { user, departments: chosen.map(({ name }) => name), brands: liked, leaning };
}
