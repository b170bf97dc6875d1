import { describe, expect, test } from 'vitest';
import { normalizeEvent } from '../../../src/core/journey/normalize-event.js';

const NOW = 1_700_000_000_000;
const normalize = (name: unknown, params: unknown, timestamp?: unknown) =>
  normalizeEvent({ name, params, timestamp }, NOW);
const problemOf = (name: unknown, params: unknown, timestamp?: unknown): string => {
  try {
    normalize(name, params, timestamp);
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
  return 'none';
};

describe('an event that comes in', () => {
  test('keeps the parameters that GA4 knows and drops the others', () => {
    const params = { items: [{ item_id: 'a', price: 3, colour: 'red' }], currency: 'EUR', shoe_size: 42 };
    expect(normalize('view_item', params)).toEqual({
      name: 'view_item',
      params: { items: [{ item_id: 'a', price: 3 }], currency: 'EUR' },
      timestamp: NOW,
    });
  });

  test('has its numbers converted from strings, and its ids to strings', () => {
    const params = { items: [{ item_id: 42, price: ' 12.50 ', quantity: '2' }], value: '25' };
    expect(normalize('add_to_cart', params).params).toEqual({
      items: [{ item_id: '42', price: 12.5, quantity: 2 }],
      value: 25,
    });
  });

  test('loses optional values that cannot be read', () => {
    const params = {
      items: [{ item_id: 'a', price: 'twelve', quantity: 0, index: -1 }],
      value: Number.NaN,
      currency: {},
    };
    expect(normalize('add_to_cart', params).params).toEqual({ items: [{ item_id: 'a' }] });
    expect(normalize('page_view', { page_type: 'nowhere' }).params).toEqual({});
  });

  test('has of a cart what stands in it, and nothing of which there is none left', () => {
    const items = [{ item_id: 'a', quantity: 0 }, { item_id: 'b', quantity: 2 }, { item_id: 'c' }];
    expect(normalize('view_cart', { items }).params).toEqual({ items: items.slice(1) });
    expect(normalize('view_cart', { items: [{ item_id: 'a', quantity: '0' }] }).params).toEqual({ items: [] });
    expect(() => normalize('view_cart', { items: [{ quantity: 1 }] })).toThrow('items is missing');
  });

  test('is cut off after 200 items', () => {
    const items = Array.from({ length: 250 }, (_, i) => ({ item_id: `i${i}` }));
    const { params } = normalize('view_item_list', { items });
    expect(params).toHaveProperty('items.length', 200);
    expect(params).toHaveProperty('items.199.item_id', 'i199');
  });

  test('loses items without an id', () => {
    const items = [{ item_name: 'nameless' }, null, 'a', { item_id: ' ' }, { item_id: 'b' }];
    expect(normalize('view_item', { items }).params).toEqual({ items: [{ item_id: 'b' }] });
  });

  test('may say that the cart is empty', () => {
    expect(normalize('view_cart', { items: [] }).params).toEqual({ items: [] });
  });

  test('keeps addresses without query and fragment', () => {
    const page_location = 'https://shop.test/p/1?mail=a@b.c#top';
    expect(normalize('page_view', { page_location }).params).toEqual({ page_location: 'https://shop.test/p/1' });
  });

  test('keeps filters of texts and numbers', () => {
    const filters = { brand: ['Fenn', 'Oru'], size: 42, on: true, deep: { a: 1 } };
    expect(normalize('filter_list', { filters }).params).toEqual({ filters: { brand: ['Fenn', 'Oru'], size: 42 } });
  });

  test.each([
    ['as given, in ms', 1_600_000_000_000, 1_600_000_000_000],
    ['from a string', '1600000000000', 1_600_000_000_000],
    ['now, when in the future', NOW + 5, NOW],
  ])('takes its time %s', (_, given, taken) => {
    expect(normalize('page_view', {}, given).timestamp).toBe(taken);
  });

  test.each([
    ['an unknown name', 'levitate', {}, 'event_invalid: record: there is no event "levitate"'],
    ['a name from Object.prototype', 'toString', {}, 'event_invalid: record: there is no event "toString"'],
    ['no parameters', 'page_view', undefined, 'event_invalid: page_view: params must be an object'],
    ['a list for parameters', 'page_view', [], 'event_invalid: page_view: params must be an object'],
    ['no items', 'view_item', {}, 'event_invalid: view_item: items is missing or unreadable'],
    ['an empty list of items', 'view_item', { items: [] }, 'event_invalid: view_item: items is missing or unreadable'],
    ['items without ids', 'view_cart', { items: [{}] }, 'event_invalid: view_cart: items is missing or unreadable'],
    [
      'an id that is too long',
      'dwell',
      { item_id: 'x'.repeat(2000), ms: 1 },
      'event_invalid: dwell: item_id is missing or unreadable',
    ],
    [
      'a rating of nine',
      'rate_item',
      { item_id: 'a', rating: 9 },
      'event_invalid: rate_item: rating is missing or unreadable',
    ],
    [
      'no transaction',
      'purchase',
      { items: [{ item_id: 'a' }] },
      'event_invalid: purchase: transaction_id is missing or unreadable',
    ],
  ])('is refused for %s', (_, name, params, problem) => {
    expect(problemOf(name, params)).toBe(problem);
  });

  test.each([-1, 0, Number.NaN, 'yesterday', {}])('is refused for the time %s', (timestamp) => {
    expect(problemOf('page_view', {}, timestamp)).toContain('timestamp must be in epoch milliseconds');
  });

  test('is read from own fields alone, whatever stands on the prototypes', () => {
    const params = Object.create({ items: [{ item_id: 'inherited' }] });
    expect(problemOf('view_item', params)).toContain('items is missing');
    const polluted = Object.create({ price: 1 });
    polluted.item_id = 'a';
    expect(normalize('view_item', { items: [polluted] }).params).toEqual({ items: [{ item_id: 'a' }] });
  });

  test('is refused, not thrown on, when the page makes it throw', () => {
    const params = {
      get items(): never {
        throw new Error('from the page');
      },
    };
    expect(problemOf('view_item', params)).toBe('event_invalid: view_item: params cannot be read');
  });
});
