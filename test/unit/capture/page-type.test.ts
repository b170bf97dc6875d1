import { expect, test } from 'vitest';
import { pageTypeOf } from '../../../src/capture/page-type.js';

test.each([
  ['/', 'home'],
  ['/en-gb/', 'home'],
  ['/index.html', 'home'],
  ['/collections/tents', 'category'],
  ['/products', 'category'],
  ['/collections/tents/products/dome', 'product'],
  ['/dp/B000123', 'product'],
  ['/de/artikel/zelt.html', 'product'],
  ['/search', 'search'],
  ['/warenkorb', 'cart'],
  ['/checkout/cart', 'cart'],
  ['/checkout/payment', 'checkout'],
  ['/kasse', 'checkout'],
  ['/order-confirmation/17', 'order'],
  ['/checkout/thank-you', 'order'],
  ['/account/orders', 'account'],
  ['/about-us', 'other'],
])('%s is a page of kind %s', (route, pageType) => {
  expect(pageTypeOf(route)).toBe(pageType);
});
