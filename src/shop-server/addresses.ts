import type { Product } from '../core/product.js';

/** Addresses of the shop. Item ids may hold any characters. */
export const productPath = (id: string): string => `/p/${encodeURIComponent(id)}`;

const picturePath = (id: string): string => `/pictures/${encodeURIComponent(id)}.svg`;

/** The catalogue's own picture, else the one that the shop draws. */
export const imageOf = (product: Product): string => product.image ?? picturePath(product.id);

/** @param slugs  From department down. @param page  From 1. */
export function categoryPath(slugs: readonly string[], page = 1): string {
  const path = `/c${slugs.map((slug) => `/${encodeURIComponent(slug)}`).join('')}`;
  return page > 1 ? `${path}?page=${page}` : path;
}
