import { describe, expect, test } from 'vitest';
import { addressMatch, locationOf, routeOf, searchTermOf } from '../../../src/capture/page-address.js';

test.each([
  ['https://shop.test/a/b/?x=1#top', '/a/b'],
  ['https://shop.test/', '/'],
  ['https://shop.test/#/product/5?from=mail', '/product/5'],
  ['https://shop.test/caf%C3%A9', '/café'],
  ['https://shop.test/100%', '/100%'],
])('%s is the page %s', (href, route) => {
  expect(routeOf(href)).toBe(route);
});

test('the address that is recorded has neither query nor fragment', () => {
  expect(locationOf('https://shop.test/p/5?email=me@x.test#token')).toBe('https://shop.test/p/5');
  expect(locationOf('about:srcdoc')).toBeUndefined();
});

describe('an address in the data of a page', () => {
  const page = { href: 'https://shop.test/p?id=5&utm=x', canonical: 'https://shop.test/p?id=5' };
  test.each<[string, number]>([
    ['https://shop.test/p?id=5', 2],
    ['http://staging.shop.test/p?id=5', 2],
    ['/p/?id=6', 1],
    ['/q', 0],
    ['http://[', 0],
  ])('%s matches with %i', (address, match) => {
    expect(addressMatch(address, page)).toBe(match);
  });
});

test.each<[string, string | undefined]>([
  ['https://shop.test/search?q=red%20%20tent', 'red tent'],
  ['https://shop.test/suche?suchbegriff=Zelt', 'Zelt'],
  ['https://shop.test/search?q=&token=abc', undefined],
  ['https://shop.test/search?email=a@b.test', undefined],
])('the search term of %s is %s', (href, term) => {
  expect(searchTermOf(href)).toBe(term);
});
