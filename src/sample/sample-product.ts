import type { BrandName } from './brands.js';
import type { ColourName } from './palette.js';
import type { PictureName } from './pictures/drawings.js';

/** One item of the sample shop's catalogue; the variants of a model are items of their own. */
export interface SampleProduct {
  id: string;
  /** Shared by the variants of one model. */
  groupId: string;
  title: string;
  /** Paths in the shop. */
  url: string;
  image: string;
  price: number;
  /** Price before reduction. */
  listPrice?: number;
  currency: 'GBP';
  stock: number;
  brand: BrandName;
  /** Department, category, range. */
  category: [department: string, category: string, range: string];
  description: string;
  tags: string[];
  /** 1…5, one decimal. */
  rating: number;
  ratingCount: number;
  /** ISO 8601 date. */
  publishedAt: string;
  colour: ColourName;
  material?: string;
  size?: string;
  picture: PictureName;
}
