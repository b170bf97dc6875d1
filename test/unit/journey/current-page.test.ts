import { describe, expect, test } from 'vitest';
import { pageAfter, pageUrl, pageWithoutJourney } from '../../../src/core/journey/current-page.js';
import type { PageContext } from '../../../src/core/page-context.js';
import { event, view } from './events.js';

const HERE = 'https://shop.test/p/1?session=5#reviews';
const recorded = { location: HERE, isRead: false };
const read = { location: HERE, isRead: true };
const blank: PageContext = { pageType: 'other', url: 'https://shop.test/' };

describe('the current page', () => {
  test('is opened by page_view, under the address of the document when it names none', () => {
    expect(pageAfter(blank, event('page_view', { page_type: 'category' }), recorded)).toEqual({
      pageType: 'category',
      url: 'https://shop.test/p/1',
    });
    const elsewhere = event('page_view', { page_location: 'https://shop.test/c?x=1' });
    expect(pageAfter(blank, elsewhere, recorded)).toEqual({ pageType: 'other', url: 'https://shop.test/c' });
  });

  test('gets its product from the view_item after it', () => {
    const opened = pageAfter(blank, event('page_view', { page_type: 'product' }), recorded);
    expect(pageAfter(opened, view('a'), recorded)).toMatchObject({ pageType: 'product', itemId: 'a' });
  });

  test('is a product page when it shows a product itself, but not when a script records a quick view', () => {
    expect(pageAfter(blank, view('a'), read).pageType).toBe('product');
    expect(pageAfter(blank, view('a'), recorded)).toMatchObject({ pageType: 'other', itemId: 'a' });
    expect(pageAfter({ ...blank, pageType: 'category' }, view('a'), read).pageType).toBe('category');
  });

  test('keeps its product when a second source opens the same page', () => {
    const page = pageAfter({ pageType: 'product', url: pageUrl(HERE) }, view('a'), read);
    expect(pageAfter(page, event('page_view', {}), recorded)).toEqual(page);
    expect(pageAfter(page, event('page_view', { page_type: 'cart' }), recorded).itemId).toBeUndefined();
  });

  test('is not changed by other events', () => {
    expect(pageAfter(blank, event('view_cart', { items: [] }), recorded)).toBe(blank);
  });

  test('of a journey that was erased forgets a product that only the journey named', () => {
    expect(pageWithoutJourney({ pageType: 'home', itemId: 'a' })).toEqual({ pageType: 'home' });
    expect(pageWithoutJourney({ pageType: 'product', itemId: 'a' })).toEqual({ pageType: 'product', itemId: 'a' });
  });
});
