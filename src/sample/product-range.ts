import type { BrandName } from './brands.js';
import type { ColourName } from './palette.js';
import type { PictureName } from './pictures/drawings.js';

/** What is sold in one category of the third level, and how its products vary. */
export interface ProductRange {
  /** Name of the category; unique in the shop. */
  name: string;
  /** One of them, as it stands in a title. */
  noun: string;
  picture: PictureName;
  /** Of a middling brand, in pounds. */
  price: [low: number, high: number];
  brands: BrandName[];
  colours: ColourName[];
  /** What its products are made of, or else … */
  materials?: string[];
  /** … what sorts there are. Either stands in the title as `{kind}`. */
  kinds?: string[];
  sizes?: string[];
  /** What tells the variants of one model apart. Default `colour`. */
  variesBy?: 'colour' | 'size' | 'nothing';
  /** Names of the models, where the house list of names would sound odd. */
  names?: string[];
  /** How a title is put together from `{name}`, `{kind}`, `{noun}` and `{size}`. Default the first three. */
  title?: string;
  /** Sentences for descriptions; each product gets two. */
  facts: string[];
  /** Names of the ranges that people buy along with it. */
  goesWith: string[];
  tags?: string[];
}

export interface Department {
  name: string;
  categories: { name: string; ranges: ProductRange[] }[];
}
