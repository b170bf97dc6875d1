import type { Product } from '../../core/product.js';
import { imageOf, productPath } from '../addresses.js';

/** A product as schema.org describes one. */
export function productData(product: Product, variants: readonly Product[], origin: string): object {
  const { id, title, brand, category, price, currency, rating, ratingCount, groupId } = product;
  return {
    '@type': 'Product',
    sku: id,
    name: title,
    url: origin + productPath(id),
    image: new URL(imageOf(product), origin).href,
    ...(brand === undefined ? {} : { brand: { '@type': 'Brand', name: brand } }),
    ...(category === undefined ? {} : { category: category.join(' > ') }),
    ...attributesData(product),
    ...(price === undefined
      ? {}
      : {
          offers: {
            '@type': 'Offer',
            price,
            ...(currency === undefined ? {} : { priceCurrency: currency }),
            availability: `https://schema.org/${product.available === false ? 'OutOfStock' : 'InStock'}`,
            url: origin + productPath(id),
          },
        }),
    ...(rating === undefined || !ratingCount
      ? {}
      : { aggregateRating: { '@type': 'AggregateRating', ratingValue: rating, ratingCount } }),
    ...(groupId === undefined || variants.length < 2
      ? {}
      : { isVariantOf: { '@type': 'ProductGroup', productGroupID: groupId, name: title.replace(/, [^,]*$/, '') } }),
  };
}

function attributesData({ attributes = {} }: Product): object {
  const { colour, material, size } = attributes;
  return {
    ...(colour === undefined ? {} : { color: String(colour) }),
    ...(material === undefined ? {} : { material: String(material) }),
    ...(size === undefined ? {} : { size: String(size) }),
  };
}
